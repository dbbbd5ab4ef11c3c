package dev.imagestore.codec.png;

import dev.imagestore.image.ImageShape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Chooses a filter for each row of an image, the one with the least sum of absolute differences
 * (PNG specification, 12.7), and applies it. Eight bytes are filtered at a time, in the lanes of a
 * long, without a branch: with photographs no branch of Paeth's choice can be foreseen.
 */
final class RowFilter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The sign bit of every byte, and of every other. */
  private static final long SIGNS = 0x8080808080808080L;

  private static final long WIDE_SIGNS = 0x8000800080008000L;

  /** Every other byte. */
  private static final long EVEN = 0x00FF00FF00FF00FFL;

  private static final long WIDE_ONES = 0x0001000100010001L;

  /** Zeros to the left of a row, where the specification has zeros; as wide as the widest pixel. */
  private static final int LEFT = Long.BYTES;

  private byte[] row = {};
  private byte[] above = {};

  /** The row filtered in every way; for {@link Png#NONE} there is {@link #row}. */
  private final byte[][] filtered = new byte[Png.PAETH + 1][];

  private final long[] sums = new long[Png.PAETH + 1];

  /**
   * Filters all rows.
   *
   * @param pixels the pixels as {@link ImageShape} describes them
   * @param out where the rows go, each behind the number of its filter; 16-bit samples big-endian
   * @return the bytes written to {@code out}
   */
  int apply(ImageShape shape, byte[] pixels, byte[] out) {
    int rowBytes = shape.rowBytes();
    int pixelBytes = shape.channels() * shape.sampleBytes();
    begin(rowBytes);
    int to = 0;
    for (int y = 0; y < shape.height(); y++) {
      if (shape.depth() == 8) {
        System.arraycopy(pixels, y * rowBytes, row, LEFT, rowBytes);
      } else {
        Samples.swap(pixels, y * rowBytes, row, LEFT, rowBytes);
      }
      filter(rowBytes, pixelBytes);
      int best = Png.NONE;
      for (int filter = Png.SUB; filter <= Png.PAETH; filter++) {
        if (sums[filter] < sums[best]) {
          best = filter;
        }
      }
      out[to] = (byte) best;
      if (best == Png.NONE) {
        System.arraycopy(row, LEFT, out, to + 1, rowBytes);
      } else {
        System.arraycopy(filtered[best], 0, out, to + 1, rowBytes);
      }
      to += 1 + rowBytes;
      byte[] next = above;
      above = row;
      row = next;
    }
    return to;
  }

  /** Makes room for rows of {@code rowBytes}, with zeros around them and above the first. */
  private void begin(int rowBytes) {
    int words = (rowBytes + Long.BYTES - 1) / Long.BYTES;
    if (row.length != LEFT + words * Long.BYTES) {
      row = new byte[LEFT + words * Long.BYTES];
      above = new byte[row.length];
      for (int filter = Png.SUB; filter <= Png.PAETH; filter++) {
        filtered[filter] = new byte[words * Long.BYTES];
      }
    } else {
      Arrays.fill(above, (byte) 0);
      Arrays.fill(row, LEFT + rowBytes, row.length, (byte) 0);
    }
  }

  /** Filters {@link #row} in every way and sums up the absolute differences. */
  private void filter(int rowBytes, int pixelBytes) {
    byte[] row = this.row;
    byte[] above = this.above;
    byte[] sub = filtered[Png.SUB];
    byte[] up = filtered[Png.UP];
    byte[] average = filtered[Png.AVERAGE];
    byte[] paeth = filtered[Png.PAETH];
    long noneSum = 0;
    long subSum = 0;
    long upSum = 0;
    long averageSum = 0;
    long paethSum = 0;
    for (int x = 0; x < rowBytes; x += Long.BYTES) {
      int rest = rowBytes - x;
      long mask = rest >= Long.BYTES ? -1L : (1L << (8 * rest)) - 1;
      long v = (long) LONG.get(row, LEFT + x);
      long a = (long) LONG.get(row, LEFT + x - pixelBytes);
      long b = (long) LONG.get(above, LEFT + x);
      long c = (long) LONG.get(above, LEFT + x - pixelBytes);
      long difference = subtract(v, a) & mask;
      LONG.set(sub, x, difference);
      subSum += sumOfAbsolutes(difference);
      difference = subtract(v, b) & mask;
      LONG.set(up, x, difference);
      upSum += sumOfAbsolutes(difference);
      difference = subtract(v, average(a, b)) & mask;
      LONG.set(average, x, difference);
      averageSum += sumOfAbsolutes(difference);
      long nearest =
          paeth(a & EVEN, b & EVEN, c & EVEN)
              | (paeth((a >>> 8) & EVEN, (b >>> 8) & EVEN, (c >>> 8) & EVEN) << 8);
      difference = subtract(v, nearest) & mask;
      LONG.set(paeth, x, difference);
      paethSum += sumOfAbsolutes(difference);
      noneSum += sumOfAbsolutes(v & mask);
    }
    sums[Png.NONE] = noneSum;
    sums[Png.SUB] = subSum;
    sums[Png.UP] = upSum;
    sums[Png.AVERAGE] = averageSum;
    sums[Png.PAETH] = paethSum;
  }

  /** x - y in each of eight bytes. */
  private static long subtract(long x, long y) {
    return ((x | SIGNS) - (y & ~SIGNS)) ^ ((x ^ ~y) & SIGNS);
  }

  /** (x + y) / 2, rounded down, in each of eight unsigned bytes. */
  private static long average(long x, long y) {
    return (x & y) + (((x ^ y) & ~(SIGNS >>> 7)) >>> 1);
  }

  /** The sum of eight signed bytes' absolute values. */
  private static long sumOfAbsolutes(long x) {
    long negative = (x & SIGNS) >>> 7;
    // -n is ~n + 1; 128 fits as the bytes of the result are unsigned.
    long absolute = (x ^ ((negative << 8) - negative)) + negative;
    return (((absolute & EVEN) + ((absolute >>> 8) & EVEN)) * WIDE_ONES) >>> 48;
  }

  /** {@link Png#paeth} in each of four wide lanes, whose values are below 256. */
  private static long paeth(long a, long b, long c) {
    long differ = (a ^ b) & mask((a | WIDE_SIGNS) - b);
    long low = a ^ differ;
    long high = b ^ differ;
    long threshold = (3 * c | WIDE_SIGNS) - (a + b);
    long lowOrC = c ^ ((low ^ c) & mask(threshold - high));
    return high ^ ((high ^ lowOrC) & mask(threshold - low - WIDE_ONES));
  }

  /** All ones in each wide lane whose sign bit is set. */
  private static long mask(long x) {
    long set = (x >>> 15) & WIDE_ONES;
    return (set << 16) - set;
  }
}
