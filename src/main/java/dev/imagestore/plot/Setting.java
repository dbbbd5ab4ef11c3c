package dev.imagestore.plot;

import dev.imagestore.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What one picture holds constant.
 *
 * @param dataset as the results name it; empty where they don't
 * @param durability empty for reading
 * @param threads threads of the benchmark
 * @param others further parameters by name
 */
record Setting(String dataset, String durability, int threads, SortedMap<String, String> others) {
  private static final int LONGEST_SUFFIX = 60;

  static Setting of(Row row) {
    var series = row.series();
    return new Setting(series.dataset(), series.durability(), series.threads(), series.others());
  }

  /** True if {@code reading} measured the same; reading has no durability. */
  boolean goesWith(Setting reading) {
    return reading.equals(new Setting(dataset, "", threads, others));
  }

  /** What sets this apart from {@code first}, fit for a file's name; empty for {@code first}. */
  String suffix(Setting first) {
    List<String> parts = new ArrayList<>();
    if (!dataset.equals(first.dataset)) {
      parts.add(dataset);
    }
    if (!durability.equals(first.durability)) {
      parts.add(durability);
    }
    if (threads != first.threads) {
      parts.add(threads + "-threads");
    }
    others.forEach(
        (name, value) -> {
          if (!value.equals(first.others.get(name))) {
            parts.add(name + "-" + value);
          }
        });
    // Names of other people's parameters may hold anything, path separators too.
    String text = String.join("-", parts).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return text.substring(0, Math.min(LONGEST_SUFFIX, text.length())).replaceAll("^-|-$", "");
  }
}
