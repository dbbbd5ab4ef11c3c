package dev.imagestore.cli;

import dev.imagestore.analysis.RunSummary;
import dev.imagestore.page.Page;
import dev.imagestore.plot.RunPictures;
import dev.imagestore.render.ArticleReport;
import dev.imagestore.render.Format;
import dev.imagestore.render.Formats;
import dev.imagestore.render.LimitsReport;
import dev.imagestore.render.Report;
import dev.imagestore.render.ResourceReport;
import dev.imagestore.render.RunReport;
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
      "With --format, --article, --limits, --resources or --html only that is made, and pictures only with -o."
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
      defaultValue = Formats.DEFAULT,
      completionCandidates = Names.class,
      description =
          "One of ${COMPLETION-CANDIDATES}. benchstat is the Go benchmark format, a line per fork;"
              + " github-action is for customSmallerIsBetter (times, bytes), github-action-bigger"
              + " for customBiggerIsBetter (rates).")
  private String format;

  @Option(
      names = "--article",
      description = "Show the runs' figures beside the article's Python figures, cell by cell.")
  private boolean article;

  @Option(
      names = "--limits",
      description = "Show whether a run of --plan limits meets the suite's targets.")
  private boolean limits;

  @Option(
      names = "--resources",
      description =
          "Show what each image takes beside time: heap, reads and writes, faults, processor time.")
  private boolean resources;

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
    Format form = Formats.of(format, RunReport.class);
    if (article) {
      Formats.of(format, ArticleReport.class);
    }
    if (limits) {
      Formats.of(format, LimitsReport.class);
    }
    if (resources) {
      Formats.of(format, ResourceReport.class);
    }
    List<ResultFile> results = new ArrayList<>();
    for (Path file : files) {
      results.add(ResultFiles.read(file));
    }
    boolean tables =
        article
            || limits
            || resources
            || spec.commandLine().getParseResult().hasMatchedOption("--format");
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

  private void print(Format form, List<RunSummary> runs) {
    if (article) {
      print(form, new ArticleReport(runs));
    }
    if (limits) {
      print(form, new LimitsReport(runs));
    }
    if (resources) {
      print(form, new ResourceReport(runs));
    }
    if (!article && !limits && !resources) {
      print(form, new RunReport(runs));
    }
  }

  private void print(Format form, Report report) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(form.render(report, Ansi.AUTO.enabled()));
    out.flush();
    form.leftOut(report).forEach(this::say);
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
      Path plots = dir.resolve(name);
      int drawn = RunPictures.draw(run, plots, this::say).size();
      if (drawn > 0) {
        say("pictures: " + drawn + " files in " + plots);
      }
    }
  }

  private void say(String message) {
    spec.commandLine().getErr().println(message);
  }

  /** The names of the formats, for help and completion. */
  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Formats.names(RunReport.class).iterator();
    }
  }
}
