package dev.imagestore.workload;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast images are stored. The clock runs from before the store is made, in an empty directory,
 * until it is closed; with {@code durability=sync} until it is on the device. Deleting it, checking
 * it and measuring what it takes on disk are outside.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = ForkFlags.FORKS,
    jvmArgsPrepend = {
      ForkFlags.MIN_HEAP,
      ForkFlags.MAX_HEAP,
      ForkFlags.COLLECTOR,
      ForkFlags.OPENS_NIO,
      ForkFlags.OPENS_CHANNELS,
      ForkFlags.NATIVE
    })
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class StoreBenchmark {

  /** A new store of {@code cutoff} images. */
  @Benchmark
  public void storeMany(StoreState.Many target, ImageCount counter) throws IOException {
    target.store();
    counter.images += target.cutoff;
  }

  /** A new store of one image. */
  @Benchmark
  public void storeSingle(StoreState.Single target, ImageCount counter) throws IOException {
    target.store();
    counter.images++;
  }

  /** As many images as a store holds are added to it: it is opened, grown and closed. */
  @Benchmark
  public void appendMany(StoreState.Larger target, ImageCount counter) throws IOException {
    target.append();
    counter.images += target.cutoff;
  }
}
