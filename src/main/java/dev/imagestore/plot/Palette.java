package dev.imagestore.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which colour and marker a subject has, the same on every picture and page: those of Okabe and Ito
 * (2008), which people with any of the common colour vision deficiencies tell apart, and a marker
 * that says the same without colour.
 *
 * <p>The backends of the article, and the control, have theirs fixed, so that pictures of different
 * runs can be laid side by side. Others take what is left in the order of their first appearance:
 * this is not a list of the backends, and a new one needs no line here.
 */
public final class Palette {
  /**
   * Colour and marker.
   *
   * @param light sRGB {@code 0xRRGGBB} on a light background
   * @param dark the same on a dark background; differs only where it would not be seen there
   * @param marker shape of a point
   */
  public record Style(int light, int dark, Marker marker) {
    private Style(int colour, Marker marker) {
      this(colour, colour, marker);
    }
  }

  /** Shapes of a point, told apart at 8 pixels. */
  public enum Marker {
    /** A disc. */
    CIRCLE,
    /** A square. */
    SQUARE,
    /** A triangle that points up. */
    TRIANGLE,
    /** A square on its corner. */
    DIAMOND,
    /** A triangle that points down. */
    TRIANGLE_DOWN,
    /** A cross on its legs. */
    CROSS,
    /** A plus sign. */
    PLUS,
    /** A lying rectangle. */
    DASH
  }

  private static final Style BLACK = new Style(0x000000, 0xF2F2F2, Marker.DIAMOND);
  private static final Style VERMILION = new Style(0xD55E00, Marker.CIRCLE);
  private static final Style BLUE = new Style(0x0072B2, 0x3D9BE0, Marker.SQUARE);
  private static final Style GREEN = new Style(0x009E73, Marker.TRIANGLE);
  private static final Style PURPLE = new Style(0xCC79A7, Marker.TRIANGLE_DOWN);
  private static final Style ORANGE = new Style(0xE69F00, Marker.CROSS);
  private static final Style SKY = new Style(0x56B4E9, Marker.PLUS);
  // Hard to see on white: the last to be given away.
  private static final Style YELLOW = new Style(0xCDBE1C, 0xF0E442, Marker.DASH);

  private static final Map<String, Style> FIXED =
      Map.of("png", VERMILION, "lmdb", BLUE, "hdf5", GREEN, "raw", BLACK);
  private static final List<Style> OTHERS = List.of(PURPLE, ORANGE, SKY, YELLOW);

  private final Map<String, Style> styles = new LinkedHashMap<>();

  /** A palette for {@code subjects}, in the order of their first appearance. */
  public Palette(Collection<String> subjects) {
    List<Style> free = new ArrayList<>(OTHERS);
    FIXED.keySet().stream()
        .sorted()
        .filter(name -> !subjects.contains(name))
        .map(FIXED::get)
        .forEach(free::add);
    int next = 0;
    for (String subject : subjects) {
      if (styles.containsKey(subject)) {
        continue;
      }
      Style fixed = FIXED.get(subject);
      styles.put(subject, fixed != null ? fixed : free(free, next++));
    }
  }

  /** The style of a subject that the palette was made for. */
  public Style of(String subject) {
    Style style = styles.get(subject);
    if (style == null) {
      throw new IllegalArgumentException("not in the palette: " + subject);
    }
    return style;
  }

  /** All styles by subject. */
  public Map<String, Style> styles() {
    return java.util.Collections.unmodifiableMap(styles);
  }

  /** The colours repeat beyond eight; the markers move on by one, so that pairs stay different. */
  private static Style free(List<Style> free, int index) {
    if (free.isEmpty()) {
      free = OTHERS;
    }
    Style style = free.get(index % free.size());
    int round = index / free.size();
    if (round == 0) {
      return style;
    }
    Marker[] markers = Marker.values();
    int marker = (Arrays.asList(markers).indexOf(style.marker()) + round) % markers.length;
    return new Style(style.light(), style.dark(), markers[marker]);
  }
}
