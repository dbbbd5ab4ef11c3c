package dev.imagestore.render;

import dev.imagestore.analysis.Comparison;
import java.util.List;

/** A form that comparisons come in. Each is one class and one line in {@link ComparisonFormats}. */
public interface ComparisonFormat {
  /**
   * The whole output, ending with a line end.
   *
   * @param comparisons at least one, all with the same base
   */
  String render(List<Comparison> comparisons);
}
