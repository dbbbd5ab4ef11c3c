package dev.imagestore.cli;

import dev.imagestore.image.ContactSheet;
import dev.imagestore.image.Dataset;
import dev.imagestore.image.DatasetSummary;
import dev.imagestore.image.Datasets;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists datasets: images, shapes, labels, bytes; and shows what they look like. */
@Command(
    name = "datasets",
    description = "List the datasets, or describe some, or draw one.",
    footer = {
      "",
      "Examples:",
      "  datasets",
      "  datasets folder:scans cifar10:cifar-10-python.tar.gz npz:pathmnist.npz",
      "  datasets dicom:series --preview series.png"
    })
public final class DatasetsCommand implements Callable<Integer> {
  /** Columns of numbers stand right, those of words left. */
  private static final boolean[] RIGHT = {false, true, false, true, true, false};

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description =
          "Datasets to describe, as in -p dataset=NAME. All of their images are read, and the"
              + " files of a directory that can't be are listed.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--preview",
      paramLabel = "FILE.png",
      description = "Draw the first images of the dataset, with their labels, into this file.")
  private Path preview;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (preview != null) {
      return draw(out);
    }
    List<Dataset> datasets = new ArrayList<>();
    for (String name : names.isEmpty() ? Datasets.ready() : names) {
      datasets.add(Datasets.parse(name));
    }
    List<String> unreadable = new ArrayList<>();
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("dataset", "images", "shapes", "labels", "bytes", ""));
    for (Dataset dataset : datasets) {
      DatasetSummary s = dataset.summary();
      table.add(
          List.of(
              dataset.name(),
              String.format(Locale.ROOT, "%,d", s.images()),
              s.shapes(),
              Integer.toString(s.labels()),
              String.format(Locale.ROOT, "%,d", s.bytes()),
              s.remark()));
      unreadable.addAll(s.unreadable());
    }
    print(table, out);
    if (names.isEmpty()) {
      out.println();
      out.println("names: " + String.join(", ", Datasets.usages()));
    }
    if (!unreadable.isEmpty()) {
      out.println();
      out.printf(Locale.ROOT, "unreadable files: %,d%n", unreadable.size());
      unreadable.forEach(out::println);
    }
    out.flush();
    return Cli.OK;
  }

  private static void print(List<List<String>> table, PrintWriter out) {
    int[] widths = new int[RIGHT.length];
    for (List<String> row : table) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String pad = " ".repeat(widths[c] - row.get(c).length());
        line.append(RIGHT[c] ? pad + row.get(c) : row.get(c) + pad).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private int draw(PrintWriter out) throws IOException {
    if (names.size() != 1) {
      throw new BadInputException(
          "--preview: expected the name of one dataset, found " + names.size());
    }
    List<String> unreadable = ContactSheet.draw(Datasets.parse(names.get(0)), preview);
    unreadable.forEach(out::println);
    out.flush();
    return Cli.OK;
  }
}
