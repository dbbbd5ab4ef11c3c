package dev.imagestore.workload;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.result.Condition;
import dev.imagestore.store.DiskUsage;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A store that is read: made once a trial, so that its place on disk and in memory differs from
 * fork to fork and is part of the error, flushed to the device, and read whole and compared with
 * what it should give back before anything is timed.
 *
 * <p>With {@code cache=warm} all of it is in memory after that, which is checked then and at the
 * end of the trial. With {@code cache=cold} nothing of it is when the clock of an iteration starts,
 * and an iteration is a single shot; what is read must then have come from a device. The code is
 * warm in any case.
 */
@State(Scope.Benchmark)
public abstract class ReadState extends BackendState {
  /** What is in memory of the store when the clock starts. */
  @Param("warm")
  public Condition.Cache cache;

  /** What a read fills. */
  @Param("direct")
  public Condition.Memory memory;

  /**
   * Memory for a batch of images: large enough to hide a system call, small enough for a core's
   * second cache.
   */
  private static final int BATCH_BYTES = 256 << 10;

  /** A single shot runs its code too seldom to make it warm. */
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PATIENCE_MINUTES = 8;

  /** What reads have to deliver. */
  ImageSet expected;

  int batchImages;
  private ImageStore store;
  private Location at;

  /** Where all threads meet before each iteration of a cold store; null for a warm one. */
  private CyclicBarrier allThreads;

  private ResourceCount counted;
  private DiskUsage usage;

  abstract int cutoff();

  /** True if one operation is all images. */
  abstract boolean isWhole();

  /** Makes the store and checks it. */
  @Setup(Level.Trial)
  public void makeStore(BenchmarkParams params) throws IOException {
    MemoryLimit.join();
    store = adapter(params);
    Workspace workspace = Workspace.current();
    ImageSet images = workspace.images(dataset).first(cutoff());
    expected = expected(params, images);
    batchImages = Math.max(1, BATCH_BYTES / images.maxImageBytes());
    at = store.locate(workspace.newPath("store"), workspace);
    make(params, images);
  }

  private void make(BenchmarkParams params, ImageSet images) throws IOException {
    if (isFirst()) {
      StoreMaker.makeElsewhere(values(params).chosen(), at.directory());
      return;
    }
    StoreMaker.make(store, at, images);
    long end = System.nanoTime() + WARM_UP_NANOS;
    do {
      StoreMaker.verify(store, at, expected);
    } while (isCold() && System.nanoTime() < end);
    if (isCold()) {
      usage = at.usage();
      allThreads = new CyclicBarrier(params.getThreads(), this::evict);
    } else {
      StoreMaker.makeWarm(store, at, expected);
    }
  }

  /** True if the store is read by a JVM that has just started. */
  boolean isFirst() {
    return false;
  }

  final boolean isCold() {
    return cache == Condition.Cache.cold;
  }

  /** Opens the store for the calling thread. */
  final ImageReader open() throws IOException {
    return store.open(at);
  }

  /** Memory of a thread's own, for the largest batch that a benchmark reads. */
  final ImageBatch newBatch() {
    int bytes = Math.multiplyExact(batchImages, expected.maxImageBytes());
    return memory == Condition.Memory.heap
        ? ImageBatch.onHeap(batchImages, bytes)
        : new ImageBatch(batchImages, bytes);
  }

  /**
   * Makes a cold store cold, once all threads have come here: the last of them does it, and nobody
   * begins before. Readers are opened before, so that what they read then is dropped, too.
   */
  final void makeCold(ResourceCount count) throws IOException {
    if (allThreads == null) {
      return;
    }
    counted = count;
    try {
      allThreads.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IOException("another thread could not begin", e);
    }
  }

  private void evict() {
    try {
      at.evict();
      counted.restart();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was read of a cold store must have come from a device. */
  @TearDown(Level.Iteration)
  public void checkDevice(ResourceCount count) throws IOException {
    if (isCold()) {
      count.stop();
      DeviceReads.check(count.deviceRead(), usage == null ? at.usage() : usage, isWhole());
    }
  }

  /** Checks that a warm store still is, and deletes it. */
  @TearDown(Level.Trial)
  public void deleteStore() throws IOException {
    try {
      if (!isCold()) {
        StoreMaker.checkWarm(store, at, expected);
      }
    } finally {
      at.delete();
    }
  }

  /** Every id under {@code count} once, in an order that the seed decides. */
  static int[] shuffled(int count, long seed) {
    int[] order = new int[count];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** A store that is read whole. */
  public abstract static class Whole extends ReadState {
    /** How many images. */
    @Param({"10", "100", "1000", "10000"})
    public int cutoff;

    /** Whether each operation opens the store. */
    @Param("each")
    public Condition.Opening opening;

    @Override
    int cutoff() {
      return cutoff;
    }

    @Override
    boolean isWhole() {
      return true;
    }
  }

  /** All images in id order. */
  public static class Many extends Whole {}

  /** All images in a random order. */
  public static class Shuffled extends Whole {
    private static final long SEED = 0x5EED_0F_5417L;

    /** Every id once. */
    int[] order;

    /** Draws the order. */
    @Setup(Level.Trial)
    public void shuffle() {
      order = shuffled(cutoff, SEED);
    }
  }

  /** One image of many. */
  public static class One extends ReadState {
    /** How many images the store holds. */
    @Param("10000")
    public int cutoff;

    @Override
    int cutoff() {
      return cutoff;
    }

    @Override
    boolean isWhole() {
      return false;
    }
  }

  /** One image of many, the first that a JVM reads: another JVM has made the store. */
  public static class First extends One {
    @Override
    boolean isFirst() {
      return true;
    }
  }
}
