package dev.imagestore.render;

import dev.imagestore.input.BadInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms that comparisons come in, by name. */
public final class ComparisonFormats {
  /** What one gets without asking. */
  public static final String DEFAULT = "text";

  private ComparisonFormats() {}

  /** Names, the default first. */
  public static List<String> names() {
    return List.copyOf(all(false).keySet());
  }

  /**
   * The form of a name.
   *
   * @param colours true if the output goes to a terminal that wants colours
   * @throws BadInputException if there is none of this name
   */
  public static ComparisonFormat of(String name, boolean colours) throws BadInputException {
    ComparisonFormat format = all(colours).get(name);
    if (format == null) {
      throw new BadInputException(
          "--format " + name + ": expected one of " + String.join(", ", names()));
    }
    return format;
  }

  private static Map<String, ComparisonFormat> all(boolean colours) {
    Map<String, ComparisonFormat> formats = new LinkedHashMap<>();
    formats.put(DEFAULT, all -> TextRenderer.render(ComparisonDocument.of(all), colours));
    formats.put("markdown", all -> MarkdownRenderer.render(ComparisonDocument.of(all)));
    formats.put("csv", new ComparisonCsv());
    formats.put("json", new ComparisonJson());
    return formats;
  }
}
