package dev.imagestore.render;

import java.util.List;

/**
 * A form that reports come in. Each is one class and one line in {@code
 * META-INF/services/dev.imagestore.render.Format}.
 */
public interface Format {
  /** As users name it behind {@code --format}. */
  String name();

  /** True if it has a form for this kind of report. */
  default boolean shows(Class<? extends Report> kind) {
    return true;
  }

  /**
   * The whole output, ending with a line end.
   *
   * @param report of a kind that it shows
   * @param colours true if the output goes to a terminal that wants colours
   */
  String render(Report report, boolean colours);

  /** What it has no place for, each in a sentence that says what to do; mostly nothing. */
  default List<String> leftOut(Report report) {
    return List.of();
  }
}
