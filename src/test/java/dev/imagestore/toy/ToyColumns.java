package dev.imagestore.toy;

import dev.imagestore.analysis.Row;
import dev.imagestore.render.Column;
import dev.imagestore.render.Numbers;
import dev.imagestore.render.RunColumns;
import dev.imagestore.result.Measurement;
import java.util.List;

/** A metric in the tables of a run, from test sources. */
public final class ToyColumns implements RunColumns {
  /** The secondary metric, in the unit that the benchmark gives it. */
  public static final String METRIC = "toyRevolutions";

  @Override
  public List<Column<Row>> columns() {
    return List.of(
        Column.number("toy, r/image", (Row row) -> Numbers.digits(revolutions(row), 3))
            .as("toy_revolutions", ToyColumns::revolutions)
            .where(row -> row.result().secondary().containsKey(METRIC)));
  }

  private static double revolutions(Row row) {
    return Measurement.of(row.result(), METRIC)
        .flatMap(m -> m.figures().stream().findFirst())
        .orElse(Double.NaN);
  }
}
