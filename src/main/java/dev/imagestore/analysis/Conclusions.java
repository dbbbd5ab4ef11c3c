package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What can be said about a run in words: which backend is fastest at which number of images, and
 * from where on one overtakes another. Said only where intervals have no point in common. The
 * control is left out: it is the limit of the machine, not a choice.
 *
 * @param contests one for each thing that was measured
 */
public record Conclusions(List<Contest> contests) {
  /** Copies the list. */
  public Conclusions {
    contests = List.copyOf(contests);
  }

  /**
   * How the backends did at one thing.
   *
   * @param what begins a sentence
   * @param fastest by number of images
   * @param overtakings who gets past whom
   */
  public record Contest(
      String what, NavigableMap<Long, Fastest> fastest, List<Overtaking> overtakings) {
    /** Copies the maps. */
    public Contest {
      fastest = new TreeMap<>(fastest);
      overtakings = List.copyOf(overtakings);
    }
  }

  /**
   * Who may be fastest at one number of images.
   *
   * @param backends the one with the shortest time, and all whose intervals have points in common
   *     with its; empty where the shortest time has no interval
   * @param all true if these are all that there are, so that nobody can be told to be faster
   */
  public record Fastest(List<String> backends, boolean all) {
    /** Copies the list. */
    public Fastest {
      backends = List.copyOf(backends);
    }
  }

  /**
   * One backend gets past another.
   *
   * @param winner is faster from {@code from} images on, up to the largest number measured
   * @param loser the other
   * @param from the smallest such number
   * @param wasBehind true if the loser was faster at a smaller number; false if there the intervals
   *     have points in common
   * @param most the largest number measured
   * @param times as fast as the loser the winner is at {@code most}
   */
  public record Overtaking(
      String winner, String loser, long from, boolean wasBehind, long most, double times) {}

  /** Finds what can be said. */
  public static Conclusions of(RunSummary figures) {
    Map<String, NavigableMap<Long, Map<String, Estimate>>> times = new LinkedHashMap<>();
    boolean datasets =
        figures.rows().stream().map(r -> r.table().param(Names.DATASET)).distinct().count() > 1;
    for (Row row : figures.rows()) {
      if (!row.backend().equals(Names.CONTROL)) {
        times
            .computeIfAbsent(what(row, datasets), w -> new TreeMap<>())
            .computeIfAbsent(images(row), c -> new LinkedHashMap<>())
            .putIfAbsent(row.backend(), row.secondsPerOperation());
      }
    }
    List<Contest> contests = new ArrayList<>();
    times.forEach(
        (what, byImages) -> {
          Set<String> backends = new LinkedHashSet<>();
          byImages.values().forEach(m -> backends.addAll(m.keySet()));
          if (backends.size() > 1) {
            contests.add(new Contest(what, fastest(byImages), overtakings(backends, byImages)));
          }
        });
    return new Conclusions(contests);
  }

  /** One image stored is the beginning of the curve of many images stored. */
  private static String what(Row row, boolean datasets) {
    Key table = row.table();
    StringBuilder what =
        new StringBuilder(
            row.operation()
                .map(o -> o == Workload.STORE_SINGLE ? Workload.STORE_MANY : o)
                .map(Workload::words)
                .orElse(table.shortName()));
    if (datasets) {
      what.append(", ").append(table.param(Names.DATASET));
    }
    String durability = table.param(Names.DURABILITY);
    if (!durability.isEmpty() && !durability.equals("none")) {
      what.append(", durability ").append(durability);
    }
    table.others().forEach((name, value) -> what.append(", " + name + " " + value));
    if (table.threads() != 1) {
      what.append(", ").append(table.threads()).append(" threads");
    }
    if (!table.mode().equals("thrpt")) {
      what.append(" (mode ").append(table.mode()).append(')');
    }
    return what.toString();
  }

  private static long images(Row row) {
    return row.operation().map(o -> o.imagesInStore(row.cutoff())).orElse(row.cutoff());
  }

  private static NavigableMap<Long, Fastest> fastest(
      NavigableMap<Long, Map<String, Estimate>> times) {
    NavigableMap<Long, Fastest> fastest = new TreeMap<>();
    times.forEach(
        (images, byBackend) -> {
          Estimate best =
              byBackend.values().stream()
                  .min(Comparator.comparingDouble(Estimate::value))
                  .orElseThrow();
          List<String> backends = new ArrayList<>();
          if (best.hasInterval()) {
            byBackend.entrySet().stream()
                .filter(e -> !e.getValue().isApartFrom(best))
                .map(Map.Entry::getKey)
                .forEach(backends::add);
          }
          if (byBackend.size() > 1) {
            fastest.put(images, new Fastest(backends, backends.size() == byBackend.size()));
          }
        });
    return fastest;
  }

  private static List<Overtaking> overtakings(
      Set<String> backends, NavigableMap<Long, Map<String, Estimate>> times) {
    List<Overtaking> overtakings = new ArrayList<>();
    for (String winner : backends) {
      for (String loser : backends) {
        if (!winner.equals(loser)) {
          overtaking(winner, loser, times, overtakings);
        }
      }
    }
    return overtakings;
  }

  private static void overtaking(
      String winner,
      String loser,
      NavigableMap<Long, Map<String, Estimate>> times,
      List<Overtaking> into) {
    long from = 0;
    long most = 0;
    double ratio = 0;
    boolean wasBehind = false;
    boolean before = false;
    for (var entry : times.descendingMap().entrySet()) {
      Estimate one = entry.getValue().get(winner);
      Estimate other = entry.getValue().get(loser);
      if (one == null || other == null) {
        continue;
      }
      boolean apart = one.isApartFrom(other);
      boolean ahead = apart && one.value() < other.value();
      if (!before && ahead) {
        from = entry.getKey();
        if (most == 0) {
          most = from;
          ratio = other.value() / one.value();
        }
      } else {
        before = true;
        wasBehind |= apart && !ahead;
      }
    }
    if (most > 0 && before) {
      into.add(new Overtaking(winner, loser, from, wasBehind, most, ratio));
    }
  }
}
