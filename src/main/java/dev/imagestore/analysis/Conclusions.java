package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.ForkPair;
import dev.imagestore.stats.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run says: which backend is fastest at which number of images, and from where on one
 * overtakes another. Who is faster is decided as {@link Comparisons} decide it, by {@link
 * ForkComparison} over the forks of the two, all pairs of the run being one table. A row whose
 * interval is wider than {@link #WIDEST} is not ranked. The control is left out: it is the
 * baseline, not a choice.
 *
 * @param datasets true if the run has several, so that they must be named
 * @param contests one for each thing that was measured
 */
public record Conclusions(boolean datasets, List<Contest> contests) {
  /** An end of an interval that is further from the figure than this part of it says too little. */
  public static final double WIDEST = 0.25;

  /** Copies the list. */
  public Conclusions {
    contests = List.copyOf(contests);
  }

  /**
   * How the backends did at one thing.
   *
   * @param subject what was done, with what all have in common; one image stored is the beginning
   *     of the curve of many images stored
   * @param fastest by number of images
   * @param overtakings who gets past whom
   * @param unranked rows whose intervals are too wide
   */
  public record Contest(
      Key subject,
      NavigableMap<Long, Fastest> fastest,
      List<Overtaking> overtakings,
      List<Unranked> unranked) {
    /** Copies the collections. */
    public Contest {
      fastest = new TreeMap<>(fastest);
      overtakings = List.copyOf(overtakings);
      unranked = List.copyOf(unranked);
    }
  }

  /**
   * Who may be fastest at one number of images.
   *
   * @param backends the one with the shortest time, and all that are not surely slower; empty where
   *     there are too few forks to tell
   * @param all true if these are all that are ranked, so that none can be told to be faster
   * @param partial true if a backend is not ranked there, which may be faster still
   */
  public record Fastest(List<String> backends, boolean all, boolean partial) {
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
   * @param wasBehind true if the loser was faster at a smaller number; false if there is no sure
   *     difference
   * @param most the largest number measured
   * @param times as fast as the loser the winner is at {@code most}
   */
  public record Overtaking(
      String winner, String loser, long from, boolean wasBehind, long most, double times) {}

  /**
   * A row that is not ranked.
   *
   * @param backend how the images were kept
   * @param images how many
   * @param seconds of an operation
   */
  public record Unranked(String backend, long images, Estimate seconds) {}

  /** Two backends at one thing and number of images, the first before the second in the run. */
  private record Match(Key subject, long images, String one, String other) {}

  /** Finds what can be said. */
  public static Conclusions of(RunSummary run) {
    Map<Key, NavigableMap<Long, Map<String, Row>>> subjects = new LinkedHashMap<>();
    Map<Key, List<Unranked>> unranked = new HashMap<>();
    for (Row row : run.rows()) {
      if (row.backend().equals(Names.CONTROL)) {
        continue;
      }
      Key subject = subject(row);
      NavigableMap<Long, Map<String, Row>> byImages =
          subjects.computeIfAbsent(subject, s -> new TreeMap<>());
      if (isTooWide(row.secondsPerOperation())) {
        unranked
            .computeIfAbsent(subject, s -> new ArrayList<>())
            .add(new Unranked(row.backend(), images(row), row.secondsPerOperation()));
      } else {
        byImages
            .computeIfAbsent(images(row), i -> new LinkedHashMap<>())
            .putIfAbsent(row.backend(), row);
      }
    }
    Matches matches = Matches.of(subjects);
    List<Contest> contests = new ArrayList<>();
    subjects.forEach(
        (subject, byImages) -> {
          Set<String> backends = new LinkedHashSet<>();
          byImages.values().forEach(rows -> backends.addAll(rows.keySet()));
          List<Unranked> wide = unranked.getOrDefault(subject, List.of());
          if (backends.size() > 1 || !wide.isEmpty()) {
            contests.add(
                new Contest(
                    subject,
                    fastest(subject, byImages, matches, wide),
                    overtakings(subject, backends, byImages, matches),
                    wide));
          }
        });
    boolean datasets =
        run.rows().stream().map(r -> r.table().param(Names.DATASET)).distinct().count() > 1;
    return new Conclusions(datasets, contests);
  }

  private static boolean isTooWide(Estimate seconds) {
    return seconds.hasInterval()
        && (seconds.high() > (1 + WIDEST) * seconds.value()
            || seconds.low() < (1 - WIDEST) * seconds.value());
  }

  private static Key subject(Row row) {
    Key table = row.table();
    SortedMap<String, String> params = new TreeMap<>(table.params());
    params.remove(Names.DURABILITY, "none");
    return new Key(
        row.operation()
            .filter(o -> o == Workload.STORE_SINGLE)
            .map(o -> Workload.STORE_MANY.benchmark())
            .or(() -> row.operation().map(Workload::benchmark))
            .orElse(table.benchmark()),
        table.mode(),
        table.threads(),
        params);
  }

  private static long images(Row row) {
    return row.operation().map(o -> o.imagesInStore(row.cutoff())).orElse(row.cutoff());
  }

  /** Every two backends that did the same, judged as one table. */
  private record Matches(Map<Match, ForkFinding> findings) {
    static Matches of(Map<Key, NavigableMap<Long, Map<String, Row>>> subjects) {
      List<Match> matches = new ArrayList<>();
      List<ForkPair> pairs = new ArrayList<>();
      subjects.forEach(
          (subject, byImages) ->
              byImages.forEach(
                  (images, rows) -> {
                    List<String> backends = List.copyOf(rows.keySet());
                    for (int i = 0; i < backends.size(); i++) {
                      for (int k = i + 1; k < backends.size(); k++) {
                        matches.add(new Match(subject, images, backends.get(i), backends.get(k)));
                        pairs.add(
                            new ForkPair(
                                forks(rows.get(backends.get(i))),
                                forks(rows.get(backends.get(k)))));
                      }
                    }
                  }));
      List<ForkFinding> judged =
          new ForkComparison(ComparisonOptions.DEFAULT_THRESHOLD).compare(pairs);
      Map<Match, ForkFinding> findings = new HashMap<>();
      for (int i = 0; i < matches.size(); i++) {
        findings.put(matches.get(i), judged.get(i));
      }
      return new Matches(findings);
    }

    /** None where JMH's score is all there is, or a fork has no time. */
    private static double[] forks(Row row) {
      Measurement measurement = Measurement.of(row.result());
      double[] seconds = measurement.seconds();
      boolean timed = Arrays.stream(seconds).allMatch(s -> s > 0 && Double.isFinite(s));
      return measurement.sampled() && timed ? seconds : new double[0];
    }

    /** How {@code other} compares with {@code one}; empty where one of them was not measured. */
    Optional<Verdict> verdict(Key subject, long images, String one, String other) {
      ForkFinding finding = findings.get(new Match(subject, images, one, other));
      if (finding != null) {
        return Optional.of(finding.verdict());
      }
      return Optional.ofNullable(findings.get(new Match(subject, images, other, one)))
          .map(ForkFinding::verdict)
          .map(
              verdict ->
                  switch (verdict) {
                    case SLOWER -> Verdict.FASTER;
                    case FASTER -> Verdict.SLOWER;
                    default -> verdict;
                  });
    }
  }

  private static NavigableMap<Long, Fastest> fastest(
      Key subject,
      NavigableMap<Long, Map<String, Row>> byImages,
      Matches matches,
      List<Unranked> unranked) {
    NavigableMap<Long, Fastest> fastest = new TreeMap<>();
    byImages.forEach(
        (images, rows) -> {
          if (rows.size() > 1) {
            String best =
                rows.values().stream()
                    .min(Comparator.comparingDouble(r -> r.secondsPerOperation().value()))
                    .orElseThrow()
                    .backend();
            List<String> candidates = new ArrayList<>();
            boolean told = false;
            for (String backend : rows.keySet()) {
              Verdict verdict =
                  matches.verdict(subject, images, best, backend).orElse(Verdict.UNDECIDED);
              told |= !backend.equals(best) && verdict.isGiven();
              if (verdict != Verdict.SLOWER) {
                candidates.add(backend);
              }
            }
            fastest.put(
                images,
                new Fastest(
                    told ? candidates : List.of(),
                    candidates.size() == rows.size(),
                    unranked.stream().anyMatch(u -> u.images() == images)));
          }
        });
    return fastest;
  }

  private static List<Overtaking> overtakings(
      Key subject,
      Set<String> backends,
      NavigableMap<Long, Map<String, Row>> byImages,
      Matches matches) {
    List<Overtaking> overtakings = new ArrayList<>();
    for (String winner : backends) {
      for (String loser : backends) {
        if (!winner.equals(loser)) {
          overtaking(subject, winner, loser, byImages, matches).ifPresent(overtakings::add);
        }
      }
    }
    return overtakings;
  }

  private static Optional<Overtaking> overtaking(
      Key subject,
      String winner,
      String loser,
      NavigableMap<Long, Map<String, Row>> byImages,
      Matches matches) {
    long from = 0;
    long most = 0;
    double ratio = 0;
    boolean wasBehind = false;
    boolean before = false;
    for (var entry : byImages.descendingMap().entrySet()) {
      long images = entry.getKey();
      Optional<Verdict> verdict = matches.verdict(subject, images, loser, winner);
      if (verdict.isEmpty()) {
        continue;
      }
      if (!before && verdict.get() == Verdict.FASTER) {
        from = images;
        if (most == 0) {
          most = images;
          ratio =
              entry.getValue().get(loser).secondsPerOperation().value()
                  / entry.getValue().get(winner).secondsPerOperation().value();
        }
      } else {
        before = true;
        wasBehind |= verdict.get() == Verdict.SLOWER;
      }
    }
    return most > 0 && before
        ? Optional.of(new Overtaking(winner, loser, from, wasBehind, most, ratio))
        : Optional.empty();
  }
}
