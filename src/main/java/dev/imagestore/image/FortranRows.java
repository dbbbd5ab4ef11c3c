package dev.imagestore.image;

import java.io.IOException;
import java.io.InputStream;

/**
 * An array in Fortran order as a stream in C order. What belongs to one index of the first
 * dimension, a row, is spread over all of the array, so the array is gone through once for every
 * {@value #BUDGET} bytes of rows: memory does not grow with it, but time does.
 */
final class FortranRows extends InputStream {
  private static final int BUDGET = 64 << 20;

  /** The longest row; as much memory is taken for one at least. */
  static final long MAX_ROW_BYTES = BUDGET;

  /** Opens the array's bytes. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  private final long[] shape;
  private final int itemBytes;
  private final Source source;
  private final int budget;
  private final long columns;
  private long firstRow;
  private byte[] rows = {};
  private int at;

  FortranRows(long[] shape, int itemBytes, Source source) {
    this(shape, itemBytes, source, BUDGET);
  }

  /** The same with another budget, for tests. */
  FortranRows(long[] shape, int itemBytes, Source source, int budget) {
    this.shape = shape;
    this.itemBytes = itemBytes;
    this.source = source;
    this.budget = budget;
    long items = 1;
    for (int d = 1; d < shape.length; d++) {
      items *= shape[d];
    }
    columns = items;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == rows.length) {
      firstRow += rows.length / Math.max(1, columns * itemBytes);
      if (firstRow == shape[0] || columns == 0) {
        return -1;
      }
      gather();
    }
    int n = Math.min(length, rows.length - at);
    System.arraycopy(rows, at, target, offset, n);
    at += n;
    return n;
  }

  /** Takes the next rows out of a pass over all of the array. */
  private void gather() throws IOException {
    long rowBytes = columns * itemBytes;
    int count = (int) Math.min(Math.max(1, budget / rowBytes), shape[0] - firstRow);
    rows = new byte[Math.toIntExact(count * rowBytes)];
    at = 0;
    byte[] column = new byte[count * itemBytes];
    long[] index = new long[shape.length];
    try (InputStream in = source.open()) {
      for (long c = 0; c < columns; c++) {
        in.skipNBytes(firstRow * itemBytes);
        in.readNBytes(column, 0, column.length);
        in.skipNBytes((shape[0] - firstRow - count) * itemBytes);
        int to = Math.toIntExact(place(index) * itemBytes);
        for (int i = 0; i < column.length; i += itemBytes, to += (int) rowBytes) {
          System.arraycopy(column, i, rows, to, itemBytes);
        }
        advance(index);
      }
    }
  }

  /** Where in a row of C order the item of an index is. */
  private long place(long[] index) {
    long place = 0;
    for (int d = 1; d < shape.length; d++) {
      place = place * shape[d] + index[d];
    }
    return place;
  }

  /** Goes on to the next index behind the first, in Fortran order. */
  private void advance(long[] index) {
    for (int d = 1; d < shape.length && ++index[d] == shape[d]; d++) {
      index[d] = 0;
    }
  }
}
