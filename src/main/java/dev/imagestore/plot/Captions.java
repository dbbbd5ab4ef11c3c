package dev.imagestore.plot;

import dev.imagestore.analysis.RunSummary;
import dev.imagestore.plot.Curve.Point;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.RunSettings;
import dev.imagestore.stats.Estimates;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.Stream;

/** What is said in words on each picture of a run. */
final class Captions {
  private static final int LONGEST_NAME = 60;

  private final RunSummary run;

  Captions(RunSummary run) {
    this.run = run;
  }

  /** Dataset, durability, threads, mode. */
  String subtitle(Key table) {
    String dataset = table.param(Names.DATASET);
    String durability = table.param(Names.DURABILITY);
    List<String> parts = new ArrayList<>();
    if (!dataset.isEmpty()) {
      String shapes =
          run.environment()
              .map(e -> e.datasets().get(dataset))
              .map(d -> " " + d.shapes())
              .orElse("");
      parts.add("dataset " + shorten(dataset) + shapes);
    }
    if (!durability.isEmpty()) {
      parts.add("durability " + shorten(durability));
    }
    table.others().forEach((name, value) -> parts.add(shorten(name) + " " + shorten(value)));
    parts.add(table.threads() == 1 ? "1 thread" : table.threads() + " threads");
    return String.join(" · ", parts);
  }

  /** What keeps a reader from conclusions; empty if nothing does. */
  String warning() {
    List<String> warnings = new ArrayList<>();
    if (run.isQuick()) {
      warnings.add("quick: not for conclusions");
    }
    if (run.isIncomplete()) {
      warnings.add("incomplete: the run did not end, or a benchmark failed");
    }
    return String.join(" · ", warnings);
  }

  /** Lines for figures that vary from run to run. */
  List<String> sampled(List<Curve> curves, Axis.Scale scale) {
    IntSummaryStatistics forks = points(curves).mapToInt(p -> p.y().samples()).summaryStatistics();
    String over =
        forks.getMin() == forks.getMax()
            ? forks(forks.getMin())
            : forks.getMin() + " to " + forks(forks.getMax());
    String line;
    if (points(curves).noneMatch(p -> p.y().hasInterval())) {
      line =
          forks.getMax() == 0
              ? "The file holds scores only: no confidence interval."
              : "One fork: no confidence interval.";
    } else {
      line =
          "Marks: mean over forks. Error bars: "
              + Math.round(100 * Estimates.CONFIDENCE)
              + " % confidence interval over "
              + over
              + ".";
      if (Extent.cutsAnInterval(scale, curves)) {
        line += " One that ends on an edge goes on beyond it.";
      }
    }
    return withPlace(line);
  }

  /** Lines for figures that the same work always gives. */
  List<String> exact(boolean bars) {
    return withPlace(
        "Allocated: blocks of the disk that the files take. Exact figures: no error bars."
            + (bars ? " Logarithmic axis: the top of a bar counts, not its length." : ""));
  }

  private static Stream<Point> points(List<Curve> curves) {
    return curves.stream().flatMap(c -> c.points().stream());
  }

  private static String forks(int n) {
    return n == 1 ? "1 fork" : n + " forks";
  }

  private List<String> withPlace(String line) {
    return List.of(
        line,
        run.environment().map(Captions::place).orElseGet(this::jdkOnly),
        "Run " + shorten(run.name()) + ".");
  }

  private static String place(Environment e) {
    List<String> parts = new ArrayList<>();
    String cores = e.machine().cores() == 1 ? "1 core" : e.machine().cores() + " cores";
    parts.add(
        shorten(e.machine().cpu().isEmpty() ? "unknown CPU" : e.machine().cpu()) + ", " + cores);
    if (!e.workDirectory().fileSystem().isEmpty()) {
      // Deleting slows the creation of files there, in every process: store figures are doubtful.
      boolean doubtful = e.workDirectory().journal().equals("no");
      parts.add(shorten(e.workDirectory().fileSystem()) + (doubtful ? " without a journal" : ""));
    }
    String vendor = e.jdk().vendor().isEmpty() ? "" : " (" + shorten(e.jdk().vendor()) + ")";
    String collector =
        e.jdk().collector().isEmpty() ? "" : ", " + shorten(e.jdk().collector()) + " GC";
    parts.add("JDK " + shorten(e.jdk().version()) + vendor + collector);
    return String.join(" · ", parts);
  }

  private String jdkOnly() {
    RunSettings settings = run.rows().get(0).result().run();
    return "Machine not known: no environment file beside the results · JDK "
        + shorten(settings.jdkVersion());
  }

  /** Names come from files; a long one must not push the rest off the picture. */
  private static String shorten(String name) {
    return shorten(name, LONGEST_NAME);
  }

  /** The same with at most {@code most} letters. */
  static String shorten(String name, int most) {
    String line = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip();
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }
}
