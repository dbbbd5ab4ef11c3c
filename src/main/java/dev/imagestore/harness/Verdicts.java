package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.report.Comparison;
import dev.imagestore.report.ComparisonOptions;
import dev.imagestore.report.ComparisonRow;
import dev.imagestore.report.ComparisonUnpaired;
import dev.imagestore.report.Comparisons;
import dev.imagestore.report.Numbers;
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
 * What a tracked run found: each arm against the baseline, by {@code compare}'s procedure.
 *
 * <p><b>Extra rounds and error rates</b> After the rounds that were asked for, the figures are
 * looked at; what is still undecided may get more, and is looked at again, any number of times.
 * Look j spends 1/2<sup>j</sup> of the probability of a false alarm that {@link ForkComparison} has
 * for a table, the first look too, whether or not another follows: all looks that there can ever be
 * together spend no more than all of it. What a look calls slower or faster stays so called. That
 * the looks decide who gets more forks does no harm: for a row without a change to be called
 * changed, its p at some look must be below that look's part divided by the number of such rows
 * (Holm's argument), and the sum of these probabilities over the looks and rows is at most the
 * whole, whatever decided which of them were taken. For this a row must have one p a look; so a
 * configuration that is undecided on one arm gets its extra rounds on all arms, which also keeps
 * each comparison to forks that ran side by side. The price is that the first look has half of the
 * probability: with six rounds the smallest effect that is found is 5 to 10 % larger.
 */
final class Verdicts {
  /** 2 to the power of this many looks is as good as nothing to spend. */
  private static final int MOST_LOOKS = 30;

  private final Journal journal;
  private final ArmFiles files;
  private final double threshold;

  Verdicts(Journal journal, ArmFiles files, double threshold) {
    this.journal = journal;
    this.files = files;
    this.threshold = threshold;
  }

  /** One comparison for each arm but the baseline, in their order. */
  List<Comparison> comparisons() throws IOException {
    List<Comparison> all = new ArrayList<>();
    for (int arm = 1; arm < arms().size(); arm++) {
      all.add(compare(arm));
    }
    List<String> noise = noise(all);
    List<Comparison> told = new ArrayList<>();
    for (int arm = 1; arm < arms().size(); arm++) {
      List<String> warnings = new ArrayList<>(warnings(arm));
      if (!arms().get(arm).again()) {
        warnings.addAll(noise);
      } else {
        warnings.add(ofItself(all.get(arm - 1)));
      }
      warnings.addAll(all.get(arm - 1).warnings());
      told.add(with(all.get(arm - 1), warnings, reasons(arm, all.get(arm - 1))));
    }
    return told;
  }

  /**
   * Configurations that are undecided on some arm. The baseline against itself does not count where
   * there is anything else to compare.
   */
  List<Integer> undecided() throws IOException {
    boolean onlyItself = arms().stream().skip(1).allMatch(Header.ArmHeader::again);
    TreeSet<Integer> undecided = new TreeSet<>();
    for (int arm = 1; arm < arms().size(); arm++) {
      if (arms().get(arm).again() && !onlyItself) {
        continue;
      }
      Map<Key, Integer> configurations = configurations(0);
      for (ComparisonRow row : compare(arm).rows()) {
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
    for (int arm = 0; arm < arms().size(); arm++) {
      problems.addAll(problems(arm));
    }
    return problems;
  }

  private List<String> problems(int arm) {
    String name = arms().get(arm).name();
    List<String> problems = new ArrayList<>();
    journal.lost(arm).ifPresent(reason -> problems.add(name + ": " + reason + "."));
    List<String> configurations = journal.header().configurations();
    for (int c = 0; c < configurations.size(); c++) {
      String configuration = configurations.get(c);
      journal
          .failure(arm, c)
          .ifPresent(
              reason -> problems.add(name + " failed at " + configuration + ": " + reason + "."));
    }
    return problems;
  }

  private List<Header.ArmHeader> arms() {
    return journal.header().arms();
  }

  // Looks

  private Comparison compare(int arm) throws IOException {
    List<Look> looks = journal.looks();
    Map<Key, ComparisonRow> decided = new HashMap<>();
    for (int i = 0; i < looks.size(); i++) {
      for (ComparisonRow row : compare(arm, looks.get(i).first(), i + 1).rows()) {
        Verdict verdict = row.finding().verdict();
        if (verdict == Verdict.SLOWER || verdict == Verdict.FASTER) {
          decided.putIfAbsent(row.key(), row);
        }
      }
    }
    Comparison last = compare(arm, Integer.MAX_VALUE, looks.size() + 1);
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
   * One look.
   *
   * @param end the first round that does not count
   * @param look from 1
   */
  private Comparison compare(int arm, int end, int look) throws IOException {
    ComparisonOptions options =
        new ComparisonOptions(threshold, false, 1 << Math.min(look, MOST_LOOKS));
    Optional<ResultFile> base = files.of(0, end);
    Optional<ResultFile> next = files.of(arm, end);
    String obstacle = "";
    if (base.isPresent() && next.isPresent()) {
      try {
        return Comparisons.compare(base.get(), next.get(), options);
      } catch (BadInputException e) {
        obstacle = e.getMessage();
      }
    }
    List<ComparisonUnpaired> unpaired = new ArrayList<>();
    base.ifPresent(file -> unpaired.addAll(lone(file, arms().get(arm).name())));
    next.ifPresent(file -> unpaired.addAll(lone(file, arms().get(0).name())));
    return new Comparison(
        arms().get(0).name(),
        arms().get(arm).name(),
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
  private List<ComparisonUnpaired> reasons(int arm, Comparison comparison) throws IOException {
    Map<String, Integer> names = new LinkedHashMap<>();
    names.put(arms().get(0).name(), 0);
    names.put(arms().get(arm).name(), arm);
    List<ComparisonUnpaired> told = new ArrayList<>();
    for (ComparisonUnpaired row : comparison.unpaired()) {
      Integer has = names.get(row.file());
      int lacks = has != null && has == 0 ? arm : 0;
      String why = row.why();
      if (has != null && why.equals("not in " + arms().get(lacks).name())) {
        Integer configuration = configurations(has).get(row.key());
        Optional<String> reason =
            configuration == null ? Optional.empty() : journal.failure(lacks, configuration);
        why += reason.or(() -> journal.lost(lacks)).map(text -> ": " + text).orElse("");
      }
      told.add(new ComparisonUnpaired(row.key(), row.file(), why));
    }
    return told;
  }

  /** Configurations by the key of their results on an arm. */
  private Map<Key, Integer> configurations(int arm) throws IOException {
    Map<Key, Integer> configurations = new HashMap<>();
    Optional<ResultFile> file = files.of(arm, Integer.MAX_VALUE);
    if (file.isPresent()) {
      List<Integer> measured =
          IntStream.range(0, journal.header().configurations().size())
              .filter(c -> !journal.forks(arm, c, Integer.MAX_VALUE).isEmpty())
              .boxed()
              .toList();
      for (int i = 0; i < measured.size(); i++) {
        configurations.putIfAbsent(file.get().results().get(i).key(), measured.get(i));
      }
    }
    return configurations;
  }

  private List<String> warnings(int arm) {
    List<String> warnings = new ArrayList<>(problems(0));
    warnings.addAll(problems(arm));
    int rounds = journal.header().rounds();
    if (rounds < ForkComparison.FEWEST_FORKS) {
      warnings.add(fewRounds(rounds));
    }
    for (Look look : journal.looks()) {
      warnings.add(
          look.configurations().size()
              + " of "
              + journal.header().configurations().size()
              + " configurations were undecided after round "
              + look.first()
              + " and got up to "
              + look.rounds()
              + " more, on all arms. Each look at the figures spends half of what is left of the"
              + " probability of a false alarm, so that the rates below hold for all looks"
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
    for (int arm = 1; arm < arms().size(); arm++) {
      Comparison comparison = all.get(arm - 1);
      if (!arms().get(arm).again() || comparison.rows().isEmpty()) {
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
