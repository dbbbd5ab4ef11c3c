package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The distinct images of an {@link ImageFile}, mapped read-only. Java maps at most 2 GiB at once,
 * so larger files are mapped in windows; a window holds whole images only.
 */
final class MappedImages {
  private final ByteBuffer[] windows;

  /** The first image of each window, and the count of images at the end. */
  private final int[] firstOfWindow;

  private final ImageShape[] shapes;

  /** The number of each image's shape; empty if there is only one. */
  private final int[] shapeOf;

  /** Where in its window each image begins; empty if all are of one size. */
  private final int[] offsets;

  private final int[] labels;
  private final boolean signed;
  private final String fingerprint;

  private MappedImages(
      ByteBuffer[] windows,
      int[] firstOfWindow,
      ImageShape[] shapes,
      int[] shapeOf,
      int[] offsets,
      int[] labels,
      boolean signed,
      String fingerprint) {
    this.windows = windows;
    this.firstOfWindow = firstOfWindow;
    this.shapes = shapes;
    this.shapeOf = shapeOf;
    this.offsets = offsets;
    this.labels = labels;
    this.signed = signed;
    this.fingerprint = fingerprint;
  }

  /**
   * Maps the images.
   *
   * @param start where in the file the pixels begin
   * @param pixelBytes how many bytes of them there are
   * @param window how many bytes to map at once, unless one image is larger
   */
  static ImageSet map(
      Path file,
      FileChannel channel,
      long start,
      long pixelBytes,
      ImageShape[] shapes,
      int[] shapeOf,
      int[] labels,
      boolean signed,
      String fingerprint,
      int window)
      throws IOException {
    boolean mixed = shapes.length > 1;
    int[] offsets = new int[mixed ? labels.length : 0];
    List<ByteBuffer> windows = new ArrayList<>();
    List<Integer> firsts = new ArrayList<>();
    long windowStart = 0;
    long end = 0;
    for (int i = 0; i < labels.length; i++) {
      int bytes = shapes[mixed ? shapeOf[i] : 0].bytes();
      if (end > windowStart && end + bytes - windowStart > window) {
        windows.add(map(file, channel, start, pixelBytes, windowStart, end));
        windowStart = end;
      }
      if (end == windowStart) {
        firsts.add(i);
      }
      if (mixed) {
        offsets[i] = (int) (end - windowStart);
      }
      end += bytes;
    }
    if (end != pixelBytes) {
      throw BadInputException.of(
          file, pixelBytes + " B of pixels, as its header says", "shapes that take " + end + " B");
    }
    windows.add(map(file, channel, start, pixelBytes, windowStart, end));
    firsts.add(labels.length);
    MappedImages images =
        new MappedImages(
            windows.toArray(new ByteBuffer[0]),
            firsts.stream().mapToInt(Integer::intValue).toArray(),
            shapes,
            shapeOf,
            offsets,
            labels,
            signed,
            fingerprint);
    return images.new View(labels.length, labels.length);
  }

  private static ByteBuffer map(
      Path file, FileChannel channel, long start, long pixelBytes, long from, long to)
      throws IOException {
    if (to > pixelBytes) {
      throw BadInputException.of(
          file, pixelBytes + " B of pixels, as its header says", "shapes that take " + to + " B");
    }
    return channel.map(FileChannel.MapMode.READ_ONLY, start + from, to - from);
  }

  private ImageShape shape(int i) {
    return shapes[shapeOf.length == 0 ? 0 : shapeOf[i]];
  }

  private int window(int i) {
    if (windows.length == 1) {
      return 0;
    }
    int at = Arrays.binarySearch(firstOfWindow, i);
    return at >= 0 ? at : -at - 2;
  }

  private int offset(int window, int i) {
    return offsets.length == 0 ? (i - firstOfWindow[window]) * shapes[0].bytes() : offsets[i];
  }

