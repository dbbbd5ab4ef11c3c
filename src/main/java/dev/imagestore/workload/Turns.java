package dev.imagestore.workload;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Whose turn it is among forks that are alive at the same time: a small file that their harness
 * makes and all of them map. What drifts on the machine meets all of them alike, and none works
 * while another is measured. Nobody's turn begins before all are there, and nobody goes on before
 * all have ended.
 *
 * <p><b>Order</b> Each has one turn a round. Rounds come in pairs: an order is drawn for the first,
 * and the second has it reversed (ABBA where there are two), so that nobody is favoured, neither by
 * a drift nor by whom it follows. In plain ABAB the first came out 3.5 % faster when storing.
 */
public final class Turns {
  /** System property of a fork: the file. Without it there are no turns. */
  public static final String PROPERTY = "imagestore.turns";

  /** System property of a fork: its place in the file, from 0. */
  public static final String SLOT_PROPERTY = "imagestore.slot";

  /**
   * A waiting fork looks this often whether it is its turn: a hundredth of an iteration of 50 ms,
   * and less than a hundredth of a core.
   */
  private static final long LOOK_NANOS = 500_000;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  // Places in the file, in longs.
  private static final int SEED = 0;
  private static final int TURN = 1;
  private static final int FIRST_SLOT = 2;

  // What a slot says of its fork.
  private static final long ABSENT = 0;
  private static final long HERE = 1;
  private static final long OUT = 2;

  private final MappedByteBuffer file;
  private final int slots;
  private int[] order = {};
  private long orderOf = -1;

  private Turns(MappedByteBuffer file) {
    this.file = file;
    this.slots = file.capacity() / Long.BYTES - FIRST_SLOT;
  }

  /**
   * Makes the file, for a group of forks that are still to be started.
   *
   * @param file is overwritten
   * @param slots how many forks
   * @param seed of the order
   */
  public static Turns create(Path file, int slots, long seed) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      Turns turns =
          new Turns(
              channel.map(
                  FileChannel.MapMode.READ_WRITE, 0, (long) Long.BYTES * (FIRST_SLOT + slots)));
      turns.set(SEED, seed);
      return turns;
    }
  }

  /** Maps a file that is there. */
  static Turns open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Turns(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
    }
  }

  /** A number that grows while forks come, take turns and go; of a group that hangs it does not. */
  public long progress() {
    long sum = get(TURN);
    for (int slot = 0; slot < slots; slot++) {
      sum += state(slot);
    }
    return sum;
  }

  /** The fork that the others wait for: one that is not there yet, or else whose turn it is. */
  public int awaited() {
    for (int slot = 0; slot < slots; slot++) {
      if (state(slot) == ABSENT) {
        return slot;
      }
    }
    return whose(get(TURN));
  }

  /** A fork has ended, in whatever way: nobody waits for it any more. */
  public void end(int slot) {
    set(FIRST_SLOT + slot, OUT);
  }

  /**
   * Waits for a turn.
   *
   * @param slot whose
   * @param patience how long, while nothing moves
   * @return the turn, to be {@linkplain #pass passed} on
   * @throws IllegalStateException if nothing moves
   */
  long take(int slot, Duration patience) {
    if (state(slot) == ABSENT) {
      set(FIRST_SLOT + slot, HERE);
    }
    Waiting waiting = new Waiting(patience);
    while (isAny(ABSENT)) {
      waiting.look();
    }
    while (true) {
      long turn = get(TURN);
      int whose = whose(turn);
      if (whose == slot) {
        return turn;
      }
      if (state(whose) == OUT) {
        pass(turn);
      } else {
        waiting.look();
      }
    }
  }

  /** The next has its turn. */
  void pass(long turn) {
    LONGS.compareAndSet(file, TURN * Long.BYTES, turn, turn + 1);
  }

  /**
   * Ends the last turn of a fork, and waits until all have ended theirs.
   *
   * @throws IllegalStateException if nothing moves
   */
  void leave(int slot, long turn, Duration patience) {
    end(slot);
    pass(turn);
    Waiting waiting = new Waiting(patience);
    while (isAny(ABSENT) || isAny(HERE)) {
      waiting.look();
    }
  }

  private final class Waiting {
    private final long patience;
    private long seen = progress();
    private long since = System.nanoTime();

    Waiting(Duration patience) {
      this.patience = patience.toNanos();
    }

    void look() {
      LockSupport.parkNanos(LOOK_NANOS);
      long now = System.nanoTime();
      long progress = progress();
      if (progress != seen) {
        seen = progress;
        since = now;
      } else if (now - since > patience) {
        throw new IllegalStateException(
            "fork "
                + awaited()
                + " of its group has not moved for "
                + patience / 1_000_000_000
                + " s");
      }
    }
  }

  private boolean isAny(long state) {
    for (int slot = 0; slot < slots; slot++) {
      if (state(slot) == state) {
        return true;
      }
    }
    return false;
  }

  private int whose(long turn) {
    long round = turn / slots;
    int position = (int) (turn % slots);
    if (round / 2 != orderOf) {
      orderOf = round / 2;
      order = drawn(new SplittableRandom(get(SEED) + orderOf));
    }
    return order[round % 2 == 0 ? position : slots - 1 - position];
  }

  private int[] drawn(SplittableRandom random) {
    int[] drawn = new int[slots];
    for (int i = 0; i < slots; i++) {
      int j = random.nextInt(i + 1);
      drawn[i] = drawn[j];
      drawn[j] = i;
    }
    return drawn;
  }

  private long state(int slot) {
    return get(FIRST_SLOT + slot);
  }

  private long get(int place) {
    return (long) LONGS.getVolatile(file, place * Long.BYTES);
  }

  private void set(int place, long value) {
    LONGS.setVolatile(file, place * Long.BYTES, value);
  }
}
