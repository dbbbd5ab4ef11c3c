package dev.imagestore.render;

import dev.imagestore.analysis.Trend;

/** A form that trends come in. Each is one class and one line in {@link TrendFormats}. */
public interface TrendFormat {
  /** The whole output, ending with a line end. */
  String render(Trend trend);
}
