package dev.imagestore.codec;

import java.io.IOException;

/**
 * Bytes that are not a whole, valid PNG. The message is one line without the name of a file, which
 * only the caller knows.
 */
public final class PngException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception from a finished line. */
  public PngException(String message) {
    super(message);
  }

  /** Makes the exception from a finished line and what a library threw. */
  PngException(String message, Throwable cause) {
    super(message, cause);
  }

  static PngException of(String expected, String found) {
    return of(expected, found, null);
  }

  static PngException of(String expected, String found, Throwable cause) {
    return new PngException("expected " + expected + ", found " + found, cause);
  }
}
