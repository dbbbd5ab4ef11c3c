package dev.imagestore.cli;

import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.FootprintExplanation;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.harness.FootprintRun;
import dev.imagestore.input.BadInputException;
import dev.imagestore.render.FootprintExplained;
import dev.imagestore.render.FootprintReport;
import dev.imagestore.render.Formats;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.WholeFile;
import dev.imagestore.store.footprint.Explanation;
import dev.imagestore.store.footprint.Prediction;
import dev.imagestore.store.footprint.Steps;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What stores take on disk: measured now, or taken from a result file. */
@Command(
    name = "footprint",
    description = "Measure what stores take on disk, or read it from a result file.",
    footer = {
      "",
      "Without FILE every configuration is stored once, verified, flushed and measured; the table is",
      "also written as JSON and CSV to results/."
    })
final class FootprintCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Result files to take the figures from.")
  private List<Path> files = List.of();

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE,…",
      description = "backend, cutoff, dataset or durability, as for the benchmarks.")
  private List<String> params = List.of();

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Leave the stores there, for other tools to open.")
  private Path keep;

  @Option(
      names = "--explain",
      description = "Say where the bytes go, and where one byte more costs a page.")
  private boolean explain;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!files.isEmpty()) {
      if (explain) {
        throw new BadInputException(
            "--explain: expected no FILE, which does not have the lengths of its images; leave"
                + " FILE out");
      }
      for (Path file : files) {
        out.print(
            Formats.render(
                Formats.DEFAULT, FootprintReport.of(RunSummary.of(ResultFiles.read(file)))));
      }
      out.flush();
      return Cli.OK;
    }
    List<Footprint> rows = new ArrayList<>();
    List<FootprintExplanation> explained = new ArrayList<>();
    for (FootprintRun.Stored stored :
        new FootprintRun(params)
            .measure(Optional.ofNullable(keep), explain, line -> err.println("# " + line))) {
      Footprint row =
          new Footprint(
              stored.dataset(),
              stored.backend(),
              stored.images(),
              stored.usage().apparentBytes(),
              stored.usage().allocatedBytes(),
              stored.usage().files(),
              stored.pixelBytes());
      rows.add(row);
      stored.explanation().ifPresent(found -> explained.add(explanation(row, found)));
    }
    FootprintReport report = new FootprintReport(rows);
    out.print(Formats.render(Formats.DEFAULT, report));
    if (explain) {
      out.print(Formats.render(Formats.DEFAULT, new FootprintExplained(explained)));
    }
    out.flush();
    Path results = Files.createDirectories(Path.of("results"));
    String name = STAMP.format(LocalDateTime.now(ZoneId.systemDefault())) + "-footprint";
    for (String format : List.of("json", "csv")) {
      WholeFile.write(results.resolve(name + "." + format), Formats.render(format, report));
    }
    err.println("# Written: " + results.resolve(name) + ".json and .csv");
    if (keep != null) {
      err.println("# The stores are in " + keep);
    }
    return Cli.OK;
  }

  private static FootprintExplanation explanation(Footprint measured, Explanation found) {
    Prediction prediction = found.prediction();
    return new FootprintExplanation(
        measured,
        prediction.allocatedBytes(),
        prediction.parts().stream()
            .map(part -> new FootprintExplanation.Part(part.name(), part.bytes()))
            .toList(),
        found.encodedBytes(),
        found.below().map(FootprintCommand::step),
        found.above().map(FootprintCommand::step));
  }

  private static FootprintExplanation.Step step(Steps.Step step) {
    return new FootprintExplanation.Step(step.encodedBytes(), step.before(), step.from());
  }
}
