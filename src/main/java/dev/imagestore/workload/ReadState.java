package dev.imagestore.workload;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import java.io.IOException;
import java.util.SplittableRandom;
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
 */
@State(Scope.Benchmark)
public abstract class ReadState extends BackendState {
  /**
   * Memory for a batch of images: large enough to hide a system call, small enough for a core's
   * second cache.
   */
  private static final int BATCH_BYTES = 256 << 10;

  /** What reads have to deliver. */
  ImageSet expected;

  int batchImages;
  private ImageStore store;
  private Location at;

  abstract int cutoff();

  /** Makes the store and checks it. */
  @Setup(Level.Trial)
  public void makeStore(BenchmarkParams params) throws IOException {
    store = adapter(params);
    Workspace workspace = Workspace.current();
    ImageSet images = workspace.images(dataset).first(cutoff());
    expected = expected(params, images);
    batchImages = Math.max(1, BATCH_BYTES / images.maxImageBytes());
    at = store.locate(workspace.newPath("store"), workspace);
    at.create();
    store.store(images, at, Durability.none);
    at.flush();
    try (ImageReader reader = open()) {
      Verification.all(reader, expected);
    }
  }

  /** Opens the store for the calling thread. */
  final ImageReader open() throws IOException {
    return store.open(at);
  }

  /** Memory of a thread's own, for the largest batch that a benchmark reads. */
  final ImageBatch newBatch() {
    return new ImageBatch(batchImages, Math.multiplyExact(batchImages, expected.maxImageBytes()));
  }

  /** Deletes the store. */
  @TearDown(Level.Trial)
  public void deleteStore() throws IOException {
    at.delete();
  }

  /** All images in id order. */
  public static class Many extends ReadState {
    /** How many. */
    @Param({"10", "100", "1000", "10000"})
    public int cutoff;

    @Override
    int cutoff() {
      return cutoff;
    }
  }

  /** All images in a random order. */
  public static class Shuffled extends ReadState {
    private static final long SEED = 0x5EED_0F_5417L;

    /** How many. */
    @Param({"10", "100", "1000", "10000"})
    public int cutoff;

    /** Every id once. */
    int[] order;

    @Override
    int cutoff() {
      return cutoff;
    }

    /** Draws the order. */
    @Setup(Level.Trial)
    public void shuffle() {
      order = new int[cutoff];
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < cutoff; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
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
  }
}
