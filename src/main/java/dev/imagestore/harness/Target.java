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
 * @param control how much slower than the baseline it is known to be, 0 for the baseline again;
 *     null for what is compared
 */
public record Target(String name, InstalledJdk jdk, Path jar, String sha256, Double control) {
  private static final String AGAIN = "-again";
  private static final String PLANTED = "-planted";

  /**
   * Every JDK with every jar, the JDKs of the first jar first. The first is the baseline. Controls
   * follow; where there is nothing else, the baseline again is what is compared.
   *
   * @param jdks at least one
   * @param jars at least one
   * @param aa whether the baseline is measured a second time
   * @param planted the slowdown of a baseline to which work is added; 0 for none
   * @throws BadInputException if a jar can't be read
   */
  public static List<Target> of(
      List<InstalledJdk> jdks, List<Path> jars, boolean aa, double planted) throws IOException {
    List<String> jdkNames = unique(jdks.stream().map(jdk -> name(jdk, jdks)).toList());
    List<String> jarNames = unique(jars.stream().map(Target::name).toList());
    List<Target> targets = new ArrayList<>();
    for (int j = 0; j < jars.size(); j++) {
      String sha256 = Build.of(jars.get(j)).sha256();
      for (int k = 0; k < jdks.size(); k++) {
        String name = jdkNames.get(k) + (jars.size() == 1 ? "" : "-" + jarNames.get(j));
        targets.add(new Target(name, jdks.get(k), jars.get(j), sha256, null));
      }
    }
    Target base = targets.get(0);
    if (aa) {
      targets.add(base.control(AGAIN, targets.size() == 1 ? null : Double.valueOf(0)));
    }
    if (planted > 0) {
      targets.add(base.control(PLANTED, planted));
    }
    return List.copyOf(targets);
  }

  private Target control(String suffix, Double slower) {
    return new Target(name + suffix, jdk, jar, sha256, slower);
  }

  /** The slowdown that its forks plant, 0 for none. */
  double planted() {
    return control == null ? 0 : control;
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
