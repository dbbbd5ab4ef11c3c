package dev.imagestore.cli;

import dev.imagestore.analysis.Trend;
import dev.imagestore.analysis.TrendHistory;
import dev.imagestore.analysis.TrendLeftOut;
import dev.imagestore.analysis.TrendRun;
import dev.imagestore.analysis.Trends;
import dev.imagestore.page.Page;
import dev.imagestore.plot.TrendPictures;
import dev.imagestore.render.Format;
import dev.imagestore.render.Formats;
import dev.imagestore.render.TrendReport;
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

/** {@code trend}: since when is it slower, and is the newest run? */
@Command(
    name = "trend",
    description = {
      "Follows every configuration through the runs of a directory: levels, where they changed and"
          + " what changed there, drifts, footprint; and judges the newest run by its current"
          + " level.",
      "With --format or --html only that is made, and pictures only with -o.",
      "Exit status: 0 no regression, and each configuration of the newest run is decided or could"
          + " have shown --must-see; 1 a regression (surely slower, or more bytes or calls, and"
          + " perhaps by the threshold or more); 2 it could not be judged, or a configuration could"
          + " not have shown --must-see."
    },
    sortOptions = false)
final class TrendCommand implements Callable<Integer> {
  private static final Path PLOTS = Path.of("plots", "trend");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "results",
      description =
          "Directory of result files; those in the directories in it count too (default:"
              + " ${DEFAULT-VALUE}).")
  private Path dir;

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      description = "The change that matters, 5%% or 0.05 (default: ${DEFAULT-VALUE}).",
      defaultValue = "5%")
  private String threshold;

  @Option(
      names = "--must-see",
      paramLabel = "PERCENT",
      defaultValue = "10%",
      description =
          "The slowdown that each configuration must have been able to show for exit status 0"
              + " (default: ${DEFAULT-VALUE}).")
  private String mustSee;

  @Option(
      names = "--all",
      description = "Show also the levels of lines that the newest run did not go on with.")
  private boolean all;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, markdown, csv or json (default: ${DEFAULT-VALUE}).",
      defaultValue = Formats.DEFAULT)
  private String format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PLOTS",
      description = "Draw the pictures in this directory (default: plots/trend).")
  private Path output;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write one page with the trend, and the figures of the newest run, to FILE.")
  private Path html;

  @Override
  public Integer call() throws IOException {
    Format form = Formats.of(format, TrendReport.class);
    Trend trend =
        Trends.of(
            TrendHistory.read(dir),
            CompareCommand.threshold("--threshold", threshold),
            CompareCommand.threshold("--must-see", mustSee));
    for (TrendLeftOut left : trend.leftOut()) {
      say("left out, " + left.why() + ": " + String.join(", ", left.runs()));
    }
    boolean formatted = spec.commandLine().getParseResult().hasMatchedOption("--format");
    boolean plain = html == null && !formatted;
    if (formatted || plain) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(form.render(new TrendReport(trend, all), Ansi.AUTO.enabled()));
      out.flush();
    }
    if (html != null) {
      List<ResultFile> newest = new ArrayList<>();
      for (TrendRun run : trend.newestSitting()) {
        // Once more, since a trend keeps only one figure per fork.
        newest.add(ResultFiles.read(dir.resolve(run.name() + ".json")));
      }
      Page.write(newest, trend, html);
      say("page: " + html);
    }
    if (output != null || plain) {
      Path plots = output != null ? output : PLOTS;
      List<Path> files = TrendPictures.draw(trend, plots);
      if (!files.isEmpty()) {
        say("pictures: " + files.size() + " files in " + plots);
      }
    }
    return CompareCommand.status(List.of(trend.outcome().status()));
  }

  private void say(String message) {
    spec.commandLine().getErr().println(message);
  }
}
