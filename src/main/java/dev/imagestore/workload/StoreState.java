package dev.imagestore.workload;

import dev.imagestore.codec.Psnr;
import dev.imagestore.image.ImageSet;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What a thread stores, and where. Each invocation finds an empty directory: the store of the
 * invocation before is deleted just before it, outside the measured time (leaving stores to the end
 * of an iteration was measured and is wrong: every store then goes to new pages, which made {@code
 * raw} three times slower over four iterations). The last one is there when the trial ends, to be
 * compared with the dataset and measured on disk.
 */
@State(Scope.Thread)
public abstract class StoreState extends BackendState {
  /** What is on the device when the operation returns. */
  @Param("none")
  public Durability durability;

  /**
   * A store of more files than these gets a directory of its own under the run's each time, and
   * with it, on ext4, a block group of its own. Without a journal ext4 looks at every inode that
   * was freed in a group lately before it gives one away there: 10,000 PNG files took 3 s beside
   * those deleted before, most of it for that. For few files the new directory would cost more.
   */
  private static final long MANY_FILES = 256;

  private ImageStore store;
  private ImageSet images;
  private ImageSet expected;
  private Path home;
  private Location at;
  private Workspace workspace;
  private int invocations;
  private boolean manyFiles;
  private final Planted planted = new Planted();

  /** What {@link #emptyPlace} uses is not the store's. */
  private Counters placeCounters;

  private ServerCounters placeOnServer;

  private final ResourceUse makingPlaces = new ResourceUse();

  abstract int cutoff();

  /** Finds the images and a place of this thread's own. */
  @Setup(Level.Trial)
  public void prepare(BenchmarkParams params) throws IOException {
    store = adapter(params);
    workspace = Workspace.current();
    images = workspace.images(dataset).first(cutoff());
    expected = expected(params, images);
    home = workspace.newDirectory("store");
    at = store.locate(home.resolve("images"), workspace);
    placeCounters = Counters.ofThread();
    placeOnServer = ServerCounters.of(backend, workspace);
  }

  /**
   * Makes an empty place. {@code Level.Invocation} is sound here: an operation takes 50 µs or more,
   * two time stamps 50 ns.
   */
  @Setup(Level.Invocation)
  public void emptyPlace() throws IOException {
    placeCounters.begin();
    placeOnServer.begin();
    if (invocations++ == 1) {
      manyFiles = at.usage().files() > MANY_FILES; // What the first invocation made.
    }
    at.delete();
    if (manyFiles) {
      at = store.locate(workspace.newPath("store"), workspace);
    }
    at.create();
    placeOnServer.end(makingPlaces);
    placeCounters.end(makingPlaces);
  }

  /** The operation. */
  final void store() throws IOException {
    if (Planted.ON) {
      planted.begin();
    }
    store.store(images, at, durability);
    if (Planted.ON) {
      planted.end();
    }
  }

  /** An iteration's images are not all that it did. */
  @TearDown(Level.Iteration)
  public void leaveOutEmptyPlaces(ResourceCount count) throws IOException {
    count.stop();
    count.leaveOut(makingPlaces);
    makingPlaces.clear();
  }

  /**
   * Compares what the last invocation stored with what it should give back, takes its footprint,
   * and deletes it.
   */
  @TearDown(Level.Trial)
  public void checkAndMeasure() throws IOException {
    try {
      try (ImageReader reader = store.open(at)) {
        Verification.all(reader, expected);
      }
      at.flush();
      FootprintProfiler.captured(at.usage(), psnr());
    } finally {
      at.delete();
      Trees.delete(home);
      placeCounters.close();
    }
  }

  private OptionalDouble psnr() {
    double psnr = images == expected ? Double.POSITIVE_INFINITY : Psnr.of(images, expected);
    return psnr < Double.POSITIVE_INFINITY ? OptionalDouble.of(psnr) : OptionalDouble.empty();
  }

  /** Many images. */
  public static class Many extends StoreState {
    /** How many. */
    @Param({"10", "100", "1000", "10000"})
    public int cutoff;

    @Override
    int cutoff() {
      return cutoff;
    }
  }

  /** One image. */
  public static class Single extends StoreState {
    /** Always 1; a parameter so that results name it. */
    @Param("1")
    public int cutoff;

    @Override
    int cutoff() {
      if (cutoff != 1) {
        throw new IllegalArgumentException(
            "storeSingle stores one image: cutoff must be 1, not " + cutoff);
      }
      return cutoff;
    }
  }
}
