package dev.imagestore.result;

import java.util.List;

/**
 * How JMH ran a configuration, as it wrote it; empty text and lists, and 0, where the file does not
 * say.
 *
 * @param jmhVersion {@code 1.37}
 * @param jdkVersion {@code 17.0.15}
 * @param vmName {@code OpenJDK 64-Bit Server VM}
 * @param vmVersion {@code 17.0.15+6-Debian-1deb12u1}
 * @param jvmArgs flags of the forks
 * @param forks how many
 * @param warmupIterations iterations in each fork before the clock counts
 * @param warmupTime length of one, {@code 1 s}
 * @param measurementIterations iterations in each fork that count
 * @param measurementTime length of one
 * @param batchSize calls that JMH counted as one operation, 1 unless {@code -bs} was given
 */
public record RunSettings(
    String jmhVersion,
    String jdkVersion,
    String vmName,
    String vmVersion,
    List<String> jvmArgs,
    int forks,
    int warmupIterations,
    String warmupTime,
    int measurementIterations,
    String measurementTime,
    int batchSize) {
  /** Copies the list. */
  public RunSettings {
    jvmArgs = List.copyOf(jvmArgs);
  }

  /** Settings of a run without batches. */
  public RunSettings(
      String jmhVersion,
      String jdkVersion,
      String vmName,
      String vmVersion,
      List<String> jvmArgs,
      int forks,
      int warmupIterations,
      String warmupTime,
      int measurementIterations,
      String measurementTime) {
    this(
        jmhVersion,
        jdkVersion,
        vmName,
        vmVersion,
        jvmArgs,
        forks,
        warmupIterations,
        warmupTime,
        measurementIterations,
        measurementTime,
        1);
  }
}
