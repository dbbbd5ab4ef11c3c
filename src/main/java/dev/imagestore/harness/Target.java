package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the things that are compared: a JDK with a build of the suite.
 *
 * @param name as it may be published: {@code jdk17}, {@code jdk25-benchmarks}, {@code jdk17-again}
 * @param jdk that runs the harness and its forks
 * @param jar the build
 * @param sha256 of the jar
 * @param again true if this is the baseline a second time, as the noise floor
 */
public record Target(String name, InstalledJdk jdk, Path jar, String sha256, boolean again) {
  private static final String AGAIN = "-again";

  /**
   * Every JDK with every jar, the JDKs of the first jar first. The first is the baseline.
   *
   * @param jdks at least one
   * @param jars at least one
   * @param aa whether the baseline is measured a second time
   * @throws BadInputException if a jar can't be read
   */
  public static List<Target> of(List<InstalledJdk> jdks, List<Path> jars, boolean aa) throws IOException {
    List<String> jdkNames = unique(jdks.stream().map(jdk -> name(jdk, jdks)).toList());
    List<String> jarNames = unique(jars.stream().map(Target::name).toList());
    List<Target> targets = new ArrayList<>();
    for (int j = 0; j < jars.size(); j++) {
      String sha256 = Build.of(jars.get(j)).sha256();
      for (int k = 0; k < jdks.size(); k++) {
        String name = jdkNames.get(k) + (jars.size() == 1 ? "" : "-" + jarNames.get(j));
        targets.add(new Target(name, jdks.get(k), jars.get(j), sha256, false));
      }
    }
    if (aa) {
      Target base = targets.get(0);
      targets.add(new Target(base.name() + AGAIN, base.jdk(), base.jar(), base.sha256(), true));
    }
    return List.copyOf(targets);
  }

  /** {@code jdk17}; with its version where another of the same feature version is measured. */
  private static String name(InstalledJdk jdk, List<InstalledJdk> all) {
    if (jdk.feature() == 0) {
      return fit(String.valueOf(jdk.home().getFileName()));
    }
    boolean alone =
        all.stream().filter(other -> other.feature() == jdk.feature()).limit(2).count() == 1;
    return "jdk" + (alone ? "" + jdk.feature() : fit(jdk.version()));
  }

  private static String name(Path jar) {
    return fit(String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", ""));
  }

  /** Fit for a file's name anywhere. */
  private static String fit(String name) {
    String fit = name.replaceAll("[^A-Za-z0-9.+_-]+", "-").replaceAll("^[.-]+", "");
    return fit.isEmpty() ? "unnamed" : fit.substring(0, Math.min(60, fit.length()));
  }

  private static List<String> unique(List<String> names) {
    Map<String, Integer> times = new HashMap<>();
    return names.stream()
        .map(
            name -> {
              int before = times.merge(name, 1, Integer::sum);
              return before == 1 ? name : name + "-" + before;
            })
        .toList();
  }
}
