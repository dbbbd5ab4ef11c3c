package dev.imagestore.plot;

import dev.imagestore.analysis.TrendChange;
import dev.imagestore.analysis.TrendJdks;
import dev.imagestore.analysis.TrendLine;
import dev.imagestore.analysis.TrendPoint;
import dev.imagestore.analysis.TrendVerdict;
import dev.imagestore.stats.Estimate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is to be seen of one configuration over time, before anything is drawn: data only.
 *
 * @param title the configuration
 * @param subject decides colour and marker: a backend's name
 * @param runs one figure per run, in the order of time, in the unit of the axis
 * @param names of the runs: dates, or JDKs
 * @param levels what stands for the runs between two changes
 * @param changes indices of the first runs of new levels
 * @param alarm true if the last run is slower by more than the threshold
 * @param whole what figures are parts of, in words; empty if they are seconds
 * @param intervals true if they are to be seen however small the panel is
 * @param low lower end of the vertical axis
 * @param high its upper end
 */
record TrendPanel(
    String title,
    String subject,
    List<Estimate> runs,
    List<String> names,
    List<TrendLine.Level> levels,
    List<Integer> changes,
    boolean alarm,
    String whole,
    boolean intervals,
    double low,
    double high) {
  /** Half of what an axis shows at least, as a part of the level: noise must not fill a picture. */
  private static final double LEAST = 0.1;

  /** Room beyond the outermost figures, as a part of what is shown. */
  private static final double MARGIN = 0.08;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  TrendPanel {
    runs = List.copyOf(runs);
    names = List.copyOf(names);
    levels = List.copyOf(levels);
    changes = List.copyOf(changes);
  }

  /** True if figures are parts of something, false if they are seconds. */
  boolean isRelative() {
    return !whole.isEmpty();
  }

  /** In seconds. */
  static TrendPanel inSeconds(TrendLine line) {
    return of(line, 1, "");
  }

  /** As multiples of the current level's end. */
  static TrendPanel relative(TrendLine line) {
    List<TrendLine.Level> levels = line.levels();
    return of(line, 1 / levels.get(levels.size() - 1).last(), "level");
  }

  /** JDKs side by side, as multiples of the oldest. */
  static TrendPanel of(TrendJdks row) {
    List<Estimate> ratios = new ArrayList<>();
    List<String> names = new ArrayList<>();
    double low = 1 - LEAST;
    double high = 1 + LEAST;
    for (TrendJdks.Cell cell : row.cells()) {
      // The oldest against itself is 1, without an interval.
      Estimate ratio =
          ratios.isEmpty()
              ? new Estimate(1, Double.NaN, Double.NaN, cell.ratio().samples())
              : cell.ratio();
      ratios.add(ratio);
      names.add("JDK " + cell.feature());
      // An interval may be far wider than what is to be seen.
      low = Math.min(low, Math.max(ratio.hasInterval() ? ratio.low() : 1, ratio.value() * 0.7));
      high = Math.max(high, Math.min(ratio.hasInterval() ? ratio.high() : 1, ratio.value() * 1.3));
    }
    double room = MARGIN * (high - low);
    return new TrendPanel(
        row.name(),
        row.key().variant(),
        ratios,
        names,
        List.of(new TrendLine.Level(0, ratios.size(), 1, 1)),
        List.of(),
        false,
        names.get(0),
        true,
        Math.max(0, low - room),
        high + room);
  }

  private static TrendPanel of(TrendLine line, double factor, String whole) {
    List<Estimate> runs = new ArrayList<>();
    List<String> dates = new ArrayList<>();
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (TrendPoint point : line.points()) {
      Estimate run = point.seconds().times(factor);
      runs.add(run);
      dates.add(DATE.format(point.run().started()));
      low = Math.min(low, run.value());
      high = Math.max(high, run.value());
    }
    List<TrendLine.Level> levels =
        line.levels().stream()
            .map(l -> new TrendLine.Level(l.from(), l.to(), l.first() * factor, l.last() * factor))
            .toList();
    double level = levels.get(levels.size() - 1).last();
    low = Math.min(low, level * (1 - LEAST));
    high = Math.max(high, level * (1 + LEAST));
    double room = MARGIN * (high - low);
    return new TrendPanel(
        line.name(),
        line.key().variant(),
        runs,
        dates,
        levels,
        line.changes().stream().map(TrendChange::index).toList(),
        line.newest().map(TrendVerdict::regression).orElse(false),
        whole,
        false,
        Math.max(0, low - room),
        high + room);
  }
}
