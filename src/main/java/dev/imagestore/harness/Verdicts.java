package dev.imagestore.harness;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonOptions;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.analysis.ComparisonUnpaired;
import dev.imagestore.analysis.Comparisons;
import dev.imagestore.input.BadInputException;
import dev.imagestore.render.Numbers;
import dev.imagestore.result.Key;
import dev.imagestore.result.ResultFile;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a tracked run found: each target against the baseline, by {@code compare}'s procedure.
 *
 * <p><b>Extra rounds and error rates</b> After the rounds that were asked for, the figures are
 * looked at; what is still undecided may get more, and is looked at again, any number of times.
 * Analysis j spends 1/2<sup>j</sup> of the probability of a false alarm that {@link ForkComparison} has
 * for a table, the first analysis too, whether or not another follows: all analyses that there can ever be
 * together spend no more than all of it. What an analysis calls slower or faster stays so called. That
 * the analyses decide who gets more forks does no harm: for a row without a change to be called
 * changed, its p at some analysis must be below that analysis's part divided by the number of such rows
 * (Holm's argument), and the sum of these probabilities over the analyses and rows is at most the
 * whole, whatever decided which of them were taken. For this a row must have one p an analysis; so a
 * configuration that is undecided on one target gets its extra rounds on all targets, which also keeps
 * each comparison to forks that ran side by side. The price is that the first analysis has half of the
 * probability: with six rounds the smallest effect that is found is 5 to 10 % larger.
 */
final class Verdicts {
  /** 2 to the power of this many analyses is as good as nothing to spend. */
  private static final int MOST_ANALYSES = 30;

  private final Journal journal;
  private final TargetFiles files;
  private final double threshold;

  Verdicts(Journal journal, TargetFiles files, double threshold) {
    this.journal = journal;
    this.files = files;
    this.threshold = threshold;
  }

  /** One comparison for each target but the baseline, in their order. */
  List<Comparison> comparisons() throws IOException {
    List<Comparison> all = new ArrayList<>();
    for (int target = 1; target < targets().size(); target++) {
      all.add(compare(target));
    }
    List<String> noise = noise(all);
    List<Comparison> told = new ArrayList<>();
    for (int target = 1; target < targets().size(); target++) {
      List<String> warnings = new ArrayList<>(warnings(target));
      if (!targets().get(target).again()) {
        warnings.addAll(noise);
      } else {
        warnings.add(ofItself(all.get(target - 1)));
      }
      warnings.addAll(all.get(target - 1).warnings());
      told.add(with(all.get(target - 1), warnings, reasons(target, all.get(target - 1))));
    }
    return told;
  }

  /**
   * Configurations that are undecided on some target. The baseline against itself does not count where
   * there is anything else to compare.
   */
  List<Integer> undecided() throws IOException {
    boolean onlyItself = targets().stream().skip(1).allMatch(RunManifest.TargetEntry::again);
    TreeSet<Integer> undecided = new TreeSet<>();
    for (int target = 1; target < targets().size(); target++) {
      if (targets().get(target).again() && !onlyItself) {
        continue;
      }
      Map<Key, Integer> configurations = configurations(0);
      for (ComparisonRow row : compare(target).rows()) {
        if (row.finding().verdict() == Verdict.UNDECIDED) {
          undecided.add(configurations.get(row.key()));
        }
      }
    }
    return List.copyOf(undecided);
  }

  /** What could not be measured, a line each; empty if all was. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (int target = 0; target < targets().size(); target++) {
      problems.addAll(problems(target));
    }
    return problems;
  }

  private List<String> problems(int target) {
    String name = targets().get(target).name();
    List<String> problems = new ArrayList<>();
    journal.lost(target).ifPresent(reason -> problems.add(name + ": " + reason + "."));
    List<String> configurations = journal.manifest().configurations();
    for (int c = 0; c < configurations.size(); c++) {
      String configuration = configurations.get(c);
      journal
          .failure(target, c)
          .ifPresent(
              reason -> problems.add(name + " failed at " + configuration + ": " + reason + "."));
    }
    return problems;
  }

  private List<RunManifest.TargetEntry> targets() {
    return journal.manifest().targets();
  }

  // Looks

  private Comparison compare(int target) throws IOException {
    List<InterimAnalysis> analyses = journal.analyses();
    Map<Key, ComparisonRow> decided = new HashMap<>();
    for (int i = 0; i < analyses.size(); i++) {
      for (ComparisonRow row : compare(target, analyses.get(i).first(), i + 1).rows()) {
        Verdict verdict = row.finding().verdict();
        if (verdict == Verdict.SLOWER || verdict == Verdict.FASTER) {
          decided.putIfAbsent(row.key(), row);
        }
      }
    }
    Comparison last = compare(target, Integer.MAX_VALUE, analyses.size() + 1);
    return new Comparison(
        last.base(),
        last.next(),
        last.options(),
        last.warnings(),
        last.differences(),
        last.rows().stream().map(row -> decided.getOrDefault(row.key(), row)).toList(),
        last.exact(),
        last.means(),
        last.unpaired(),
        last.otherMetrics());
  }

  /**
   * One analysis.
   *
   * @param end the first round that does not count
   * @param analysis from 1
   */
  private Comparison compare(int target, int end, int analysis) throws IOException {
    ComparisonOptions options =
        new ComparisonOptions(threshold, false, 1 << Math.min(analysis, MOST_ANALYSES));
    Optional<ResultFile> base = files.of(0, end);
    Optional<ResultFile> next = files.of(target, end);
    String obstacle = "";
    if (base.isPresent() && next.isPresent()) {
      try {
        return Comparisons.compare(base.get(), next.get(), options);
      } catch (BadInputException e) {
        obstacle = e.getMessage();
      }
    }
    List<ComparisonUnpaired> unpaired = new ArrayList<>();
    base.ifPresent(file -> unpaired.addAll(lone(file, targets().get(target).name())));
    next.ifPresent(file -> unpaired.addAll(lone(file, targets().get(0).name())));
    return new Comparison(
        targets().get(0).name(),
        targets().get(target).name(),
        options,
        obstacle.isEmpty() ? List.of() : List.of(obstacle),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        unpaired,
        List.of());
  }

  private static List<ComparisonUnpaired> lone(ResultFile file, String other) {
    return file.results().stream()
        .map(result -> new ComparisonUnpaired(result.key(), file.name(), "not in " + other))
        .toList();
  }

  // Words

  private static Comparison with(
      Comparison c, List<String> warnings, List<ComparisonUnpaired> unpaired) {
    return new Comparison(
        c.base(),
        c.next(),
        c.options(),
        warnings,
        c.differences(),
        c.rows(),
        c.exact(),
        c.means(),
        unpaired,
        c.otherMetrics());
  }

  /** Says of each empty cell why it is empty. */
  private List<ComparisonUnpaired> reasons(int target, Comparison comparison) throws IOException {
    Map<String, Integer> names = new LinkedHashMap<>();
    names.put(targets().get(0).name(), 0);
    names.put(targets().get(target).name(), target);
    List<ComparisonUnpaired> told = new ArrayList<>();
    for (ComparisonUnpaired row : comparison.unpaired()) {
      Integer has = names.get(row.file());
      int lacks = has != null && has == 0 ? target : 0;
      String why = row.why();
      if (has != null && why.equals("not in " + targets().get(lacks).name())) {
        Integer configuration = configurations(has).get(row.key());
        Optional<String> reason =
            configuration == null ? Optional.empty() : journal.failure(lacks, configuration);
        why += reason.or(() -> journal.lost(lacks)).map(text -> ": " + text).orElse("");
      }
      told.add(new ComparisonUnpaired(row.key(), row.file(), why));
    }
    return told;
  }

  /** Configurations by the key of their results on a target. */
  private Map<Key, Integer> configurations(int target) throws IOException {
    Map<Key, Integer> configurations = new HashMap<>();
    Optional<ResultFile> file = files.of(target, Integer.MAX_VALUE);
    if (file.isPresent()) {
      List<Integer> measured =
          IntStream.range(0, journal.manifest().configurations().size())
              .filter(c -> !journal.forks(target, c, Integer.MAX_VALUE).isEmpty())
              .boxed()
              .toList();
      for (int i = 0; i < measured.size(); i++) {
        configurations.putIfAbsent(file.get().results().get(i).key(), measured.get(i));
      }
    }
    return configurations;
  }

  private List<String> warnings(int target) {
    List<String> warnings = new ArrayList<>(problems(0));
    warnings.addAll(problems(target));
    int rounds = journal.manifest().rounds();
    if (rounds < ForkComparison.FEWEST_FORKS) {
      warnings.add(fewRounds(rounds));
    }
    for (InterimAnalysis analysis : journal.analyses()) {
      warnings.add(
          analysis.configurations().size()
              + " of "
              + journal.manifest().configurations().size()
              + " configurations were undecided after round "
              + analysis.first()
              + " and got up to "
              + analysis.rounds()
              + " more, on all targets. Each interim analysis spends half of what is left of the"
              + " probability of a false alarm, so that the rates below hold for all analyses"
              + " together.");
    }
    return warnings;
  }

  /** What to say of too few rounds. */
  static String fewRounds(int rounds) {
    return (rounds == 1 ? "One round" : rounds + " rounds")
        + ": there is no verdict with fewer than "
        + ForkComparison.FEWEST_FORKS
        + "; --rounds 6 is better.";
  }

  private String ofItself(Comparison comparison) {
    List<String> different = different(comparison);
    return "A/A: "
        + comparison.next()
        + " is "
        + comparison.base()
        + " a second time, so that whatever is called different here is noise"
        + (different.isEmpty() ? ": nothing is." : ": " + String.join("; ", different) + ".");
  }

  /** What the comparison of the baseline with itself says about the others. */
  private List<String> noise(List<Comparison> all) {
    List<String> noise = new ArrayList<>();
    for (int target = 1; target < targets().size(); target++) {
      Comparison comparison = all.get(target - 1);
      if (!targets().get(target).again() || comparison.rows().isEmpty()) {
        continue;
      }
      List<String> different = different(comparison);
      if (!different.isEmpty()) {
        noise.add(
            "The noise floor is high: A/A, "
                + comparison.base()
                + " against itself, calls different: "
                + String.join("; ", different)
                + ". Trust no difference of that size.");
      }
    }
    return noise;
  }

  private static List<String> different(Comparison comparison) {
    return comparison.rows().stream()
        .filter(
            row ->
                row.finding().verdict() == Verdict.SLOWER
                    || row.finding().verdict() == Verdict.FASTER)
        .sorted(
            Comparator.comparingDouble(row -> -Math.abs(Math.log(row.finding().ratio().value()))))
        .map(row -> row.key().label() + " × " + Numbers.digits(row.finding().ratio().value(), 4))
        .toList();
  }
}
