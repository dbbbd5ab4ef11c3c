package dev.imagestore.render;

import static dev.imagestore.render.Column.data;
import static dev.imagestore.render.Column.number;
import static dev.imagestore.render.Column.text;

import dev.imagestore.analysis.FootprintExplanation;
import dev.imagestore.render.Document.Table;
import java.util.List;
import java.util.Optional;

/**
 * Where the bytes of stores go, and where one byte more in each image makes a difference of many.
 *
 * @param stores in the order of the configurations
 */
public record FootprintExplained(List<FootprintExplanation> stores) implements Report {
  /** Copies the list. */
  public FootprintExplained {
    stores = List.copyOf(stores);
  }

  /** A part of a store. */
  private record Row(FootprintExplanation store, FootprintExplanation.Part part) {
    double perImage() {
      return (double) part.bytes() / store.measured().images();
    }

    double share() {
      return (double) part.bytes() / store.predictedBytes();
    }
  }

  private List<Row> rows() {
    return stores.stream()
        .flatMap(store -> store.parts().stream().map(part -> new Row(store, part)))
        .toList();
  }

  private static List<Column<Row>> parts() {
    return List.of(
        data("dataset", row -> row.store().measured().dataset()),
        text("backend", (Row row) -> row.store().measured().backend())
            .as("backend", row -> row.store().measured().backend()),
        number("images", (Row row) -> Numbers.count(row.store().measured().images()))
            .as("images", row -> row.store().measured().images()),
        text("part", (Row row) -> row.part().name()).as("part", row -> row.part().name()),
        number("B/image", (Row row) -> Numbers.rate(row.perImage()))
            .as("bytes", row -> row.part().bytes()),
        number("share", (Row row) -> Numbers.digits(100 * row.share(), 3) + " %")
            .as("share", Row::share));
  }

  private static List<Column<FootprintExplanation>> steps() {
    return List.of(
        text("backend", (FootprintExplanation s) -> s.measured().backend()),
        number("images", s -> Numbers.count(s.measured().images())),
        number("measured B/image", s -> Numbers.rate(s.measured().allocatedPerImage())),
        number("predicted", s -> Numbers.digits(100 * s.error(), 2) + " % off"),
        number("B of an image", s -> Numbers.rate(s.encodedBytes())),
        text("one byte more", (FootprintExplanation s) -> above(s.above())),
        text("fewer bytes", (FootprintExplanation s) -> below(s.below())));
  }

  private static String above(Optional<FootprintExplanation.Step> step) {
    return step.map(
            s ->
                "from %s B on %s instead of %s"
                    .formatted(
                        Numbers.count(s.encodedBytes()),
                        Numbers.rate(s.from()),
                        Numbers.rate(s.before())))
        .orElse(Numbers.NONE);
  }

  private static String below(Optional<FootprintExplanation.Step> step) {
    return step.map(
            s ->
                "under %s B %s"
                    .formatted(Numbers.count(s.encodedBytes()), Numbers.rate(s.before())))
        .orElse(Numbers.NONE);
  }

  @Override
  public Document document() {
    return new Document(
        List.of(
            Table.of(
                "Where the bytes go",
                parts(),
                rows(),
                "By the rules of each format, whole blocks of the disk included."),
            Table.of(
                "One byte more",
                steps(),
                stores,
                "An image of the mean length, encoded: from which length on it takes more of the"
                    + " disk, and under which it takes less, in B per image. Steps of over 64 B"
                    + " within 4,200 B of it.")));
  }

  @Override
  public Csv csv() {
    return new Csv().add(parts(), rows());
  }

  @Override
  public List<FootprintExplanation> json() {
    return stores;
  }
}
