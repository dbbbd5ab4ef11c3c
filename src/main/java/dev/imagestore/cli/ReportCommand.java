package dev.imagestore.cli;

import dev.imagestore.input.BadInputException;
import dev.imagestore.report.Figures;
import dev.imagestore.report.ReportFormat;
import dev.imagestore.report.ReportFormats;
import dev.imagestore.result.ResultFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what result files hold: tables on standard output, messages on standard error. */
@Command(
    name = "report",
    description = "Show the tables of result files; any JMH JSON will do.",
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {
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

  @Override
  public Integer call() throws IOException {
    ReportFormat form = ReportFormats.of(format, Ansi.AUTO.enabled());
    List<Figures> runs = new ArrayList<>();
    for (Path file : files) {
      runs.add(Figures.of(ResultFiles.read(file)));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (article) {
      out.print(
          form.renderArticle(runs)
              .orElseThrow(
                  () ->
                      new BadInputException(
                          "--format "
                              + format
                              + ": has no place for --article; try text, markdown, csv or json")));
    } else {
      out.print(form.render(runs));
      form.leftOut(runs).forEach(spec.commandLine().getErr()::println);
    }
    out.flush();
    return Cli.OK;
  }

  /** The names of the formats, for help and completion. */
  private static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ReportFormats.names().iterator();
    }
  }
}
