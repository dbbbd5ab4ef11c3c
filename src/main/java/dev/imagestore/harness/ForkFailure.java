package dev.imagestore.harness;

import dev.imagestore.result.Publishable;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;

/** Finds out whether forks failed, and in what JMH said about them why. */
final class ForkFailure {
  private static final int LONGEST = 200;

  private static final Pattern EXIT = Pattern.compile("<forked VM failed with exit code (-?\\d+)>");
  private static final String NO_START = "<failed to invoke the VM";

  /** The first line of a Java exception, and what the launcher or HotSpot say before they end. */
  private static final Pattern CAUSE =
      Pattern.compile(
          "(?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error)\\b.*|Unrecognized .*|Error: .*"
              + "|Error occurred during initialization.*|# {2}SIG.*|.*OutOfMemoryError.*");

  /** What JMH prints when a fork throws, ends before its time, or says what is not an answer. */
  private static final Pattern NOTICE =
      Pattern.compile(
          "<failure>\\s*$|<forked VM failed|<binary link had failed", Pattern.MULTILINE);

  private ForkFailure() {}

  /**
   * True unless every fork measured all of its iterations. JMH keeps what a fork that fails has
   * measured before, and leaves out a fork that has measured nothing; a store that is found wrong
   * when the trial ends costs it no more than the last iteration.
   *
   * @param results of one configuration
   * @param forks that were asked for; 0 runs in this process
   * @param said all that JMH printed since they began
   */
  static boolean happened(Collection<RunResult> results, int forks, String said) {
    return results.isEmpty()
        || !results.stream().allMatch(result -> isWhole(result, Math.max(1, forks)))
        || NOTICE.matcher(said).find();
  }

  private static boolean isWhole(RunResult result, int forks) {
    int iterations = result.getParams().getMeasurement().getCount();
    return result.getBenchmarkResults().size() == forks
        && result.getBenchmarkResults().stream()
            .allMatch(fork -> fork.getIterationResults().size() == iterations);
  }

  /**
   * The reason in one line, without paths.
   *
   * @param said all that JMH printed since the fork began
   */
  static String reason(String said) {
    List<String> lines = said.lines().map(String::strip).toList();
    String exit = "";
    String cause = "";
    for (String line : lines) {
      Matcher status = EXIT.matcher(line);
      // Behind the number of an iteration, where it ends one.
      if (status.find()) {
        exit = "exit status " + status.group(1);
      } else if (line.startsWith(NO_START)) {
        exit = line.replaceAll("[<>]", "");
      } else if (cause.isEmpty() && CAUSE.matcher(line).matches()) {
        cause = line.replaceFirst("^#\\s*", "");
      }
    }
    String reason = exit.isEmpty() || cause.isEmpty() ? exit + cause : exit + ": " + cause;
    if (reason.isEmpty()) {
      return "its fork failed; what JMH printed says more";
    }
    String text = Publishable.text(reason.replaceAll("\\p{Cc}", " "));
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
