package dev.imagestore.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the kernel does beside a run that changes figures: huge pages, clocks, processor time that
 * the host gave to others, memory that was taken away. On Linux; what can't be known is left out.
 */
final class MachineConditions {
  private static final int STEAL = 7; // Of the first eight: guests' time is in user's already.
  private static final int TIMES = 8;

  private final Path root;
  private final Map<String, Long> before;

  /**
   * Counts from now on.
   *
   * @param root where {@code proc} and {@code sys} are
   */
  MachineConditions(Path root) {
    this.root = root;
    before = counters();
  }

  /** What is set now. */
  SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>();
    for (String line : lines("sys/kernel/mm/transparent_hugepage/enabled")) {
      settings.put("transparent huge pages", line.replaceFirst(".*\\[(\\w+)].*", "$1"));
    }
    for (String line : lines("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")) {
      settings.put("governor", line.strip());
    }
    for (String line : lines("sys/kernel/mm/damon/admin/kdamonds/nr_kdamonds")) {
      boolean on =
          !line.strip().equals("0")
              && lines("sys/kernel/mm/damon/admin/kdamonds/0/state").contains("on");
      settings.put("DAMON", on ? "on" : "off");
    }
    return settings;
  }

  /** What is set, and what has happened since this was made. */
  SortedMap<String, String> now() {
    SortedMap<String, String> all = settings();
    Map<String, Long> after = counters();
    put(all, "steal", after, "steal", since(after, "time"));
    put(all, "pages swapped out", after, "pswpout", 0);
    put(all, "file pages read again", after, "workingset_refault_file", 0);
    return all;
  }

  /**
   * @param whole what it is a part of, to be shown in per cent; 0 for a plain number
   */
  private void put(
      Map<String, String> all, String name, Map<String, Long> after, String counter, long whole) {
    if (after.containsKey(counter) && before.containsKey(counter)) {
      long since = since(after, counter);
      all.put(
          name,
          whole > 0
              ? String.format(Locale.ROOT, "%.1f %%", 100.0 * since / whole)
              : String.valueOf(since));
    }
  }

  private long since(Map<String, Long> after, String counter) {
    return after.getOrDefault(counter, 0L) - before.getOrDefault(counter, 0L);
  }

  private Map<String, Long> counters() {
    Map<String, Long> counters = new HashMap<>();
    for (String line : lines("proc/vmstat")) {
      String[] words = line.split(" ");
      if (words.length == 2 && words[1].matches("\\d{1,18}")) {
        counters.put(words[0], Long.parseLong(words[1]));
      }
    }
    for (String line : lines("proc/stat")) {
      String[] times = line.split(" +");
      if (times[0].equals("cpu") && times.length > TIMES) {
        long time = 0;
        for (int i = 1; i <= TIMES; i++) {
          time += Long.parseLong(times[i]);
        }
        counters.put("time", time);
        counters.put("steal", Long.parseLong(times[1 + STEAL]));
      }
    }
    return counters;
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
