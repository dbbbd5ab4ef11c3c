package dev.imagestore.harness;

import dev.imagestore.result.Publishable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in what JMH said about a fork why it failed. */
final class ForkFailure {
  private static final int LONGEST = 200;

  private static final Pattern EXIT = Pattern.compile("<forked VM failed with exit code (-?\\d+)>");
  private static final String NO_START = "<failed to invoke the VM";

  /** The first line of a Java exception, and what the launcher or HotSpot say before they end. */
  private static final Pattern CAUSE =
      Pattern.compile(
          "(?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error)\\b.*|Unrecognized .*|Error: .*"
              + "|Error occurred during initialization.*|# {2}SIG.*|.*OutOfMemoryError.*");

  private ForkFailure() {}

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
      if (status.matches()) {
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
