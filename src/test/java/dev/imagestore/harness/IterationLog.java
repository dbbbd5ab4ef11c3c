package dev.imagestore.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

/**
 * Writes down when each measured iteration of a fork ended, by a clock that all processes of a
 * machine share. Its option names a directory; a fork that finds a file {@code hang} or {@code die}
 * there when it begins its third takes it away and does so.
 */
public final class IterationLog implements InternalProfiler {
  private final Path directory;
  private int iterations;

  /** As JMH makes them. */
  public IterationLog(String directory) {
    this.directory = Path.of(directory);
  }

  @Override
  public String getDescription() {
    return "When iterations ended";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (isMeasured(iteration) && iterations++ == 2) {
      misbehave();
    }
  }

  private static boolean isMeasured(IterationParams iteration) {
    return iteration.getType() == IterationType.MEASUREMENT;
  }

  private void misbehave() {
    try {
      if (Files.deleteIfExists(directory.resolve("die"))) {
        Runtime.getRuntime().halt(3);
      }
      while (Files.deleteIfExists(directory.resolve("hang"))) {
        Thread.sleep(Long.MAX_VALUE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (!isMeasured(iteration)) {
      return List.of();
    }
    try {
      Files.writeString(
          directory.resolve("iterations-" + ProcessHandle.current().pid()),
          System.nanoTime() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of();
  }
}
