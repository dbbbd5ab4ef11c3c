package dev.imagestore.cli;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonOptions;
import dev.imagestore.analysis.Comparisons;
import dev.imagestore.analysis.Outcome;
import dev.imagestore.input.BadInputException;
import dev.imagestore.render.ComparisonReport;
import dev.imagestore.render.Format;
import dev.imagestore.render.Formats;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: did it become slower? */
@Command(
    name = "compare",
    description = {
      "Compares runs with a base and says for each configuration: slower, faster, no change or"
          + " undecided.",
      "Exit status: 0 no regression, and each row is decided or could have shown --must-see; 1 a"
          + " regression (surely slower, or larger on disk, and perhaps by the threshold or more);"
          + " 2 they could not be compared, or a row could not have shown --must-see."
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BASE", description = "Result file to compare with.")
  private Path base;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NEW",
      description = "Result files to compare; each is a table of its own.")
  private List<Path> others;

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      description = "The change that matters, 5%% or 0.05 (default: ${DEFAULT-VALUE}).",
      defaultValue = "5%")
  private String threshold;

  @Option(
      names = "--force",
      description = "Compare even other images, or results of another schema.")
  private boolean force;

  @Option(
      names = "--must-see",
      paramLabel = "PERCENT",
      defaultValue = "10%",
      description =
          "The slowdown that each row must have been able to show for exit status 0"
              + " (default: ${DEFAULT-VALUE}).")
  private String mustSee;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, markdown, csv or json (default: ${DEFAULT-VALUE}).",
      defaultValue = Formats.DEFAULT)
  private String format;

  @Override
  public Integer call() throws IOException {
    Format form = Formats.of(format, ComparisonReport.class);
    ComparisonOptions options =
        new ComparisonOptions(
            threshold("--threshold", threshold), threshold("--must-see", mustSee), force, false);
    ResultFile from = ResultFiles.read(base);
    List<Comparison> comparisons = new ArrayList<>();
    for (Path other : others) {
      comparisons.add(Comparisons.compare(from, ResultFiles.read(other), options));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(form.render(new ComparisonReport(comparisons), Ansi.AUTO.enabled()));
    out.flush();
    return status(comparisons.stream().map(c -> c.outcome().status()).toList());
  }

  /** The exit status: a regression is one whatever else could not be judged. */
  static int status(List<Outcome.Status> all) {
    if (all.contains(Outcome.Status.REGRESSION)) {
      return Cli.REGRESSION;
    }
    return all.contains(Outcome.Status.NO_VERDICT) ? Cli.FAILED : Cli.OK;
  }

  /**
   * A threshold as people write it.
   *
   * @return a part: 0.05 for {@code 5%} and for {@code 0.05}
   * @throws BadInputException if it is neither, or 0, or so large that it must be a mistake
   */
  static double threshold(String option, String text) throws BadInputException {
    String number = text.strip();
    boolean percent = number.endsWith("%");
    double part = Double.NaN;
    try {
      part =
          percent
              ? Double.parseDouble(number.substring(0, number.length() - 1).strip()) / 100
              : Double.parseDouble(number);
    } catch (NumberFormatException e) {
      // falls through to the message: NaN is not a threshold
    }
    if (!(part > 0 && part < 1)) {
      throw new BadInputException(
          option + " " + text + ": expected more than 0 and less than 100%, as in 5% or 0.05");
    }
    return part;
  }
}
