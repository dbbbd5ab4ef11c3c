package dev.imagestore.workload;

import dev.imagestore.result.Resource;
import dev.imagestore.store.ProcessorTime;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What this process, or a thread of it, uses of each {@link Resource} from {@link #begin} to {@link
 * #end}. What counting takes itself is not in the figures of a process; it is in those of a thread,
 * which are there to be subtracted from the process's. So what is left is exact.
 *
 * <p>Each end takes two reads and some microseconds, and nothing of the heap.
 */
final class Counters implements Closeable {
  private static final Path PROCESS = Path.of("/proc/self");
  private static final Path THREAD = Path.of("/proc/thread-self");

  /** In {@code io}, and by which name. Arrays: walking through a map would allocate. */
  private static final Resource[] IN_IO = {
    Resource.READ_CALLS,
    Resource.WRITE_CALLS,
    Resource.BYTES_READ,
    Resource.BYTES_WRITTEN,
    Resource.DEVICE_READ,
    Resource.BYTES_DIRTIED
  };

  private static final byte[][] NAMES = {
    ProcFile.name("syscr"),
    ProcFile.name("syscw"),
    ProcFile.name("rchar"),
    ProcFile.name("wchar"),
    ProcFile.name("read_bytes"),
    ProcFile.name("write_bytes")
  };

  /** Fields of {@code stat}: page faults without I/O and with. */
  private static final int MINOR_FAULTS = 10;

  private static final int MAJOR_FAULTS = 12;

  /** At the begin the read of each file, at the end that of {@code stat}. */
  private static final int READS_BETWEEN = 3;

  private final boolean ofProcess;
  private final HeapUse heap;

  /** Linux's; null elsewhere. */
  private final ProcFile io;

  private final ProcFile stat;

  private final Set<Resource> counted = EnumSet.of(Resource.CPU_TIME);
  private final ResourceUse atBegin = new ResourceUse();
  private int bytesAtBegin;

  private Counters(boolean ofProcess) throws IOException {
    this.ofProcess = ofProcess;
    heap = ofProcess ? HeapUse.ofAllThreads() : HeapUse.ofThisThread();
    if (heap.isCounted()) {
      counted.add(Resource.ALLOCATED);
    }
    Path directory = ofProcess ? PROCESS : THREAD;
    if (!Files.isReadable(directory.resolve("io"))) {
      io = null;
      stat = null;
      return;
    }
    io = new ProcFile(directory.resolve("io"));
    stat = new ProcFile(directory.resolve("stat"));
    counted.add(Resource.PAGE_FAULTS);
    io.read();
    for (int i = 0; i < IN_IO.length; i++) {
      if (io.named(NAMES[i]) >= 0) {
        counted.add(IN_IO[i]);
      }
    }
  }

  /** Of the whole process. */
  static Counters ofProcess() throws IOException {
    return new Counters(true);
  }

  /** Of the calling thread, to which it belongs. */
  static Counters ofThread() throws IOException {
    return new Counters(false);
  }

  /** What can be counted on this system. */
  Set<Resource> counted() {
    return Collections.unmodifiableSet(counted);
  }

  /**
   * Begins to count. The order is that of an onion's skins, and the other way round in {@link
   * #end}: what a counter's own reading takes of another, the inner one does not see.
   */
  void begin() throws IOException {
    atBegin.set(Resource.CPU_TIME, cpuTime());
    if (io != null) {
      bytesAtBegin = io.read() + stat.read();
      for (int i = 0; i < IN_IO.length; i++) {
        atBegin.set(IN_IO[i], io.named(NAMES[i]));
      }
      atBegin.set(Resource.PAGE_FAULTS, faults());
    }
    heap.begin();
  }

  /** Ends to count, and adds what was used since {@link #begin}. */
  void end(ResourceUse used) throws IOException {
    used.add(Resource.ALLOCATED, heap.end());
    if (io != null) {
      int bytesBetween = bytesAtBegin + stat.read();
      int bytesAtEnd = io.read();
      for (int i = 0; i < IN_IO.length; i++) {
        used.add(IN_IO[i], io.named(NAMES[i]) - atBegin.of(IN_IO[i]));
      }
      // A read is counted after it has delivered the counts.
      used.add(Resource.READ_CALLS, ofProcess ? -READS_BETWEEN : 1);
      used.add(Resource.BYTES_READ, ofProcess ? -bytesBetween : bytesAtEnd);
      used.add(Resource.PAGE_FAULTS, faults() - atBegin.of(Resource.PAGE_FAULTS));
    }
    used.add(Resource.CPU_TIME, cpuTime() - atBegin.of(Resource.CPU_TIME));
  }

  private long cpuTime() {
    return ofProcess ? ProcessorTime.ofProcess() : ProcessorTime.ofThisThread();
  }

  private long faults() {
    return stat.field(MINOR_FAULTS) + stat.field(MAJOR_FAULTS);
  }

  @Override
  public void close() throws IOException {
    if (io != null) {
      io.close();
      stat.close();
    }
  }
}
