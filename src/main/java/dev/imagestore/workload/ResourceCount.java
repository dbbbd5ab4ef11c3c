package dev.imagestore.workload;

import dev.imagestore.result.Names;
import dev.imagestore.result.Resource;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Retries;
import dev.imagestore.store.Service;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What an iteration uses of each {@link Resource}, all threads together, from when everything is
 * set up to when the last thread has done its last operation. Verification, the measurement of
 * memory and what makes room for a store are not in it.
 *
 * <p>JMH runs the helper methods of one level in an order that is not to be relied on, whatever the
 * scope of their states, but all threads wait for each other before the set-up and before the
 * tear-down of an iteration. So the first thread that has something to count {@linkplain #start
 * starts}, and the first tear-down that comes {@linkplain #stop stops}: each calls it before it
 * does anything that must not be counted.
 */
@State(Scope.Benchmark)
public class ResourceCount {
  /** The one of this fork; JMH gives a profiler no way to ask for it. */
  private static volatile ResourceCount current;

  private final ResourceUse used = new ResourceUse();
  private Counters process;
  private ServerCounters server;
  private boolean counting;
  private boolean served;
  private long retriesAtBegin;
  private long retries;
  private long images;

  /** Opens the counters. */
  @Setup(Level.Trial)
  public void open(BenchmarkParams params) throws IOException {
    process = Counters.ofProcess();
    String backend = params.getParam(Names.BACKEND);
    served = Backends.named(backend).service().isPresent();
    server = ServerCounters.of(backend, served ? Workspace.current() : Service.Directory.NONE);
    current = this;
  }

  /**
   * Begins to count, unless that has been done in this iteration; not before it is this fork's
   * turn.
   */
  synchronized void start() throws IOException {
    TurnTaking.await();
    if (!counting) {
      images = 0;
      used.clear();
      counting = true;
      retriesAtBegin = Retries.total();
      server.begin(); // Before the process's own: what looking takes is not the store's.
      process.begin();
    }
  }

  /**
   * Ends to count, unless that has been done in this iteration. Nothing has been torn down then, so
   * it is also the moment to measure the resident memory.
   */
  synchronized void stop() throws IOException {
    if (counting) {
      process.end(used);
      server.end(used);
      retries = Retries.total() - retriesAtBegin;
      counting = false;
      ResidentMemoryProfiler.capture();
    }
  }

  /**
   * Begins anew, if it has begun in this iteration: what was done since has to do with no image.
   */
  synchronized void restart() throws IOException {
    if (counting) {
      used.clear();
      process.begin();
    }
  }

  /** Bytes that came from a device in the iteration that has ended; empty if nobody counts them. */
  synchronized OptionalLong deviceRead() {
    return process.counted().contains(Resource.DEVICE_READ)
        ? OptionalLong.of(used.of(Resource.DEVICE_READ))
        : OptionalLong.empty();
  }

  /** Adds a thread's images, which the resources went into. */
  synchronized void add(long imagesOfThread) {
    images += imagesOfThread;
  }

  /** Subtracts what a thread used for something else than images. */
  synchronized void leaveOut(ResourceUse otherwise) {
    used.subtract(otherwise);
  }

  /** Closes the counters. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    process.close();
  }

  /** What each image of this fork's last iteration took; empty if there was none. */
  static Map<Resource, Double> perImage() {
    ResourceCount count = current;
    return count == null ? Map.of() : count.dividedByImages();
  }

  /** How often a server had to be asked again; empty where there is none. */
  static OptionalLong retries() {
    ResourceCount count = current;
    return count == null || !count.served ? OptionalLong.empty() : OptionalLong.of(count.retries);
  }

  private synchronized Map<Resource, Double> dividedByImages() {
    Map<Resource, Double> perImage = new EnumMap<>(Resource.class);
    if (images > 0) {
      process.counted().forEach(r -> perImage.put(r, (double) used.of(r) / images));
      server.counted().forEach(r -> perImage.put(r, (double) used.of(r) / images));
    }
    return perImage;
  }
}
