package dev.imagestore.toy;

import dev.imagestore.render.Document;
import dev.imagestore.render.Format;
import dev.imagestore.render.Report;
import java.util.stream.Collectors;

/** A format that names the blocks of a report, from test sources. */
public final class ToyFormat implements Format {
  @Override
  public String name() {
    return "toy";
  }

  @Override
  public String render(Report report, boolean colours) {
    return report.document().blocks().stream()
        .map(block -> block instanceof Document.Table table ? table.title() : "-")
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
