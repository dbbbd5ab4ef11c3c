package dev.imagestore.analysis;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Measurement;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Estimates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Whether a run of the plan {@code limits} or {@code stores} meets the targets that the suite has
 * set itself: the files {@code limits.json} and {@code stores.json} beside this class. A ratio is
 * made of two forks of one round, as many as there are rounds. A target is met only if the whole
 * interval meets it.
 */
public final class Limits {
  /** Those that have targets. */
  private static final List<String> PLANS = List.of("limits", "stores");

  /** Seconds per operation. */
  private static final String TIME = "time";

  /** Operations per second of all threads. */
  private static final String RATE = "rate";

  /**
   * Which figures of a run.
   *
   * @param benchmark class and method, {@code ReadBenchmark.readMany}
   * @param backend with its options, as {@code Key.variant} has it
   * @param cutoff images
   * @param threads of the benchmark; 1 where the file does not say
   * @param metric {@code time}, {@code rate} or a secondary metric; {@code time} where the file
   *     does not say
   */
  public record Cell(String benchmark, String backend, long cutoff, int threads, String metric) {
    /** Puts in what goes without saying. */
    public Cell {
      threads = Math.max(1, threads);
      metric = metric == null ? TIME : metric;
    }

    /** True for seconds per operation; the other metrics that stand alone are bytes. */
    public boolean isTime() {
      return metric.equals(TIME);
    }

    boolean isIn(Row row) {
      return row.table().shortName().equals(benchmark)
          && row.table().threads() == threads
          && row.backend().equals(backend)
          && row.cutoff() == cutoff;
    }
  }

  /**
   * What is aimed at, in base units: seconds, bytes, or a ratio.
   *
   * @param of the figure
   * @param over what it is divided by; null if by nothing
   * @param atMost the most that it may be; null if there is no such
   * @param atLeast the least
   */
  public record Target(Cell of, Cell over, Double atMost, Double atLeast) {
    /** True if {@code of} is divided by another figure. */
    public boolean isRatio() {
      return over != null;
    }

    private boolean isMetBy(double figure) {
      return (atMost == null || figure <= atMost) && (atLeast == null || figure >= atLeast);
    }
  }

  /** Targets of one kind. */
  private record Kind(String title, List<Target> targets) {}

  /** What became of a target. */
  public enum Verdict {
    /** The whole interval meets it. */
    MET("met"),
    /** No part of the interval does. */
    MISSED("missed"),
    /** A part of the interval does, or there is none. */
    UNDECIDED("undecided"),
    /** The run has no such figures. */
    NOT_MEASURED("not measured");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** As people read it. */
    public String words() {
      return words;
    }
  }

  /** A target, and what the run has to say. */
  public record Line(Target target, Estimate figure, Verdict verdict) {}

  /** Lines of one kind, in the file's order. */
  public record Section(String title, List<Line> lines) {
    /** Copies the list. */
    public Section {
      lines = List.copyOf(lines);
    }
  }

  private Limits() {}

  /** Holds a run against all targets of a plan: that of which it has the most figures. */
  public static List<Section> of(RunSummary run) {
    List<Section> best = List.of();
    for (String plan : PLANS) {
      List<Section> sections = sections(run, plan);
      if (best.isEmpty() || measured(sections) > measured(best)) {
        best = sections;
      }
    }
    return best;
  }

  private static List<Section> sections(RunSummary run, String plan) {
    return kinds(plan).stream()
        .map(
            kind ->
                new Section(kind.title(), kind.targets().stream().map(t -> line(run, t)).toList()))
        .toList();
  }

  private static long measured(List<Section> sections) {
    return sections.stream()
        .flatMap(section -> section.lines().stream())
        .filter(line -> line.verdict() != Verdict.NOT_MEASURED)
        .count();
  }

  private static List<Kind> kinds(String plan) {
    try (InputStream in = Limits.class.getResourceAsStream(plan + ".json")) {
      return new JsonMapper().readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(RunSummary run, Target target) {
    double[] of = figures(run, target.of());
    double[] over = target.isRatio() ? figures(run, target.over()) : ones(of.length);
    Estimate figure =
        Estimates.ofForkFigures(
            IntStream.range(0, Math.min(of.length, over.length))
                .mapToDouble(fork -> of[fork] / over[fork])
                .toArray());
    return new Line(target, figure, verdict(target, figure));
  }

  private static double[] ones(int count) {
    return DoubleStream.generate(() -> 1).limit(count).toArray();
  }

  private static Verdict verdict(Target target, Estimate figure) {
    if (figure.samples() == 0) {
      return Verdict.NOT_MEASURED;
    }
    boolean low = figure.hasInterval() && target.isMetBy(figure.low());
    boolean high = figure.hasInterval() && target.isMetBy(figure.high());
    return !figure.hasInterval() || low != high
        ? Verdict.UNDECIDED
        : low ? Verdict.MET : Verdict.MISSED;
  }

  /** One per fork, in the order of the rounds; none if the run does not have them. */
  private static double[] figures(RunSummary run, Cell cell) {
    return run.rows().stream()
        .filter(cell::isIn)
        .findFirst()
        .map(row -> figures(row.result(), cell.metric()))
        .orElse(new double[0]);
  }

  private static double[] figures(BenchmarkResult result, String metric) {
    return switch (metric) {
      case TIME -> Measurement.of(result).seconds();
      case RATE -> figures(Measurement.of(result));
      default -> Measurement.of(result, metric).map(Limits::figures).orElse(new double[0]);
    };
  }

  private static double[] figures(Measurement measurement) {
    return measurement.figures().stream().mapToDouble(figure -> figure).toArray();
  }
}
