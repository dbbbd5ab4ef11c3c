package dev.imagestore.workload;

import dev.imagestore.result.Resource;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import dev.imagestore.store.ProcessorTime;
import dev.imagestore.store.Service;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a server on this machine uses of each of the {@link Resource}s that are a server's, between
 * {@link #begin} and {@link #end}: its process, its children, and those that have ended and that it
 * has waited for. Linux only; of a server elsewhere, or of none, nothing is counted.
 *
 * <p>A child that ends in between counts for its parent from then on, but not for a moment: such a
 * figure is not exact to the call. Processor time of children that have ended comes in hundredths
 * of a second.
 */
final class ServerCounters {
  /** Lines of {@code io}. */
  private static final Resource[] IN_IO = {
    Resource.SERVER_READ_CALLS,
    Resource.SERVER_WRITE_CALLS,
    Resource.SERVER_BYTES_READ,
    Resource.SERVER_BYTES_WRITTEN,
    Resource.SERVER_DEVICE_READ,
    Resource.SERVER_BYTES_DIRTIED
  };

  private static final byte[][] NAMES = {
    ProcFile.name("syscr"),
    ProcFile.name("syscw"),
    ProcFile.name("rchar"),
    ProcFile.name("wchar"),
    ProcFile.name("read_bytes"),
    ProcFile.name("write_bytes")
  };

  /** Fields of {@code stat}: faults of the process and of children that have ended. */
  private static final int[] FAULTS = {10, 11, 12, 13};

  private static final int USER_TIME = 14;
  private static final int SYSTEM_TIME = 15;

  /** The same of children that have ended. */
  private static final int CHILDREN_USER_TIME = 16;

  private static final int CHILDREN_SYSTEM_TIME = 17;

  /** Of the times in {@code stat}, on every Linux: {@code USER_HZ} is 100. */
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1) / 100;

  /** 0 where nothing is counted. */
  private final long server;

  private final Set<Resource> counted = EnumSet.noneOf(Resource.class);
  private final ResourceUse atBegin = new ResourceUse();

  /** Of a process, and of what it starts; 0 for none. */
  ServerCounters(long server) {
    this.server = server;
    if (server != 0) {
      counted.add(Resource.SERVER_CPU_TIME);
      counted.add(Resource.SERVER_PAGE_FAULTS);
      // Linux lets only those look who might trace the process.
      if (read(server, "io").hasRemaining()) {
        counted.addAll(List.of(IN_IO));
      }
    }
  }

  /** Of the server that stores of a backend are on. */
  static ServerCounters of(String backend, Service.Directory services) throws IOException {
    Optional<Service> service = Backends.find(backend).flatMap(Backend::service);
    if (service.isEmpty()) {
      return new ServerCounters(0);
    }
    String process = services.properties(service.get().name()).get(Service.PROCESS);
    return new ServerCounters(
        process != null && Files.isReadable(Path.of("/proc", process, "stat"))
            ? Long.parseLong(process)
            : 0);
  }

  /** What can be counted. */
  Set<Resource> counted() {
    return counted;
  }

  /** Begins to count. */
  void begin() {
    if (server != 0) {
      atBegin.clear();
      sum(atBegin);
    }
  }

  /** Adds what was used since {@link #begin}. */
  void end(ResourceUse used) {
    if (server != 0) {
      sum(used);
      used.subtract(atBegin);
    }
  }

  private void sum(ResourceUse use) {
    List<Long> all = new ArrayList<>();
    all.add(server);
    for (String child : text(read(server, "task/" + server + "/children")).strip().split(" ", -1)) {
      if (!child.isEmpty()) {
        all.add(Long.parseLong(child));
      }
    }
    for (long process : all) {
      add(process, use);
    }
  }

  private void add(long process, ResourceUse use) {
    ByteBuffer stat = read(process, "stat");
    if (!stat.hasRemaining()) {
      return; // It has just ended.
    }
    long own = ProcessorTime.ofProcess(process);
    if (own < 0) {
      own = (ProcFile.field(stat, USER_TIME) + ProcFile.field(stat, SYSTEM_TIME)) * TICK_NANOS;
    }
    long childrens =
        ProcFile.field(stat, CHILDREN_USER_TIME) + ProcFile.field(stat, CHILDREN_SYSTEM_TIME);
    use.add(Resource.SERVER_CPU_TIME, own + childrens * TICK_NANOS);
    for (int field : FAULTS) {
      use.add(Resource.SERVER_PAGE_FAULTS, ProcFile.field(stat, field));
    }
    if (counted.contains(IN_IO[0])) {
      ByteBuffer io = read(process, "io");
      for (int i = 0; i < IN_IO.length; i++) {
        use.add(IN_IO[i], Math.max(0, ProcFile.named(io, NAMES[i])));
      }
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
  }

  /** A file of a process; empty if the process is gone, or does not let itself be looked at. */
  private static ByteBuffer read(long process, String file) {
    try {
      return ByteBuffer.wrap(
          Files.readAllBytes(Path.of("/proc", Long.toString(process)).resolve(file)));
    } catch (IOException e) {
      return ByteBuffer.allocate(0);
    }
  }
}
