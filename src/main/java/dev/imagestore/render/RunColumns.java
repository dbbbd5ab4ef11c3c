package dev.imagestore.render;

import dev.imagestore.analysis.Row;
import java.util.List;

/**
 * Further columns of the tables of a run: a metric that some profiler measures is one column here.
 * What implements this is named in {@code META-INF/services/dev.imagestore.render.RunColumns}; its
 * columns are shown, and in CSV and JSON, where a row {@linkplain Column#where has} them.
 */
public interface RunColumns {
  /** The columns, each with a name for programs. */
  List<Column<Row>> columns();
}