  /** Bytes of the first {@code n} distinct images, 0 to all. */
  private long bytesOfFirst(int n) {
    if (shapes.length == 1) {
      return (long) n * shapes[0].bytes();
    }
    long bytes = 0;
    for (int i = 0; i < n; i++) {
      bytes += shape(i).bytes();
    }
    return bytes;
  }

  /** The first {@code count} images, going round after the first {@code available}. */
  private final class View implements ImageSet {
    private final long count;
    private final int distinct;
    private final int maxLabel;
    private final int maxImageBytes;
    private final boolean uniform;
    private final long totalBytes;
    private String ownFingerprint;

    View(long count, int available) {
      this.count = count;
      distinct = (int) Math.min(count, available);
      int largestLabel = 0;
      int mostBytes = 0;
      boolean same = true;
      for (int i = 0; i < distinct; i++) {
        largestLabel = Math.max(largestLabel, labels[i]);
        mostBytes = Math.max(mostBytes, MappedImages.this.shape(i).bytes());
        same &= shapeOf.length == 0 || shapeOf[i] == shapeOf[0];
      }
      maxLabel = largestLabel;
      maxImageBytes = mostBytes;
      uniform = same;
      totalBytes =
          Math.addExact(
              Math.multiplyExact(count / distinct, bytesOfFirst(distinct)),
              bytesOfFirst((int) (count % distinct)));
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public long distinct() {
      return distinct;
    }

    private int index(long id) {
      return (int) (Objects.checkIndex(id, count) % distinct);
    }

    @Override
    public ImageShape shape(long id) {
      return MappedImages.this.shape(index(id));
    }

    @Override
    public int label(long id) {
      return labels[index(id)];
    }

    @Override
    public int maxLabel() {
      return maxLabel;
    }

    @Override
    public int maxImageBytes() {
      return maxImageBytes;
    }

    @Override
    public boolean uniform() {
      return uniform;
    }

    @Override
    public boolean signed() {
      return signed;
    }

    @Override
    public long totalBytes() {
      return totalBytes;
    }

    @Override
    public void copyPixels(long id, ByteBuffer target) {
      int i = index(id);
      int window = window(i);
      int bytes = MappedImages.this.shape(i).bytes();
      target.put(target.position(), windows[window], offset(window, i), bytes);
      target.position(target.position() + bytes);
    }

    @Override
    public void copyPixels(long id, byte[] target, int offset) {
      int i = index(id);
      int window = window(i);
      windows[window].get(offset(window, i), target, offset, MappedImages.this.shape(i).bytes());
    }

    @Override
    public ByteBuffer run(long firstId, int maxBytes) {
      int first = index(firstId);
      int last = first + runLength(firstId, maxBytes) - 1;
      int window = window(first);
      int from = offset(window, first);
      int to = offset(window, last) + MappedImages.this.shape(last).bytes();
      return windows[window].slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int runLength(long firstId, int maxBytes) {
      int first = index(firstId);
      int most =
          (int)
              Math.min(
                  count - firstId, Math.min(distinct, firstOfWindow[window(first) + 1]) - first);
      if (shapes.length == 1) {
        return Math.max(1, Math.min(most, maxBytes / shapes[0].bytes()));
      }
      int n = 1;
      long bytes = MappedImages.this.shape(first).bytes();
      while (n < most && (bytes += MappedImages.this.shape(first + n).bytes()) <= maxBytes) {
        n++;
      }
      return n;
    }

    @Override
    public ImageSet first(long newCount) {
      if (newCount < 1) {
        throw new IllegalArgumentException("cutoff: expected 1 or more, found " + newCount);
      }
      return newCount == count ? this : new View(newCount, distinct);
    }

    @Override
    public synchronized String fingerprint() {
      if (distinct == labels.length) {
        return fingerprint;
      }
      if (ownFingerprint == null) {
        Fingerprint sum = new Fingerprint();
        for (int i = 0; i < distinct; i++) {
          sum.add(MappedImages.this.shape(i), labels[i], run(i, 0));
        }
        ownFingerprint = sum.finish();
      }
      return ownFingerprint;
    }
  }
}
