package dev.imagestore.harness;

import dev.imagestore.input.Option;
import dev.imagestore.result.BackendOptions;
import dev.imagestore.result.Names;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;

/**
 * Puts what backends and codecs declare into JMH's list of benchmarks: the names of the backends
 * that a run compares, and each option as a parameter of its own. JMH's generator knows the fields
 * of states only; everything behind it ({@code -p}, {@code -lp}, headers, JSON) goes by the list.
 * Run by the build after compiling, and by tests that add backends of their own.
 */
public final class DeclaredParameters {
  private DeclaredParameters() {}

  /**
   * Rewrites {@code META-INF/BenchmarkList}.
   *
   * @param args the directory of classes that has it, and optionally another to write it to
   */
  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0] + BenchmarkList.BENCHMARK_LIST);
    Path to = Path.of(args[args.length - 1] + BenchmarkList.BENCHMARK_LIST);
    List<BenchmarkListEntry> entries = new ArrayList<>();
    try (InputStream in = Files.newInputStream(from)) {
      for (BenchmarkListEntry entry : BenchmarkList.readBenchmarkList(in)) {
        // The map is the entry's own, and is what it writes.
        entry.getParams().get().putAll(declared());
        entries.add(entry);
      }
    }
    Files.createDirectories(to.getParent());
    try (OutputStream out = Files.newOutputStream(to)) {
      BenchmarkList.writeBenchmarkList(out, entries);
    }
  }

  /** The values of each declared parameter that a run uses unless told otherwise. */
  private static Map<String, String[]> declared() {
    Map<String, String[]> declared = new TreeMap<>();
    declared.put(
        Names.BACKEND, Backends.compared().stream().map(Backend::name).toArray(String[]::new));
    for (Option option : Backends.options()) {
      declared.put(option.name(), new String[] {BackendOptions.listed(option)});
    }
    return declared;
  }
}
