package dev.imagestore.codec;

import java.io.IOException;

/**
 * Bytes that are not a whole, valid file of the codec. The message is one line without the name of
 * a file, which only the caller knows.
 */
public final class CodecException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception from a finished line. */
  public CodecException(String message) {
    super(message);
  }

  /** Makes the exception from a finished line and what a library threw. */
  public CodecException(String message, Throwable cause) {
    super(message, cause);
  }

  /** One that says what was expected and what was found instead. */
  public static CodecException of(String expected, String found) {
    return of(expected, found, null);
  }

  /** The same, with what a library threw. */
  public static CodecException of(String expected, String found, Throwable cause) {
    return new CodecException("expected " + expected + ", found " + found, cause);
  }
}
