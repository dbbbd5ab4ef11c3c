package dev.imagestore.render;

import dev.imagestore.input.BadInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms that reports come in, by name. */
public final class ReportFormats {
  /** What one gets without asking. */
  public static final String DEFAULT = "text";

  private ReportFormats() {}

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
  public static ReportFormat of(String name, boolean colours) throws BadInputException {
    ReportFormat format = all(colours).get(name);
    if (format == null) {
      throw new BadInputException(
          "--format " + name + ": expected one of " + String.join(", ", names()));
    }
    return format;
  }

  private static Map<String, ReportFormat> all(boolean colours) {
    Map<String, ReportFormat> formats = new LinkedHashMap<>();
    formats.put(DEFAULT, new TextFormat(colours));
    formats.put("markdown", new MarkdownFormat());
    formats.put("csv", new CsvFormat());
    formats.put("json", new JsonFormat());
    formats.put("benchstat", new BenchstatFormat());
    formats.put("github-action", GithubActionFormat.smallerIsBetter());
    formats.put("github-action-bigger", GithubActionFormat.biggerIsBetter());
    return formats;
  }
}
