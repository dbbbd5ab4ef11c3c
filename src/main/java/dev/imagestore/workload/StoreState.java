package dev.imagestore.workload;

import dev.imagestore.codec.Psnr;
import dev.imagestore.image.ImageSet;
import dev.imagestore.result.Condition;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
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
 *
 * <p>With {@code pages=fresh} that is just what is wanted: each store is a single shot into new
 * pages, nothing is deleted before the trial ends, and a few stores are all that a fork makes. What
 * waits to be written is flushed before the first and after the last, so that no fork pays for
 * another.
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

  /** A few single shots run their code too seldom to make it warm. */
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Images of the stores that make it warm: few, so that hardly a page is given back. */
  private static final int WARM_UP_IMAGES = 20;

  private ImageStore store;
  private ImageSet images;
  private ImageSet expected;
  private Path home;
  private Location at;

  /** All stores that are there, to be deleted when the trial ends. */
  private final List<Location> places = new ArrayList<>();

  private Workspace workspace;
  private int invocations;
  private boolean manyFiles;
  private final Planted planted = new Planted();

  /** What {@link #emptyPlace} uses is not the store's. */
  private Counters placeCounters;

  private ServerCounters placeOnServer;

  private final ResourceUse makingPlaces = new ResourceUse();

  abstract int cutoff();

  /** Which pages a store lands on. */
  abstract Condition.Pages pages();

  /** How many images the place has before the operation. */
  int imagesBefore() {
    return 0;
  }

  /** Finds the images and a place of this thread's own. */
  @Setup(Level.Trial)
  public void prepare(BenchmarkParams params) throws IOException {
    MemoryLimit.join();
    store = adapter(params);
    workspace = Workspace.current();
    images = workspace.images(dataset).first((long) imagesBefore() + cutoff());
    expected = expected(params, images);
    home = workspace.newDirectory("store");
    at = store.locate(home.resolve("images"), workspace);
    placeCounters = Counters.ofThread();
    placeOnServer = ServerCounters.of(backend, workspace);
    if (pages() == Condition.Pages.fresh) {
      warmUp();
    }
  }

  private void warmUp() throws IOException {
    ImageSet few = images.first(Math.min(WARM_UP_IMAGES, images.count()));
    long end = System.nanoTime() + WARM_UP_NANOS;
    do {
      at.delete();
      at.create();
      store.store(few, at, durability);
    } while (System.nanoTime() < end);
    at.flush();
    at.delete();
  }

  /**
   * Makes an empty place. {@code Level.Invocation} is sound here: an operation takes 50 µs or more,
   * two time stamps 50 ns.
   */
  @Setup(Level.Invocation)
  public void emptyPlace() throws IOException {
    placeCounters.begin();
    placeOnServer.begin();
    if (pages() == Condition.Pages.fresh) {
      at = store.locate(workspace.newPath("store"), workspace);
      places.add(at);
    } else {
      if (invocations++ == 1) {
        manyFiles = at.usage().files() > MANY_FILES; // What the first invocation made.
      }
      at.delete();
      if (manyFiles) {
        at = store.locate(workspace.newPath("store"), workspace);
      }
    }
    at.create();
    if (imagesBefore() > 0) {
      store.store(images.first(imagesBefore()), at, Durability.none);
      if (durability == Durability.sync) {
        at.flush(); // What is there already is not the operation's to write.
      }
    }
    placeOnServer.end(makingPlaces);
    placeCounters.end(makingPlaces);
  }

  /** Makes a new store. */
  final void store() throws IOException {
    if (Planted.ON) {
      planted.begin();
    }
    store.store(images, at, durability);
    if (Planted.ON) {
      planted.end();
    }
  }

  /** Makes the store that is there larger. */
  final void append() throws IOException {
    if (Planted.ON) {
      planted.begin();
    }
    store.append(images, at, durability);
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
   * and deletes what is there.
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
      for (Location each : places) {
        each.delete();
      }
      Trees.delete(home);
      placeCounters.close();
    }
  }

  private OptionalDouble psnr() {
    double psnr = images == expected ? Double.POSITIVE_INFINITY : Psnr.of(images, expected);
    return psnr < Double.POSITIVE_INFINITY ? OptionalDouble.of(psnr) : OptionalDouble.empty();
  }

  /** A new store. */
  public abstract static class New extends StoreState {
    /** Which pages it lands on. */
    @Param("recycled")
    public Condition.Pages pages;

    @Override
    Condition.Pages pages() {
      return pages;
    }
  }

  /** Many images. */
  public static class Many extends New {
    /** How many. */
    @Param({"10", "100", "1000", "10000"})
    public int cutoff;

    @Override
    int cutoff() {
      return cutoff;
    }
  }

  /** One image. */
  public static class Single extends New {
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

  /** A store that holds as many images as are added. */
  public static class Larger extends StoreState {
    /** How many are added. */
    @Param({"10", "100", "1000", "10000"})
    public int cutoff;

    @Override
    int cutoff() {
      return cutoff;
    }

    @Override
    int imagesBefore() {
      return cutoff;
    }

    @Override
    Condition.Pages pages() {
      return Condition.Pages.recycled;
    }
  }
}
