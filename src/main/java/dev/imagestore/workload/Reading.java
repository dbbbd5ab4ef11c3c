package dev.imagestore.workload;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.store.ImageReader;
import java.io.IOException;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** What each reading thread has of its own: memory for images, and a sequence of random ids. */
@State(Scope.Thread)
public abstract class Reading {
  /** Random ids are drawn beforehand: a power of two, enough to spread over 100,000 images. */
  private static final int IDS = 1 << 17;

  private static final long SEED = 0x5EED_0F_1D5L;

  ImageBatch batch;
  private ImageSet expected;
  private int[] ids;
  private int next;
  private int lastId = -1;
  private final Planted planted = new Planted();

  /** Takes the memory and draws the ids, other ones for each thread. */
  final void prepareFor(ReadState source, ThreadParams thread) {
    expected = source.expected;
    batch = source.newBatch();
    ids =
        new SplittableRandom(SEED + thread.getThreadIndex())
            .ints(IDS, 0, (int) expected.count())
            .toArray();
  }

  /** The next random id. */
  final int nextId() {
    return ids[next++ & (IDS - 1)];
  }

  /** Reads into {@link #batch} and remembers what should be there now. */
  final void read(ImageReader reader, int firstId, int count) throws IOException {
    reader.read(firstId, count, batch);
    lastId = firstId;
    if (Planted.ON) {
      planted.endShort();
    }
  }

  /** Just before the clock starts. */
  @Setup(Level.Iteration)
  public void beginInTurn() {
    TurnTaking.await();
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

  // JMH hands a state to another's setup by its exact class, hence one small class for each kind of
  // source.

  /** Reads all images in id order. */
  public static class Many extends Reading {
    /** Prepares for the source. */
    @Setup(Level.Trial)
    public void prepare(ReadState.Many source, ThreadParams thread) {
      prepareFor(source, thread);
    }
  }

  /** Reads all images in a random order. */
  public static class Shuffled extends Reading {
    /** Prepares for the source. */
    @Setup(Level.Trial)
    public void prepare(ReadState.Shuffled source, ThreadParams thread) {
      prepareFor(source, thread);
    }
  }

  /** Reads one image. */
  public static class One extends Reading {
    /** Prepares for the source. */
    @Setup(Level.Trial)
    public void prepare(ReadState.One source, ThreadParams thread) {
      prepareFor(source, thread);
    }
  }

  /** Reads one image after the other with a reader that stays open. */
  public static class Open extends Reading {
    ImageReader reader;

    /** Prepares for the source and opens it. */
    @Setup(Level.Trial)
    public void open(ReadState.One source, ThreadParams thread) throws IOException {
      prepareFor(source, thread);
      reader = source.open();
    }

    /** Closes the reader, on the thread that opened it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
      reader.close();
    }
  }
}
