package dev.imagestore.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a user sees while benchmarks run. JMH is run once for each configuration or each fork; its
 * own text passes through where the user chose benchmarks, and is held back, to be shown only if
 * the fork fails, where a run size did: there one line per fork says more than a page.
 */
final class RunConsole implements OutputFormat {
  private final PrintStream out;
  private final Interruption interruption;
  private final boolean brief;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final OutputFormat jmh;

  RunConsole(PrintStream out, VerboseMode verbosity, boolean brief, Interruption interruption) {
    this.out = out;
    this.interruption = interruption;
    this.brief = brief;
    this.jmh =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(brief ? kept : both(out, kept), true, StandardCharsets.UTF_8),
            brief ? VerboseMode.NORMAL : verbosity);
  }

  private static OutputStream both(OutputStream one, OutputStream other) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        one.write(b);
        other.write(b);
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        one.write(bytes, from, count);
        other.write(bytes, from, count);
      }

      @Override
      public void flush() throws IOException {
        one.flush();
      }
    };
  }

  /** A line of the harness's own. */
  void say(String line) {
    interruption.checkpoint();
    out.println(line);
    out.flush();
  }

  /** A fork or a configuration begins. */
  void begin() {
    kept.reset();
  }

  /** What JMH has said since then. */
  String said() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** It failed: shows what was held back. */
  void showFailure() {
    interruption.checkpoint();
    if (brief) {
      out.println(said().strip());
      out.flush();
    }
  }

  /** All have run: JMH's table. */
  void end(Collection<RunResult> results) {
    interruption.checkpoint();
    if (!brief) {
      jmh.endRun(results);
    }
  }

  // What JMH says. The harness knows better how far the run is, and when all of it ends.

  @Override
  public void println(String line) {
    interruption.checkpoint();
    if (!line.startsWith("# Run progress") && !line.startsWith("# Run complete")) {
      jmh.println(line);
    }
  }

  @Override
  public void startRun() {
    interruption.checkpoint();
  }

  @Override
  public void endRun(Collection<RunResult> results) {
    interruption.checkpoint();
  }

  @Override
  public void startBenchmark(BenchmarkParams params) {
    interruption.checkpoint();
    jmh.startBenchmark(JmhResults.applicable(params));
  }

  @Override
  public void endBenchmark(BenchmarkResult result) {
    interruption.checkpoint();
    jmh.endBenchmark(result);
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
    jmh.iteration(benchmark, params, iteration);
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
    jmh.iterationResult(benchmark, params, iteration, data);
  }

  @Override
  public void print(String text) {
    interruption.checkpoint();
    jmh.print(text);
  }

  @Override
  public void verbosePrintln(String line) {
    interruption.checkpoint();
    jmh.verbosePrintln(line);
  }

  @Override
  public void write(int b) {
    jmh.write(b);
  }

  @Override
  public void write(byte[] b) throws IOException {
    jmh.write(b);
  }

  @Override
  public void flush() {
    jmh.flush();
  }

  @Override
  public void close() {
    jmh.flush();
  }
}
