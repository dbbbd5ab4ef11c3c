package dev.imagestore.result;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Where and how a result file was measured: the content of {@code <same>.env.json}. A field that
 * could not be found out is empty text or 0, never a guess.
 *
 * @param schema version of this record and of what the benchmarks measure; figures of different
 *     schemas can't be compared
 * @param run what was asked for, and how it ended
 * @param machine the hardware and the operating system
 * @param workDirectory the file system that the stores were on
 * @param jdk the JVM of the forks
 * @param libraries version by name: jmh-core, lmdbjava, lmdb (native), jhdf, netty-buffer; and of
 *     the native zlib, libjpeg and libc that the JVM uses, with whose they are
 * @param commit git commit of the suite, with {@code -dirty} where it was changed; empty for a
 *     build outside git
 * @param datasets by name, as results name them
 * @param conditions what else may change figures, by name, in words: huge pages, governor,
 *     processor time that was stolen, memory that was taken away
 */
public record Environment(
    int schema,
    Run run,
    Machine machine,
    WorkDirectory workDirectory,
    Jdk jdk,
    SortedMap<String, String> libraries,
    String commit,
    SortedMap<String, Dataset> datasets,
    SortedMap<String, String> conditions) {

  /**
   * The schema that this build writes. 2: the formats of {@code lmdb} and of {@code labels.csv}
   * changed, and with them what storing and reading them takes; what was called differently in 1 is
   * in {@link Schema1}.
   */
  public static final int SCHEMA = 2;

  /**
   * The run itself.
   *
   * @param kind {@code default}, {@code quick} (not for conclusions), {@code full} or {@code
   *     custom}
   * @param started ISO-8601 with offset, UTC
   * @param seconds how long it took so far
   * @param complete false while it runs, and for good if it was killed, interrupted, or a benchmark
   *     failed
   * @param failed configurations that failed, as {@code benchmark[param=value,…]}
   * @param warnings what the user was warned about, each with what to do
   * @param arguments the command line as it was given, less paths
   */
  public record Run(
      String kind,
      String started,
      double seconds,
      boolean complete,
      List<String> failed,
      List<String> warnings,
      List<String> arguments) {}

  /**
   * The machine, without its name.
   *
   * @param cpu model name
   * @param cores that the JVM may use
   * @param memoryBytes physical memory
   * @param os {@code Linux}
   * @param kernel {@code 6.1.0-18-amd64}
   * @param arch {@code amd64}
   */
  public record Machine(
      String cpu, int cores, long memoryBytes, String os, String kernel, String arch) {}

  /**
   * The work directory, without its path.
   *
   * @param fileSystem type: {@code ext4}, {@code xfs}, {@code tmpfs}, {@code apfs}
   * @param journal {@code yes}, {@code no}, {@code copy-on-write} or {@code unknown}
   * @param options mount options, as the kernel lists them
   */
  public record WorkDirectory(String fileSystem, String journal, String options) {}

  /**
   * The JVM of the forks.
   *
   * @param feature 17, 25 …
   * @param version {@code 17.0.15+6-Debian-1deb12u1}
   * @param vendor {@code Debian}
   * @param vm {@code OpenJDK 64-Bit Server VM}
   * @param collector {@code Serial}
   * @param flags of the forks, less those that name a path
   */
  public record Jdk(
      int feature,
      String version,
      String vendor,
      String vm,
      String collector,
      List<String> flags) {}

  /**
   * A dataset that the run used.
   *
   * @param fingerprint SHA-256 of count, shapes, labels and pixels of the distinct images used
   * @param distinct distinct images used
   * @param shapes in words: {@code 32x32x3} or {@code mixed, up to 640x480x3}
   * @param bytes pixels of the distinct images used
   */
  public record Dataset(String fingerprint, long distinct, String shapes, long bytes) {}

  /** The same with the versions of some more libraries. */
  public Environment withLibraries(Map<String, String> more) {
    SortedMap<String, String> all = new java.util.TreeMap<>(libraries);
    all.putAll(more);
    return new Environment(
        schema, run, machine, workDirectory, jdk, all, commit, datasets, conditions);
  }

  /** Copies the maps. */
  public Environment {
    libraries = new java.util.TreeMap<>(Map.copyOf(libraries));
    datasets = new java.util.TreeMap<>(Map.copyOf(datasets));
    conditions = new java.util.TreeMap<>(Map.copyOf(conditions));
  }

  /** One of which no conditions are known. */
  public Environment(
      int schema,
      Run run,
      Machine machine,
      WorkDirectory workDirectory,
      Jdk jdk,
      SortedMap<String, String> libraries,
      String commit,
      SortedMap<String, Dataset> datasets) {
    this(
        schema,
        run,
        machine,
        workDirectory,
        jdk,
        libraries,
        commit,
        datasets,
        new java.util.TreeMap<>());
  }
}
