package dev.imagestore.render;

import dev.imagestore.input.BadInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms that trends come in, by name. */
public final class TrendFormats {
  /** What one gets without asking. */
  public static final String DEFAULT = "text";

  private TrendFormats() {}

  /** Names, the default first. */
  public static List<String> names() {
    return List.copyOf(forms(false, false).keySet());
  }

  /**
   * The form of a name.
   *
   * @param colours true if the output goes to a terminal that wants colours
   * @param all true if people are to see the lines that the newest run is not in, too; scripts do
   * @throws BadInputException if there is none of this name
   */
  public static TrendFormat of(String name, boolean colours, boolean all) throws BadInputException {
    TrendFormat format = forms(colours, all).get(name);
    if (format == null) {
      throw new BadInputException(
          "--format " + name + ": expected one of " + String.join(", ", names()));
    }
    return format;
  }

  private static Map<String, TrendFormat> forms(boolean colours, boolean all) {
    Map<String, TrendFormat> formats = new LinkedHashMap<>();
    formats.put(DEFAULT, trend -> TextRenderer.render(TrendDocument.of(trend, all), colours));
    formats.put("markdown", trend -> MarkdownRenderer.render(TrendDocument.of(trend, all)));
    formats.put("json", new TrendJson());
    return formats;
  }
}
