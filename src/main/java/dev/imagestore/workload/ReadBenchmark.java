package dev.imagestore.workload;

import dev.imagestore.store.ImageReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How fast stored images are read. A read delivers every byte of the pixels, and the label, into
 * memory that the caller owns ({@link Reading#batch}); that memory is direct, so the compiler can't
 * prove it unused and drop a copy, unless {@code memory=heap} asks for an array. What the page
 * cache has of the store, {@link ReadState} says.
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
public class ReadBenchmark {

  /**
   * Opens the store, reads all images in id order, a batch at a time, and closes it. Of several
   * threads each reads its part.
   */
  @Benchmark
  public void readMany(ReadState.Many source, Reading.Many mine, ImageCount counter, Blackhole hole)
      throws IOException {
    ImageReader reader = mine.reader();
    try {
      for (int id = mine.from; id < mine.to; id += source.batchImages) {
        mine.read(reader, id, Math.min(source.batchImages, mine.to - id));
        hole.consume(mine.batch);
      }
    } finally {
      mine.done(reader);
    }
    counter.images += mine.to - mine.from;
  }

  /** The same in a seeded random order, one image at a time: one epoch of training. */
  @Benchmark
  public void readShuffled(
      ReadState.Shuffled source, Reading.Shuffled mine, ImageCount counter, Blackhole hole)
      throws IOException {
    ImageReader reader = mine.reader();
    try {
      for (int i = mine.from; i < mine.to; i++) {
        mine.read(reader, source.order[i], 1);
        hole.consume(mine.batch);
      }
    } finally {
      mine.done(reader);
    }
    counter.images += mine.to - mine.from;
  }

  /** Opens a store of {@code cutoff} images, reads one at a random id, and closes it. */
  @Benchmark
  public void readSingle(ReadState.One source, Reading.One mine, ImageCount counter, Blackhole hole)
      throws IOException {
    try (ImageReader reader = source.open()) {
      mine.read(reader, mine.nextId(), 1);
      hole.consume(mine.batch);
    }
    counter.images++;
  }

  /** The store stays open; one image at a random id. */
  @Benchmark
  public void readRandom(
      ReadState.One source, Reading.Open mine, ImageCount counter, Blackhole hole)
      throws IOException {
    mine.read(mine.reader(), mine.nextId(), 1);
    hole.consume(mine.batch);
    counter.images++;
  }

  /** The same, and the time of every single read is kept: {@code readP50} and its kin. */
  @Benchmark
  public void readTimed(
      ReadState.One source, Reading.Open mine, ReadTimes times, ImageCount counter, Blackhole hole)
      throws IOException {
    long begin = System.nanoTime();
    mine.read(mine.reader(), mine.nextId(), 1);
    times.add(begin);
    hole.consume(mine.batch);
    counter.images++;
  }

  /**
   * What a JVM that has just started needs from opening a store to its first image. Another JVM has
   * made the store, and this one has loaded nothing of it.
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(
      value = ForkFlags.FIRST_FORKS,
      jvmArgsPrepend = {
        ForkFlags.MIN_HEAP,
        ForkFlags.MAX_HEAP,
        ForkFlags.COLLECTOR,
        ForkFlags.OPENS_NIO,
        ForkFlags.OPENS_CHANNELS,
        ForkFlags.NATIVE
      })
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public void firstImage(
      ReadState.First source, Reading.First mine, ImageCount counter, Blackhole hole)
      throws IOException {
    try (ImageReader reader = source.open()) {
      mine.read(reader, source.cutoff / 2, 1);
      hole.consume(mine.batch);
    }
    counter.images++;
  }
}
