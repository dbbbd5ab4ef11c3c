package dev.imagestore.result;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Results from before the threads that read a whole set shared its images: each read all of them.
 * Applied when they are read, so that they are not taken for what is measured today. Frozen: such
 * files are not written any more. They are known by a parameter that they lack.
 */
final class UnsharedReads {
  /** The parameter that tells them apart, and what it says. */
  static final String PARAMETER = "eachThread";

  private static final String ALL = "all";

  private UnsharedReads() {}

  /** The parameters by which results are known today. */
  static SortedMap<String, String> today(
      String benchmark, int threads, SortedMap<String, String> params) {
    boolean shares = Workload.of(Key.shortName(benchmark)).map(Workload::isShared).orElse(false);
    if (!shares || threads < 2 || params.containsKey(Condition.OPENING.parameter())) {
      return params;
    }
    SortedMap<String, String> told = new TreeMap<>(params);
    told.put(PARAMETER, ALL);
    return told;
  }
}
