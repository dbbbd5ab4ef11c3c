package dev.imagestore.analysis;

import dev.imagestore.result.Environment;

/**
 * What must stay the same for times to be followed: one machine, one set of images, one JDK feature
 * version. What else changes is what a change may come from.
 *
 * @param cpu model name
 * @param cores that the JVM may use
 * @param gibibytes of memory, rounded: kernels differ by some megabytes in what they keep
 * @param arch {@code amd64}
 * @param fileSystem that the stores were on
 * @param jdk feature version: 17, 25
 * @param dataset as the first run called it; empty where results don't name one
 * @param fingerprint of its images; empty where it is not known
 * @param schema of what the benchmarks measure
 */
public record TrendPlace(
    String cpu,
    int cores,
    long gibibytes,
    String arch,
    String fileSystem,
    int jdk,
    String dataset,
    String fingerprint,
    int schema) {
  private static final int SHOWN = 8;

  static TrendPlace of(Environment environment, String dataset, String fingerprint) {
    Environment.Machine machine = environment.machine();
    return new TrendPlace(
        machine.cpu(),
        machine.cores(),
        Math.round(machine.memoryBytes() / (double) (1L << 30)),
        machine.arch(),
        environment.workDirectory().fileSystem(),
        environment.jdk().feature(),
        dataset,
        fingerprint,
        environment.schema());
  }

  /** The same place for every JDK. */
  TrendPlace anyJdk() {
    return new TrendPlace(cpu, cores, gibibytes, arch, fileSystem, 0, dataset, fingerprint, schema);
  }

  /** In one line; without the JDK for {@link #anyJdk}. */
  public String label() {
    StringBuilder label = new StringBuilder();
    label.append(cpu.isEmpty() ? "unknown CPU" : cpu).append(", ").append(cores);
    label.append(cores == 1 ? " core, " : " cores, ").append(gibibytes).append(" GiB");
    label.append(fileSystem.isEmpty() ? "" : ", " + fileSystem);
    label.append(jdk == 0 ? "" : " · JDK " + jdk);
    if (!dataset.isEmpty()) {
      label.append(" · ").append(dataset);
    }
    if (!fingerprint.isEmpty()) {
      label.append(" (images ");
      label.append(fingerprint, 0, Math.min(SHOWN, fingerprint.length())).append(')');
    }
    if (schema != Environment.SCHEMA) {
      label.append(" · schema ").append(schema);
    }
    return label.toString();
  }
}
