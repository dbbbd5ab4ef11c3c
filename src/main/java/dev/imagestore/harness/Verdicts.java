package dev.imagestore.harness;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonOptions;
import dev.imagestore.analysis.ComparisonUnpaired;
import dev.imagestore.analysis.Comparisons;
import dev.imagestore.analysis.PairedFindings;
import dev.imagestore.input.BadInputException;
import dev.imagestore.render.Numbers;
import dev.imagestore.result.Key;
import dev.imagestore.result.ResultFile;
import dev.imagestore.stats.ControlVerdict;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.PairFinding;
import dev.imagestore.stats.PairRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a tracked run found: each target against the baseline, by their pairs of forks. */
final class Verdicts {
  private final Journal journal;
  private final TargetFiles files;
  private final double threshold;
  private final double mustSee;
  private final PairTable table;
  private final PairTable.Judged judged;
  private final Engine engine;

  /** Judges what there is, once and for all. */
  Verdicts(
      Journal journal,
      TargetFiles files,
      PairTable table,
      Engine engine,
      double threshold,
      double mustSee)
      throws IOException {
    this.journal = journal;
    this.files = files;
    this.table = table;
    this.engine = engine;
    this.threshold = threshold;
    this.mustSee = mustSee;
    this.judged = table.judge(1);
  }

  /** One comparison for each target but the baseline and the controls, in their order. */
  List<Comparison> comparisons() throws IOException {
    List<Comparison> all = new ArrayList<>();
    for (int target = 1; target < targets().size(); target++) {
      if (!targets().get(target).isControl()) {
        all.add(told(target, compare(target)));
      }
    }
    return all;
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

  // Pairs

  private Comparison compare(int target) throws IOException {
    Optional<ResultFile> base = files.of(0);
    Optional<ResultFile> next = files.of(target);
    String obstacle = "";
    if (base.isPresent() && next.isPresent()) {
      try {
        return Comparisons.compare(base.get(), next.get(), threshold, mustSee, paired(target));
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
        new ComparisonOptions(threshold, mustSee, false, true),
        obstacle.isEmpty() ? List.of() : List.of(obstacle),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        unpaired,
        List.of(),
        List.of(),
        List.of());
  }

  private PairedFindings paired(int target) {
    Map<Key, PairedFindings.Row> rows = new HashMap<>();
    Map<String, PairFinding> benchmarks = new HashMap<>();
    List<PairTable.Cell> cells = List.copyOf(judged.rows().keySet());
    for (int i = 0; i < cells.size(); i++) {
      PairTable.Cell cell = cells.get(i);
      PairFinding finding = judged.findings().rows().get(i);
      Optional<Key> key = table.key(cell.configuration());
      if (cell.target() == target && key.isPresent()) {
        rows.put(key.get(), new PairedFindings.Row(finding, secondsMore(cell, finding)));
        PairFinding benchmark = judged.findings().benchmarks().get(table.benchmark(cell));
        if (benchmark != null) {
          benchmarks.put(key.get().shortName(), benchmark);
        }
      }
    }
    return new PairedFindings(rows, benchmarks);
  }

  private double secondsMore(PairTable.Cell cell, PairFinding finding) {
    return finding.pairsToMustSee() < 0
        ? Double.NaN
        : finding.pairsToMustSee() * engine.seconds(table.next(cell.configuration()));
  }

  private static List<ComparisonUnpaired> lone(ResultFile file, String other) {
    return file.results().stream()
        .map(result -> new ComparisonUnpaired(result.key(), file.name(), "not in " + other))
        .toList();
  }

  // Controls

  /** A control and what became of it. */
  private record Control(ControlVerdict verdict, String words) {}

  private List<Control> controls() {
    List<Control> controls = new ArrayList<>();
    List<PairTable.Cell> cells = List.copyOf(judged.rows().keySet());
    for (int i = 0; i < cells.size(); i++) {
      PairTable.Cell cell = cells.get(i);
      PairRow row = judged.rows().get(cell);
      if (row.isControl()) {
        PairFinding finding = judged.findings().rows().get(i);
        ControlVerdict verdict = ControlVerdict.of(row, finding, mustSee);
        controls.add(
            new Control(
                verdict,
                "%s, %s: %s %s"
                    .formatted(
                        row.truth() == 0
                            ? "the baseline again"
                            : Numbers.threshold(targets().get(cell.target()).control())
                                + " planted",
                        name(cell.configuration()),
                        ratio(finding.ratio()),
                        verdict)));
      }
    }
    return controls;
  }

  private String name(int configuration) {
    return table
        .key(configuration)
        .map(key -> Key.names(List.of(key)).get(key))
        .orElse(journal.manifest().configurations().get(configuration));
  }

  private static String ratio(Estimate ratio) {
    return ratio.hasInterval()
        ? "× %s (%s to %s),"
            .formatted(
                Numbers.digits(ratio.value(), 4),
                Numbers.digits(ratio.low(), 4),
                Numbers.digits(ratio.high(), 4))
        : "too few pairs,";
  }

  // Words

  private Comparison told(int target, Comparison c) throws IOException {
    List<Control> controls = controls();
    List<String> failures = new ArrayList<>(problems(0));
    failures.addAll(problems(target));
    controls.stream()
        .filter(control -> control.verdict() == ControlVerdict.FAILED)
        .forEach(
            control ->
                failures.add("A control failed, trust no verdict here: " + control.words() + "."));
    List<String> warnings = new ArrayList<>();
    for (String repeat : journal.repeats()) {
      warnings.add("Forks failed and were run once more: " + repeat + ".");
    }
    warnings.addAll(c.warnings());
    return new Comparison(
        c.base(),
        c.next(),
        c.options(),
        warnings,
        c.differences(),
        c.rows(),
        c.exact(),
        c.means(),
        reasons(target, c),
        c.otherMetrics(),
        controls.stream().map(control -> control.words() + ".").toList(),
        failures);
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
        Integer configuration = files.configurations(has).get(row.key());
        Optional<String> reason =
            configuration == null ? Optional.empty() : journal.failure(lacks, configuration);
        why += reason.or(() -> journal.lost(lacks)).map(text -> ": " + text).orElse("");
      }
      told.add(new ComparisonUnpaired(row.key(), row.file(), why));
    }
    return told;
  }
}
