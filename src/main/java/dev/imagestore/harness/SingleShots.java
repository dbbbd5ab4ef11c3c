package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Condition;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * How what can only be measured in single shots is run, {@link Workload#isSingleShot}: JMH's mode
 * for it, and a number of iterations that does not depend on how fast they are.
 */
final class SingleShots {
  /** Images that are read of a cold store in one shot, where the store stays open. */
  private static final int MOST_READS = 100;

  /**
   * At most one in so many images is read in a shot: what is read brings its neighbours into
   * memory, and the more were read, the less is cold.
   */
  private static final int ONE_IN = 10;

  private SingleShots() {}

  /**
   * JMH's settings where the user and the run's size leave them open.
   *
   * @param params of JMH
   * @param threads of the benchmark
   */
  static List<String> settings(Workload workload, Map<String, String> params, int threads) {
    if (workload == Workload.FIRST_IMAGE) {
      return List.of("-wi", "0", "-i", "1");
    }
    if (workload.isStore()) {
      return List.of("-wi", "1", "-i", "4");
    }
    List<String> settings = new ArrayList<>(List.of("-wi", "1", "-i", "5"));
    if (staysOpen(workload)) {
      String reads = Long.toString(reads(params, threads));
      settings.addAll(List.of("-bs", reads, "-wbs", reads));
    }
    return settings;
  }

  private static boolean staysOpen(Workload workload) {
    return workload == Workload.READ_RANDOM || workload == Workload.READ_TIMED;
  }

  private static long reads(Map<String, String> params, int threads) {
    return Math.max(1, Math.min(MOST_READS, cutoff(params) / ONE_IN / threads));
  }

  /** How many images; of what is no number the plan says so later. */
  private static long cutoff(Map<String, String> params) {
    String cutoff = params.get(Names.CUTOFF);
    return cutoff.matches("[0-9]{1,9}") ? Long.parseLong(cutoff) : Integer.MAX_VALUE;
  }

  /**
   * Refuses what would measure something else than single shots.
   *
   * @throws BadInputException that says which argument to leave out
   */
  static void check(
      Workload workload,
      Map<String, String> params,
      Mode mode,
      int threads,
      CommandLineOptions user)
      throws BadInputException {
    String what = what(workload, params);
    if (mode != Mode.SingleShotTime) {
      throw new BadInputException(
          what
              + " is measured in single shots, not in mode "
              + mode.shortLabel()
              + "; leave -bm out");
    }
    if (workload == Workload.FIRST_IMAGE
        && (user.getWarmupIterations().orElse(0) != 0
            || user.getMeasurementIterations().orElse(1) != 1
            || user.getMeasurementBatchSize().orElse(1) != 1
            || threads != 1)) {
      throw new BadInputException(
          what
              + " is one image in each fork; leave -wi, -i, -bs and -t out, and choose forks by -f");
    }
    long cutoff = cutoff(params);
    long batch = user.getMeasurementBatchSize().orElse(1);
    if (staysOpen(workload) && batch * threads > cutoff) {
      throw new BadInputException(
          what
              + ": expected -bs of at most "
              + cutoff / threads
              + ", so that no image is read twice, found "
              + batch);
    }
  }

  private static String what(Workload workload, Map<String, String> params) {
    String benchmark = workload.benchmark().replaceFirst(".*\\.", "");
    Condition condition = workload.isStore() ? Condition.PAGES : Condition.CACHE;
    return workload == Workload.FIRST_IMAGE
        ? benchmark
        : benchmark + " with " + condition.parameter() + "=" + condition.of(params);
  }
}
