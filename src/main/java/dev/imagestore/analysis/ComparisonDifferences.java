package dev.imagestore.analysis;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.RunSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what is not the same in two runs besides their figures, and says what to make of it. */
final class ComparisonDifferences {
  private static final String MACHINE =
      "another machine: a change of time says nothing about the software";
  private static final String SYSTEM = "system calls and the page cache may cost something else";
  private static final String STORAGE = "storing, and what a store takes on disk, depend on it";
  private static final String JVM = "a cause of changes, if it is not what you compare";
  private static final String CONDITION = "a possible cause of changes";
  private static final String LIBRARY = "a cause of changes in the backends that use it";
  private static final String SETTINGS = "a fork's figure is made otherwise: run both alike";
  private static final String UNKNOWN = "not known";
  private static final int SHOWN = 12;

  private final List<ComparisonDifference> found = new ArrayList<>();

  private ComparisonDifferences() {}

  /**
   * Compares what surrounds the figures.
   *
   * @param base with those of its results only that have a partner
   * @param next with the partners
   * @param datasets of these results; one that both know by a name is compared
   */
  static List<ComparisonDifference> of(ResultFile base, ResultFile next, Set<String> datasets) {
    ComparisonDifferences differences = new ComparisonDifferences();
    if (base.environment().isPresent() && next.environment().isPresent()) {
      differences.environments(base.environment().get(), next.environment().get(), datasets);
    }
    boolean described = base.environment().isPresent() && next.environment().isPresent();
    differences.settings(base.results(), next.results(), described);
    return differences.found;
  }

  private void environments(Environment base, Environment next, Set<String> datasets) {
    add(
        "schema",
        base.schema(),
        next.schema(),
        "the benchmarks measure something else: nothing can be concluded",
        true);
    for (String name : datasets) {
      dataset(name, base.datasets().get(name), next.datasets().get(name));
    }
    Environment.Machine from = base.machine();
    Environment.Machine to = next.machine();
    add("CPU", from.cpu(), to.cpu(), MACHINE);
    add("cores", from.cores(), to.cores(), MACHINE);
    add("memory", gigabytes(from.memoryBytes()), gigabytes(to.memoryBytes()), MACHINE);
    add("architecture", from.arch(), to.arch(), MACHINE);
    add("system", from.os() + " " + from.kernel(), to.os() + " " + to.kernel(), SYSTEM);
    Environment.WorkDirectory there = base.workDirectory();
    Environment.WorkDirectory here = next.workDirectory();
    add("file system", there.fileSystem(), here.fileSystem(), STORAGE);
    add("journal", there.journal(), here.journal(), STORAGE);
    add("mount options", there.options(), here.options(), STORAGE);
    add("JDK", jdk(base.jdk()), jdk(next.jdk()), JVM);
    add("collector", base.jdk().collector(), next.jdk().collector(), JVM);
    flags(base.jdk().flags(), next.jdk().flags());
    Set<String> libraries = new TreeSet<>(base.libraries().keySet());
    libraries.addAll(next.libraries().keySet());
    for (String library : libraries) {
      add(library, base.libraries().get(library), next.libraries().get(library), LIBRARY);
    }
    for (Map.Entry<String, String> condition : base.conditions().entrySet()) {
      String other = next.conditions().get(condition.getKey());
      if (other != null) {
        add(condition.getKey(), condition.getValue(), other, CONDITION);
      }
    }
    add("commit", base.commit(), next.commit(), "the suite's own code: see what changed there");
    add("kind of run", base.run().kind(), next.run().kind(), SETTINGS);
  }

  /** Without what both have, which is most and hides the rest. */
  private void flags(List<String> base, List<String> next) {
    List<String> before = without(base, next);
    List<String> after = without(next, base);
    if (before.isEmpty() && after.isEmpty()) {
      add("flags", flags(base), flags(next), JVM); // if they differ, in their order
    } else {
      add("flags", othersOrNone(before, base), othersOrNone(after, next), JVM);
    }
  }

  private static List<String> without(List<String> flags, List<String> others) {
    return flags.stream().filter(flag -> !others.contains(flag)).toList();
  }

  private static String othersOrNone(List<String> others, List<String> all) {
    return others.isEmpty() && !all.isEmpty() ? "those of both only" : flags(others);
  }

  private void dataset(String name, Environment.Dataset base, Environment.Dataset next) {
    if (base == null || next == null || base.fingerprint().equals(next.fingerprint())) {
      return;
    }
    boolean known = !base.fingerprint().isEmpty() && !next.fingerprint().isEmpty();
    String meaning;
    if (!known) {
      meaning = "whether these are the same images can't be checked";
    } else if (base.distinct() == next.distinct()) {
      meaning = "other images: their times can't be compared";
    } else {
      meaning = "other images: the largest cutoff decides how many; run the same cutoffs";
    }
    found.add(
        new ComparisonDifference("images of " + name, images(base), images(next), meaning, known));
  }

  /** What JMH itself says, which other people's files have too. */
  private void settings(List<BenchmarkResult> base, List<BenchmarkResult> next, boolean described) {
    add("JMH", base, next, RunSettings::jmhVersion, "JMH measures a little otherwise");
    if (!described) {
      add("JDK", base, next, r -> (r.vmName() + " " + r.vmVersion()).strip(), JVM);
      add("flags", base, next, r -> flags(r.jvmArgs()), JVM);
    }
    add("batch size", base, next, r -> String.valueOf(r.batchSize()), SETTINGS);
    add("warm-up", base, next, r -> iterations(r.warmupIterations(), r.warmupTime()), SETTINGS);
    add(
        "iterations",
        base,
        next,
        r -> iterations(r.measurementIterations(), r.measurementTime()),
        SETTINGS);
  }

  private void add(
      String what,
      List<BenchmarkResult> base,
      List<BenchmarkResult> next,
      Function<RunSettings, String> setting,
      String meaning) {
    add(what, all(base, setting), all(next, setting), meaning);
  }

  private void add(String what, Object base, Object next, String meaning) {
    add(what, base, next, meaning, false);
  }

  private void add(String what, Object base, Object next, String meaning, boolean refuses) {
    if (!Objects.equals(base, next)) {
      found.add(new ComparisonDifference(what, words(base), words(next), meaning, refuses));
    }
  }

  private static String all(List<BenchmarkResult> results, Function<RunSettings, String> setting) {
    return results.stream()
        .map(r -> setting.apply(r.run()))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" or "));
  }

  private static String words(Object value) {
    String text = String.valueOf(value).strip();
    return value == null || text.isEmpty() || text.equals("0") ? UNKNOWN : text;
  }

  private static String images(Environment.Dataset dataset) {
    String print = dataset.fingerprint();
    return String.format(Locale.ROOT, "%,d", dataset.distinct())
        + " of "
        + dataset.shapes()
        + ", "
        + (print.isEmpty() ? UNKNOWN : print.substring(0, Math.min(SHOWN, print.length())));
  }

  private static String jdk(Environment.Jdk jdk) {
    return jdk.version() + " " + jdk.vendor() + ", " + jdk.vm();
  }

  private static String flags(List<String> flags) {
    return flags.isEmpty() ? "none" : String.join(" ", flags);
  }

  private static String iterations(int count, String time) {
    return count + " × " + time;
  }

  private static String gigabytes(long bytes) {
    return bytes == 0
        ? ""
        : BigDecimal.valueOf(bytes / (double) (1L << 30)).round(new MathContext(3)).toPlainString()
            + " GiB";
  }
}
