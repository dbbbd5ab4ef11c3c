package dev.imagestore.render;

import dev.imagestore.analysis.RunSummary;
import java.util.List;
import java.util.Optional;

/** A form that reports come in. Each is one class and one line in {@link ReportFormats}. */
public interface ReportFormat {
  /**
   * The report.
   *
   * @param runs at least one; each is reported by itself, in this order
   * @return the whole output, ending with a line end
   */
  String render(List<RunSummary> runs);

  /**
   * Our figures beside the article's.
   *
   * @return empty if this form has no place for such a comparison
   */
  default Optional<String> renderArticle(List<RunSummary> runs) {
    return Optional.empty();
  }

  /**
   * Whether the runs meet the suite's targets.
   *
   * @return empty if this form has no place for them
   */
  default Optional<String> renderLimits(List<RunSummary> runs) {
    return Optional.empty();
  }

  /** What the form has no place for, each in a sentence that says what to do; mostly nothing. */
  default List<String> leftOut(List<RunSummary> runs) {
    return List.of();
  }
}
