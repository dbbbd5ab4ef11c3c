package dev.imagestore.track;

import dev.imagestore.result.Environment;
import java.util.List;

/**
 * What a tracked run is: written once, at its beginning. A run is resumed only as what it was
 * begun.
 *
 * @param started ISO-8601 with offset, UTC
 * @param argumentsSha256 of JMH's arguments: they may name paths, which are not published
 * @param arguments the same, fit to be published
 * @param rounds without extra ones
 * @param seed of the schedule
 * @param configurations names, in the order of the files to be
 * @param arms the baseline first
 */
record Header(
    String started,
    String argumentsSha256,
    List<String> arguments,
    int rounds,
    long seed,
    List<String> configurations,
    List<ArmHeader> arms) {
  Header {
    arguments = List.copyOf(arguments);
    configurations = List.copyOf(configurations);
    arms = List.copyOf(arms);
  }

  /**
   * One arm.
   *
   * @param name as published
   * @param jdk version and vendor; empty where it does not start
   * @param jarSha256 of the build
   * @param again true if it is the baseline a second time
   * @param lost why nothing could be run on it from the beginning; empty if it could
   * @param environment of its forks; null where nothing could be run
   */
  record ArmHeader(
      String name,
      String jdk,
      String jarSha256,
      boolean again,
      String lost,
      Environment environment) {}
}
