package dev.imagestore.image;

import java.nio.ByteBuffer;

/**
 * Images and their labels in memory, numbered from 0. Immutable, and safe to use from several
 * threads. A set of more images than there are distinct ones goes round again: image {@code id} is
 * distinct image {@code id % distinct()}; the distinct images are in memory once, whatever {@link
 * #count()} says.
 */
public interface ImageSet {

  /** How many images the set holds, 1 or more. */
  long count();

  /** How many of them are distinct. */
  long distinct();

  /** The shape of image {@code id}. */
  ImageShape shape(long id);

  /** The label of image {@code id}, 0 or more. */
  int label(long id);

  /** The largest label of the set. */
  int maxLabel();

  /** The bytes of the largest image of the set. */
  int maxImageBytes();

  /** True if all images have one shape, then {@code shape(0)}. */
  boolean uniform();

  /**
   * True if the samples of all images are signed, two's complement. It says what the bits mean, and
   * changes none: a store whose format has a word for it records it, and no reader gives it back.
   */
  boolean signed();

  /** The bytes of all {@link #count()} images together. */
  long totalBytes();

  /**
   * Copies the pixels of image {@code id} to {@code target}'s position and moves the position
   * behind them.
   */
  void copyPixels(long id, ByteBuffer target);

  /** Copies the pixels of image {@code id} into {@code target} from {@code offset} on. */
  void copyPixels(long id, byte[] target, int offset);

  /**
   * The pixels of image {@code firstId} and as many of those that follow it as lie behind it in
   * memory, without a copy: whole images only, at least one, and no more than {@code maxBytes}
   * unless the first alone is larger.
   *
   * @return a read-only buffer from position 0 to its limit, direct unless the class says
   *     otherwise; it holds {@link #runLength} images
   */
  ByteBuffer run(long firstId, int maxBytes);

  /** How many images {@link #run} returns for the same arguments. */
  int runLength(long firstId, int maxBytes);

  /**
   * The first {@code count} images of this set, going round again if there are fewer. A view, not a
   * copy.
   */
  ImageSet first(long count);

  /**
   * SHA-256, in hex, over count, shapes, labels and pixels of the distinct images: two sets with
   * one fingerprint are the same.
   */
  String fingerprint();
}
