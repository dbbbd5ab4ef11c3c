package dev.imagestore.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The caller's memory for images that are read: one buffer, direct unless made otherwise, that is
 * used again for every read. A reader appends images with {@link #add} and puts their pixels at the
 * offset that it returns; the caller finds them there afterwards. Belongs to one thread.
 */
public final class ImageBatch {
  private final ByteBuffer pixels;
  private final ImageShape[] shapes;
  private final int[] labels;
  private final int[] offsets;
  private int size;
  private int end;

  /**
   * Takes memory outside the heap.
   *
   * @param images how many images fit, 1 or more
   * @param bytes how many bytes of pixels fit
   */
  public ImageBatch(int images, int bytes) {
    this(images, ByteBuffer.allocateDirect(bytes));
  }

  /** The same with an array of the Java heap. */
  public static ImageBatch onHeap(int images, int bytes) {
    return new ImageBatch(images, ByteBuffer.allocate(bytes));
  }

  private ImageBatch(int images, ByteBuffer memory) {
    pixels = memory.order(ByteOrder.LITTLE_ENDIAN);
    shapes = new ImageShape[images];
    labels = new int[images];
    offsets = new int[images + 1];
  }

  /** Forgets the images; the memory stays. */
  public void clear() {
    size = 0;
    end = 0;
  }

  /**
   * Appends an image.
   *
   * @return the offset in {@link #pixels} where its {@code shape.bytes()} bytes belong
   * @throws IndexOutOfBoundsException if the batch has no room for it
   */
  public int add(ImageShape shape, int label) {
    int offset = end;
    int bytes = shape.bytes();
    if (size == labels.length || bytes > pixels.capacity() - offset) {
      throw new IndexOutOfBoundsException(
          "a batch of "
              + labels.length
              + " images and "
              + pixels.capacity()
              + " B has no room for image "
              + size
              + " of "
              + bytes
              + " B at "
              + offset);
    }
    shapes[size] = shape;
    labels[size] = label;
    offsets[size] = offset;
    size++;
    end = offset + bytes;
    return offset;
  }

  /**
   * The memory itself, to be read and written at absolute positions or through {@link
   * ByteBuffer#position}.
   */
  public ByteBuffer pixels() {
    return pixels;
  }

  /** How many images were added since the last {@link #clear}. */
  public int size() {
    return size;
  }

  /** How many images fit. */
  public int capacity() {
    return labels.length;
  }

  /** Bytes of pixels added since the last {@link #clear}. */
  public int bytes() {
    return end;
  }

  /** The shape of the {@code i}-th image of the batch. */
  public ImageShape shape(int i) {
    return shapes[check(i)];
  }

  /** The label of the {@code i}-th image of the batch. */
  public int label(int i) {
    return labels[check(i)];
  }

  /** Where in {@link #pixels} the {@code i}-th image of the batch begins. */
  public int offset(int i) {
    return offsets[check(i)];
  }

  private int check(int i) {
    if (i < 0 || i >= size) {
      throw new IndexOutOfBoundsException("image " + i + " of a batch of " + size);
    }
    return i;
  }

  /** Overwrites the memory, so that a reader that delivers nothing is found out. */
  public void scrub() {
    clear();
    Arrays.fill(labels, -1);
    for (int i = 0; i < pixels.capacity(); i++) {
      pixels.put(i, (byte) 0xA5);
    }
  }
}
