package dev.imagestore.workload;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.result.Condition;
import dev.imagestore.store.ImageReader;
import java.io.IOException;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * What each reading thread has of its own: memory for images, a sequence of random ids or a part of
 * the store, and a reader, if that stays open.
 */
@State(Scope.Thread)
public abstract class Reading {
  /** Random ids are drawn beforehand: a power of two, enough to spread over 100,000 images. */
  private static final int IDS = 1 << 17;

  private static final long SEED = 0x5EED_0F_1D5L;

  ImageBatch batch;

  /** The part of a store that is read whole: of the thread, or of all if there is only one. */
  int from;

  /** The end of that part. */
  int to;

  private ReadState source;
  private ImageSet expected;

  /** Null if each operation opens the store. */
  private ImageReader open;

  private int[] ids;
  private int next;
  private int lastId = -1;
  private final Planted planted = new Planted();

  /** Takes the memory and a part of the store. */
  final void prepareFor(ReadState store, ThreadParams thread) {
    source = store;
    expected = store.expected;
    batch = store.newBatch();
    long count = expected.count();
    from = (int) (count * thread.getThreadIndex() / thread.getThreadCount());
    to = (int) (count * (thread.getThreadIndex() + 1) / thread.getThreadCount());
  }

  /** Opens the store for all operations. */
  final void keepOpen() throws IOException {
    open = source.open();
  }

  /**
   * Draws the ids, other ones for each thread. Those of a cold store are all different, of all
   * threads together, until each was read: a second read of one would find it in memory.
   */
  final void drawIds(ThreadParams thread) {
    int count = (int) expected.count();
    if (!source.isCold()) {
      ids = new SplittableRandom(SEED + thread.getThreadIndex()).ints(IDS, 0, count).toArray();
      return;
    }
    int[] order = ReadState.shuffled(count, SEED);
    ids = new int[IDS];
    for (int i = 0; i < IDS; i++) {
      ids[i] =
          order[(int) ((thread.getThreadIndex() + (long) i * thread.getThreadCount()) % count)];
    }
  }

  /** The next random id. */
  final int nextId() {
    return ids[next++ & (IDS - 1)];
  }

  /** A reader for one operation: the one that is open, or a new one. */
  final ImageReader reader() throws IOException {
    return open == null ? source.open() : open;
  }

  /** Ends the operation: closes a reader that was opened for it. */
  final void done(ImageReader reader) throws IOException {
    if (open == null) {
      reader.close();
    }
  }

  /** Reads into {@link #batch} and remembers what should be there now. */
  final void read(ImageReader reader, int firstId, int count) throws IOException {
    reader.read(firstId, count, batch);
    lastId = firstId;
    if (Planted.ON) {
      planted.endShort();
    }
  }

  /**
   * Just before the clock starts. A reader of a cold store that stays open is opened anew: what the
   * last one has in memory of its own would not be cold.
   */
  @Setup(Level.Iteration)
  public void beginInTurn(ResourceCount count) throws IOException {
    TurnTaking.await();
    if (source.isCold()) {
      if (open != null) {
        open.close();
        keepOpen();
      }
      source.makeCold(count);
    }
    planted.begin();
  }

  /**
   * Compares what the last read of the iteration delivered, then spoils the memory, so that the
   * next has to deliver.
   */
  @TearDown(Level.Iteration)
  public void check(ResourceCount count) throws IOException {
    count.stop();
    if (lastId >= 0) {
      Verification.batch(batch, lastId, expected);
      batch.scrub();
    }
  }

  /** Closes the reader that stayed open, on the thread that opened it. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }

  // JMH hands a state to another's setup by its exact class, hence one small class for each kind of
  // source.

  /** Prepares to read a part of a store. */
  final void prepareForPart(ReadState.Whole store, ThreadParams thread) throws IOException {
    prepareFor(store, thread);
    if (store.opening == Condition.Opening.once) {
      keepOpen();
    }
  }

  /** Reads all images in id order. */
  public static class Many extends Reading {
    /** Prepares for the source. */
    @Setup(Level.Trial)
    public void prepare(ReadState.Many source, ThreadParams thread) throws IOException {
      prepareForPart(source, thread);
    }
  }

  /** Reads all images in a random order. */
  public static class Shuffled extends Reading {
    /** Prepares for the source. */
    @Setup(Level.Trial)
    public void prepare(ReadState.Shuffled source, ThreadParams thread) throws IOException {
      prepareForPart(source, thread);
    }
  }

  /** Reads one image. */
  public static class One extends Reading {
    /** Prepares for the source. */
    @Setup(Level.Trial)
    public void prepare(ReadState.One source, ThreadParams thread) {
      prepareFor(source, thread);
      drawIds(thread);
    }
  }

  /** Reads one image after the other with a reader that stays open. */
  public static class Open extends Reading {
    /** Prepares for the source and opens it. */
    @Setup(Level.Trial)
    public void open(ReadState.One source, ThreadParams thread) throws IOException {
      prepareFor(source, thread);
      drawIds(thread);
      keepOpen();
    }
  }

  /** Reads the first image. */
  public static class First extends Reading {
    /** Prepares for the source. */
    @Setup(Level.Trial)
    public void prepare(ReadState.First source, ThreadParams thread) {
      prepareFor(source, thread);
    }
  }
}
