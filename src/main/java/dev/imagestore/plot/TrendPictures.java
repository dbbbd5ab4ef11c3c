package dev.imagestore.plot;

import dev.imagestore.analysis.Trend;
import dev.imagestore.analysis.TrendJdks;
import dev.imagestore.analysis.TrendLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The pictures of a trend, as PNG and SVG: one per configuration, and all of them small. */
public final class TrendPictures {
  private static final int PANELS = 24;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_LINE = 120;

  private static final String READING =
      "Marks: runs. Lines: levels, or drifts. Dashed: where the level changed. Red mark: a"
          + " regression.";

  private TrendPictures() {}

  /**
   * Draws {@code overview.png} and {@code .svg} with all configurations that were measured more
   * than once (a further file for every {@value #PANELS}), {@code jdks} with those that were on
   * several JDKs, and a picture of each over time.
   *
   * @param dir where to; made if it is missing, files of the same names are replaced
   * @return the files written; none if no configuration was measured more than once
   * @throws IOException if a file can't be written, or this JVM can't draw
   */
  public static List<Path> draw(Trend trend, Path dir) throws IOException {
    List<TrendLine> lines = trend.lines().stream().filter(l -> l.points().size() > 1).toList();
    List<Path> files = new ArrayList<>();
    if (lines.isEmpty() && trend.jdks().isEmpty()) {
      return files;
    }
    RunPictures.needNoDisplay();
    Files.createDirectories(dir);
    List<TrendPanel> relative = lines.stream().map(TrendPanel::relative).toList();
    List<TrendPanel> jdks = trend.jdks().stream().map(TrendPanel::of).toList();
    Palette palette =
        new Palette(
            Stream.concat(relative.stream(), jdks.stream()).map(TrendPanel::subject).toList());
    sheets(
        dir,
        "overview",
        "Trend of " + trend.runs().size() + " runs",
        lines.stream().map(line -> line.place().label()).toList(),
        "Time of one operation against its current level. " + READING,
        relative,
        palette,
        files);
    sheets(
        dir,
        "jdks",
        "JDK versions at one time",
        trend.jdks().stream().map(row -> row.place().label()).toList(),
        inTurns(trend.jdks()),
        jdks,
        palette,
        files);
    Set<String> names = new HashSet<>();
    for (TrendLine line : lines) {
      write(
          dir,
          unique(line, names),
          plain(line.name()),
          List.of(
              plain(line.place().label()),
              READING,
              "Error bars: 95 % confidence intervals over the forks of a run."),
          List.of(TrendPanel.inSeconds(line)),
          palette,
          files);
    }
    return files;
  }

  private static String inTurns(List<TrendJdks> jdks) {
    long together = jdks.stream().filter(TrendJdks::together).count();
    return "Time of one operation against the oldest JDK. Error bars: 95 % confidence intervals over"
        + " forks. Measured "
        + (together == jdks.size()
            ? "in turns."
            : together == 0
                ? "apart: what changed on the machine is in it."
                : "in turns, " + (jdks.size() - together) + " apart.");
  }

  /** As many sheets as the panels need. */
  private static void sheets(
      Path dir,
      String name,
      String title,
      List<String> places,
      String reading,
      List<TrendPanel> panels,
      Palette palette,
      List<Path> files)
      throws IOException {
    for (int from = 0; from < panels.size(); from += PANELS) {
      int to = Math.min(panels.size(), from + PANELS);
      List<String> head = new ArrayList<>();
      places.subList(from, to).stream()
          .map(TrendPictures::plain)
          .distinct()
          .limit(4)
          .forEach(head::add);
      head.add(reading);
      write(
          dir,
          from == 0 ? name : name + "-" + (from / PANELS + 1),
          title,
          head,
          panels.subList(from, to),
          palette,
          files);
    }
  }

  private static void write(
      Path dir,
      String name,
      String title,
      List<String> lines,
      List<TrendPanel> panels,
      Palette palette,
      List<Path> files)
      throws IOException {
    TrendDrawing drawing = new TrendDrawing(title, lines, panels, palette);
    String words = title + ". " + String.join(" ", lines);
    files.add(RunPictures.write(dir.resolve(name + ".png"), Canvas.png(drawing)));
    files.add(RunPictures.write(dir.resolve(name + ".svg"), Canvas.svg(drawing, words)));
  }

  /** A file's name: names of other people's benchmarks may hold anything. */
  private static String unique(TrendLine line, Set<String> names) {
    String text =
        (line.name() + "-jdk" + line.place().jdk())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String plain = text.substring(0, Math.min(LONGEST_NAME, text.length()));
    String name = plain;
    for (int i = 2; !names.add(name); i++) {
      name = plain + "-" + i;
    }
    return name;
  }

  private static String plain(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip();
    int length = line.codePointCount(0, line.length());
    return length <= LONGEST_LINE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_LINE - 1)) + "…";
  }
}
