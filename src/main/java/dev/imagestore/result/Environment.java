package dev.imagestore.result;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

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
      List<String> arguments) {
    /** Puts empty text, and empty lists, where there is nothing. */
    public Run {
      kind = text(kind);
      started = text(started);
      failed = texts(failed);
      warnings = texts(warnings);
      arguments = texts(arguments);
    }
  }

  /**
   * The machine, without its name.
   *
   * @param cpu model name
   * @param cores that the JVM may use
   * @param memoryBytes physical memory
   * @param os {@code Linux}
   * @param kernel {@code 6.1.0-18-amd64}
   * @param arch {@code amd64}
   * @param lastLevelCacheBytes of the processor's largest cache; 0 if it is not known
   */
  public record Machine(
      String cpu,
      int cores,
      long memoryBytes,
      String os,
      String kernel,
      String arch,
      long lastLevelCacheBytes) {
    /** A machine of whose caches nothing is known. */
    public Machine(String cpu, int cores, long memoryBytes, String os, String kernel, String arch) {
      this(cpu, cores, memoryBytes, os, kernel, arch, 0);
    }

    /** Puts empty text where there is nothing. */
    public Machine {
      cpu = text(cpu);
      os = text(os);
      kernel = text(kernel);
      arch = text(arch);
    }
  }

  /**
   * The work directory, without its path.
   *
   * @param fileSystem type: {@code ext4}, {@code xfs}, {@code tmpfs}, {@code apfs}
   * @param journal {@code yes}, {@code no}, {@code copy-on-write} or {@code unknown}
   * @param options mount options, as the kernel lists them
   */
  public record WorkDirectory(String fileSystem, String journal, String options) {
    /** Puts empty text where there is nothing. */
    public WorkDirectory {
      fileSystem = text(fileSystem);
      journal = text(journal);
      options = text(options);
    }
  }

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
      int feature, String version, String vendor, String vm, String collector, List<String> flags) {
    /** Puts empty text, and an empty list, where there is nothing. */
    public Jdk {
      version = text(version);
      vendor = text(vendor);
      vm = text(vm);
      collector = text(collector);
      flags = texts(flags);
    }
  }

  /**
   * A dataset that the run used.
   *
   * @param fingerprint SHA-256 of count, shapes, labels and pixels of the distinct images used
   * @param distinct distinct images used
   * @param shapes in words: {@code 32x32x3} or {@code mixed, up to 640x480x3}
   * @param bytes pixels of the distinct images used
   */
  public record Dataset(String fingerprint, long distinct, String shapes, long bytes) {
    /** Puts empty text where there is nothing. */
    public Dataset {
      fingerprint = text(fingerprint);
      shapes = text(shapes);
    }
  }

  /** The same with the versions of some more libraries. */
  public Environment withLibraries(Map<String, String> more) {
    SortedMap<String, String> all = new TreeMap<>(libraries);
    all.putAll(more);
    return new Environment(
        schema, run, machine, workDirectory, jdk, all, commit, datasets, conditions);
  }

  /** Copies the maps; what is missing is empty. */
  public Environment {
    run = run == null ? new Run(null, null, 0, false, null, null, null) : run;
    machine = machine == null ? new Machine(null, 0, 0, null, null, null) : machine;
    workDirectory = workDirectory == null ? new WorkDirectory(null, null, null) : workDirectory;
    jdk = jdk == null ? new Jdk(0, null, null, null, null, null) : jdk;
    libraries = copy(libraries);
    commit = text(commit);
    datasets = copy(datasets);
    conditions = copy(conditions);
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
    this(schema, run, machine, workDirectory, jdk, libraries, commit, datasets, null);
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }

  private static List<String> texts(List<String> texts) {
    return texts == null ? List.of() : texts.stream().map(Environment::text).toList();
  }

  private static <V> SortedMap<String, V> copy(SortedMap<String, V> map) {
    SortedMap<String, V> copy = map == null ? new TreeMap<>() : new TreeMap<>(map);
    copy.values().removeIf(Objects::isNull);
    return copy;
  }
}
