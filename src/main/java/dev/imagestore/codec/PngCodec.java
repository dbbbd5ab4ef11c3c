package dev.imagestore.codec;

/** What encodes and decodes PNG files. */
public enum PngCodec {
  /** The suite's own. */
  own
}
