package dev.imagestore.store;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Images of random pixels in memory, of any shapes; the same for a seed. */
public final class TestImages implements ImageSet {
  private final List<ImageShape> shapes;
  private final int[] labels;
  private final int[] offsets;
  private final ByteBuffer pixels;
  private final long count;
  private final boolean signed;

  private TestImages(
      List<ImageShape> shapes,
      int[] labels,
      int[] offsets,
      ByteBuffer pixels,
      long count,
      boolean signed) {
    this.shapes = shapes;
    this.labels = labels;
    this.offsets = offsets;
    this.pixels = pixels;
    this.count = count;
    this.signed = signed;
  }

  /** One image a shape, with the labels 0, 1, 2, … modulo 10. */
  public static TestImages of(long seed, ImageShape... shapes) {
    int[] labels = new int[shapes.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 10;
    }
    return of(seed, labels, shapes);
  }

  /** One image a shape. */
  public static TestImages of(long seed, int[] labels, ImageShape... shapes) {
    int[] offsets = new int[shapes.length + 1];
    for (int i = 0; i < shapes.length; i++) {
      offsets[i + 1] = Math.addExact(offsets[i], shapes[i].bytes());
    }
    byte[] bytes = new byte[offsets[shapes.length]];
    new SplittableRandom(seed).nextBytes(bytes);
    ByteBuffer pixels = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    return new TestImages(
        List.of(shapes), labels.clone(), offsets, pixels.asReadOnlyBuffer(), shapes.length, false);
  }

  /** {@code n} images of one shape. */
  public static TestImages uniform(long seed, int n, ImageShape shape) {
    ImageShape[] shapes = new ImageShape[n];
    Arrays.fill(shapes, shape);
    return of(seed, shapes);
  }

  /** The same with samples that are signed. */
  public TestImages withSign() {
    return new TestImages(shapes, labels, offsets, pixels, count, true);
  }

  private int index(long id) {
    if (id < 0 || id >= count) {
      throw new IndexOutOfBoundsException("image " + id + " of " + count);
    }
    return (int) (id % labels.length);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public long distinct() {
    return Math.min(count, labels.length);
  }

  @Override
  public ImageShape shape(long id) {
    return shapes.get(index(id));
  }

  @Override
  public int label(long id) {
    return labels[index(id)];
  }

  @Override
  public int maxLabel() {
    return Arrays.stream(labels, 0, (int) distinct()).max().orElseThrow();
  }

  @Override
  public int maxImageBytes() {
    return shapes.stream().limit(distinct()).mapToInt(ImageShape::bytes).max().orElseThrow();
  }

  @Override
  public boolean uniform() {
    return shapes.stream().limit(distinct()).distinct().count() == 1;
  }

  @Override
  public boolean signed() {
    return signed;
  }

  @Override
  public long totalBytes() {
    int n = labels.length;
    return count / n * offsets[n] + offsets[(int) (count % n)];
  }

  @Override
  public void copyPixels(long id, ByteBuffer target) {
    int i = index(id);
    int bytes = shapes.get(i).bytes();
    target.put(target.position(), pixels, offsets[i], bytes);
    target.position(target.position() + bytes);
  }

  @Override
  public void copyPixels(long id, byte[] target, int offset) {
    int i = index(id);
    pixels.get(offsets[i], target, offset, shapes.get(i).bytes());
  }

  @Override
  public ByteBuffer run(long firstId, int maxBytes) {
    int first = index(firstId);
    int end = first + runLength(firstId, maxBytes);
    return pixels
        .slice(offsets[first], offsets[end] - offsets[first])
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int runLength(long firstId, int maxBytes) {
    int first = index(firstId);
    long most = Math.min(labels.length, first + count - firstId);
    int end = first + 1;
    while (end < most && offsets[end + 1] - offsets[first] <= maxBytes) {
      end++;
    }
    return end - first;
  }

  @Override
  public TestImages first(long wanted) {
    return new TestImages(shapes, labels, offsets, pixels, wanted, signed);
  }

  @Override
  public String fingerprint() {
    throw new UnsupportedOperationException("no store asks for it");
  }
}
