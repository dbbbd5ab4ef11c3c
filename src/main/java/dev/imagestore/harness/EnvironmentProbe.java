package dev.imagestore.harness;

import com.sun.management.OperatingSystemMXBean;
import dev.imagestore.result.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.lmdbjava.Meta;

/**
 * Finds out where a run takes place: machine, JDK, libraries, commit. What can't be found out stays
 * empty.
 */
final class EnvironmentProbe {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** By the name of the bean that collects the young. */
  private static final Map<String, String> COLLECTORS =
      Map.of("Copy", "Serial", "G1 Young Generation", "G1", "PS Scavenge", "Parallel");

  private EnvironmentProbe() {}

  /** All of it. */
  static Environment environment(
      Environment.Run run,
      Environment.WorkDirectory fileSystem,
      InstalledJdk jdk,
      List<String> flags,
      SortedMap<String, Environment.Dataset> datasets) {
    return new Environment(
        Environment.SCHEMA,
        run,
        machine(),
        fileSystem,
        jdk(jdk, flags),
        libraries(jdk),
        commit(),
        datasets,
        new MachineConditions(Path.of("/")).settings());
  }

  /** The machine, without its name. */
  static Environment.Machine machine() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Environment.Machine(
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        lastLevelCache(Path.of("/")));
  }

  /**
   * Bytes of the largest cache of the first processor; 0 where nobody says.
   *
   * @param root where {@code sys} is
   */
  static long lastLevelCache(Path root) {
    Path caches = root.resolve("sys/devices/system/cpu/cpu0/cache");
    long largest = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(caches, "index*")) {
      for (Path cache : all) {
        String size = Files.readString(cache.resolve("size")).strip();
        if (size.matches("[0-9]{1,9}K")) {
          largest = Math.max(largest, Long.parseLong(size.replace("K", "")) << 10);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return 0;
    }
    return largest;
  }

  /** The JVM of the forks, with the flags that all of them get. */
  static Environment.Jdk jdk(InstalledJdk jdk, List<String> flags) {
    return new Environment.Jdk(
        jdk.feature(), jdk.version(), jdk.vendor(), jdk.vm(), collector(flags), flags);
  }

  /** Versions by name; the native ones of a JDK only if it is the one that runs this. */
  static SortedMap<String, String> libraries(InstalledJdk jdk) {
    SortedMap<String, String> versions = new TreeMap<>();
    Properties built = resource("/dev/imagestore/libraries.properties");
    built.stringPropertyNames().forEach(name -> versions.put(name, built.getProperty(name)));
    Meta.Version lmdb = Meta.version();
    if (jdk.equals(InstalledJdk.current())) {
      versions.putAll(NativeLibraries.ofThisProcess());
    }
    versions.put("lmdb", lmdb.major + "." + lmdb.minor + "." + lmdb.patch);
    return versions;
  }

  /** The commit that the jar was built from. */
  static String commit() {
    Properties git = resource("/dev/imagestore/git.properties");
    String commit = git.getProperty("git.commit.id.full", git.getProperty("git.commit.id", ""));
    return commit.isEmpty() || !Boolean.parseBoolean(git.getProperty("git.dirty"))
        ? commit
        : commit + "-dirty";
  }

  private static String collector(List<String> flags) {
    for (String flag : flags) {
      if (flag.matches("-XX:\\+Use\\w+GC")) {
        return flag.substring("-XX:+Use".length(), flag.length() - "GC".length());
      }
    }
    return chosen();
  }

  /** The one that this JVM chose by itself, as another of its JDK will. */
  private static String chosen() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      String name = COLLECTORS.get(bean.getName());
      if (name != null) {
        return name;
      }
    }
    return "";
  }

  private static String cpu() {
    try {
      if (Files.isReadable(CPU_INFO)) {
        for (String line : Files.readAllLines(CPU_INFO)) {
          if (line.startsWith("model name") || line.startsWith("Model")) {
            return line.substring(line.indexOf(':') + 1).strip();
          }
        }
        return "";
      }
      Process sysctl = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
      try {
        sysctl.getOutputStream().close();
        String name =
            new String(sysctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return sysctl.waitFor(5, TimeUnit.SECONDS) ? name : "";
      } finally {
        sysctl.destroyForcibly();
      }
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static Properties resource(String name) {
    Properties properties = new Properties();
    try (InputStream in = EnvironmentProbe.class.getResourceAsStream(name)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return new Properties();
    }
    return properties;
  }

  /** Arguments as they may be published: paths reduced to their last part. */
  static List<String> publishable(List<String> arguments, Map<String, String> publicNames) {
    return arguments.stream()
        .map(
            argument -> {
              String named = argument;
              for (Map.Entry<String, String> name : publicNames.entrySet()) {
                named = named.replace(name.getKey(), name.getValue());
              }
              return dev.imagestore.result.Publishable.text(named);
            })
        .toList();
  }
}
