package dev.imagestore.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * The flags of a fork. The annotations carry those that every JDK understands, so that the
 * benchmarks run the same when something else than our harness starts them; {@link #forFeature} has
 * all of them for one JDK.
 */
public final class ForkFlags {
  /**
   * The sample is one figure a fork: four a side are the fewest that can show a difference, five
   * leave one to spare.
   */
  public static final int FORKS = 5;

  /** Of what a fork measures once, which spreads more than what it repeats. */
  public static final int FIRST_FORKS = 20;

  /** Minimum and maximum are equal, so that the heap's growth is not measured. */
  public static final String MIN_HEAP = "-Xms512m";

  public static final String MAX_HEAP = "-Xmx512m";

  /**
   * No concurrent threads beside the measured one, the same choice on every JDK and on any number
   * of cores.
   */
  public static final String COLLECTOR = "-XX:+UseSerialGC";

  /** Which collector the forks have. */
  public enum Collector {
    /** The one that disturbs least: what runs have unless told otherwise. */
    SERIAL(List.of(COLLECTOR)),
    /** What most servers have. */
    G1(List.of("-XX:+UseG1GC")),
    /** The one for throughput. */
    PARALLEL(List.of("-XX:+UseParallelGC")),
    /** What the JDK itself chooses on this machine. */
    DEFAULT(List.of());

    private final List<String> flags;

    Collector(List<String> flags) {
      this.flags = flags;
    }
  }

  /** lmdbjava's ByteBuffer proxies need both. */
  public static final String OPENS_NIO = "--add-opens=java.base/java.nio=ALL-UNNAMED";

  public static final String OPENS_CHANNELS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

  /** LMDB and stat are native; JDK 22 and later warn without it. */
  public static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  /** The JVM would otherwise map and write a statistics file in the temporary directory. */
  private static final String NO_PERF_DATA = "-XX:-UsePerfData";

  /**
   * HotSpot would ask again and again, for each method it compiles, whether there is memory for one
   * more thread that compiles: reads under {@code /sys/fs/cgroup} that would be counted as the
   * store's, up to a hundred a second. Without, all those threads are there from the beginning.
   */
  private static final String STEADY_COMPILERS = "-XX:-UseDynamicNumberOfCompilerThreads";

  private ForkFlags() {}

  /** The flags for a JDK of this feature version, 17 or later. */
  public static List<String> forFeature(int feature, Collector collector) {
    List<String> flags = new ArrayList<>(List.of(MIN_HEAP, MAX_HEAP));
    flags.addAll(collector.flags);
    flags.addAll(List.of(OPENS_NIO, OPENS_CHANNELS, NATIVE, NO_PERF_DATA, STEADY_COMPILERS));
    if (feature >= 23) {
      // JNR and Netty use sun.misc.Unsafe; without this, 24 and later print a warning. JDK 17 does
      // not know the flag.
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    return List.copyOf(flags);
  }
}
