package dev.imagestore.cli;

import dev.imagestore.analysis.RunSummary;
import dev.imagestore.input.BadInputException;
import dev.imagestore.page.Page;
import dev.imagestore.plot.RunPictures;
import dev.imagestore.render.ReportFormat;
import dev.imagestore.render.ReportFormats;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Shows what result files hold: tables on standard output, messages on standard error; pictures and
 * pages in files.
 */
@Command(
    name = "report",
    description = {
      "Show the tables of result files, and draw their pictures; any JMH JSON will do.",
      "With --format, --article, --limits or --html only that is made, and pictures only with -o."
    },
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {
  private static final String PLOTS = "plots";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "JMH results (JSON); FILE.env.json beside it says where they were measured.")
  private List<Path> files;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = ReportFormats.DEFAULT,
      completionCandidates = Formats.class,
      description =
          "One of ${COMPLETION-CANDIDATES}. benchstat is the Go benchmark format, a line a fork;"
              + " github-action is for customSmallerIsBetter (times, bytes), github-action-bigger"
              + " for customBiggerIsBetter (rates).")
  private String format;

  @Option(
      names = "--article",
      description = "Show our figures beside the article's Python figures, cell by cell.")
  private boolean article;

  @Option(
      names = "--limits",
      description = "Show whether a run of --plan limits meets the suite's targets.")
  private boolean limits;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Draw the pictures of each run in DIR/<run>/ (default: " + PLOTS + ").")
  private Path output;

  @Option(
      names = "--html",
      paramLabel = "PAGE",
      description = "Write all files as one HTML page that works offline.")
  private Path html;

  @Override
  public Integer call() throws IOException {
    ReportFormat form = ReportFormats.of(format, Ansi.AUTO.enabled());
    List<ResultFile> results = new ArrayList<>();
    for (Path file : files) {
      results.add(ResultFiles.read(file));
    }
    boolean tables =
        article || limits || spec.commandLine().getParseResult().hasMatchedOption("--format");
    if (tables || html == null) {
      print(form, results.stream().map(RunSummary::of).toList());
    }
    if (html != null) {
      Page.write(results, html);
      say("page: " + html);
    }
    if (output != null) {
      draw(results, output);
    } else if (!tables && html == null) {
      draw(results, Path.of(PLOTS));
    }
    return Cli.OK;
  }

  private void print(ReportFormat form, List<RunSummary> runs) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (article) {
      out.print(form.renderArticle(runs).orElseThrow(() -> noPlaceFor("--article")));
    }
    if (limits) {
      out.print(form.renderLimits(runs).orElseThrow(() -> noPlaceFor("--limits")));
    }
    if (!article && !limits) {
      out.print(form.render(runs));
      form.leftOut(runs).forEach(this::say);
    }
    out.flush();
  }

  private BadInputException noPlaceFor(String option) {
    return new BadInputException(
        "--format " + format + ": has no place for " + option + "; try text or markdown");
  }

  private void draw(List<ResultFile> runs, Path dir) throws IOException {
    Set<String> names = new HashSet<>();
    for (ResultFile run : runs) {
      // A file called "...json" must not draw into the directory above.
      String plain = run.name().matches("\\.*") ? "run" : run.name();
      // Files of one name in two directories are two runs.
      String name = plain;
      for (int i = 2; !names.add(name); i++) {
        name = plain + "-" + i;
      }
      Path own = dir.resolve(name);
      int drawn = RunPictures.draw(run, own, this::say).size();
      if (drawn > 0) {
        say("pictures: " + drawn + " files in " + own);
      }
    }
  }

  private void say(String message) {
    spec.commandLine().getErr().println(message);
  }

  /** The names of the formats, for help and completion. */
  private static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ReportFormats.names().iterator();
    }
  }
}
