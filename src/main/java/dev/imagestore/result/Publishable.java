package dev.imagestore.result;

import java.util.regex.Pattern;

/** Makes text fit to be published: no path of the machine in it, and so no user's name either. */
public final class Publishable {
  /** An absolute path of two parts or more, on Unix or Windows, up to its last part. */
  private static final Pattern DIRECTORIES =
      Pattern.compile(
          "(?<![\\w.])(?:[A-Za-z]:)?(?:[/\\\\][^/\\\\\\s:;,=\"']+)*[/\\\\](?=[^/\\\\\\s:;,=\"']+)");

  private Publishable() {}

  /** Reduces every absolute path in a text to its last part. */
  public static String text(String text) {
    return DIRECTORIES.matcher(text).replaceAll("");
  }
}
