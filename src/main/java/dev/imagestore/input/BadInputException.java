package dev.imagestore.input;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something that a user gave can't be used: a file, a name, a number. The message is one line that
 * a person can act on; it is shown as it is, without a stack trace, and the exit status is not 0.
 */
public final class BadInputException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception from a finished line. */
  public BadInputException(String message) {
    super(message);
  }

  /**
   * Makes the exception from a finished line and what caused it, which only {@code --stacktrace}
   * shows.
   */
  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A file that is not what it should be.
   *
   * @param file the file
   * @param expected what was expected there, and where in the file if that is known
   * @param found what stands there instead
   */
  public static BadInputException of(Path file, String expected, String found) {
    return new BadInputException(file + ": expected " + expected + ", found " + found);
  }

  /** The same, with what to do about it. */
  public static BadInputException of(Path file, String expected, String found, String remedy) {
    return new BadInputException(
        file + ": expected " + expected + ", found " + found + "; " + remedy);
  }
}
