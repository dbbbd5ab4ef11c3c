package dev.imagestore.render;

import dev.imagestore.input.BadInputException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The formats: the one list of them is {@code META-INF/services/dev.imagestore.render.Format}, a
 * line each, in the order in which they are named.
 */
public final class Formats {
  /** What one gets without asking. */
  public static final String DEFAULT = "text";

  private static final Map<String, Format> BY_NAME = load();

  private Formats() {}

  private static Map<String, Format> load() {
    Map<String, Format> byName = new LinkedHashMap<>();
    for (Format format : ServiceLoader.load(Format.class, Formats.class.getClassLoader())) {
      if (byName.put(format.name(), format) != null) {
        throw new IllegalStateException("two formats are called " + format.name());
      }
    }
    return byName;
  }

  /** Names of the formats for a kind of report, the default first. */
  public static List<String> names(Class<? extends Report> kind) {
    return BY_NAME.values().stream()
        .filter(f -> f.shows(kind))
        .map(Format::name)
        .sorted(Comparator.comparing(name -> !name.equals(DEFAULT)))
        .toList();
  }

  /**
   * The format of a name.
   *
   * @throws BadInputException if there is none of this name for this kind of report
   */
  public static Format of(String name, Class<? extends Report> kind) throws BadInputException {
    Format format = BY_NAME.get(name);
    if (format == null || !format.shows(kind)) {
      throw new BadInputException(
          "--format "
              + name
              + (format == null ? ": " : ": it has no form for this; ")
              + "expected one of "
              + String.join(", ", names(kind)));
    }
    return format;
  }

  /** A report in a format by its name, without colours. */
  public static String render(String name, Report report) throws BadInputException {
    return of(name, report.getClass()).render(report, false);
  }
}
