package dev.imagestore.store.sqlite;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;

/**
 * What SQLite makes of rows that come in the order of their ids, by its documentation "Database
 * File Format": a page is filled as far as the next row fits, and never touched again.
 *
 * @param encoding of the images
 * @param pageBytes of a page
 */
record SqliteFootprint(Encoding encoding, int pageBytes) implements FootprintModel {
  private static final int LEAF_HEADER_BYTES = 8;
  private static final int POINTER_BYTES = 2;

  /** What links an overflow page to the next. */
  private static final int LINK_BYTES = 4;

  /** Columns before the blob: id, label, height, width, channels, depth. */
  private static final int NUMBERS = 6;

  private static final int INTERIOR_HEADER_BYTES = 12;

  /** Interior pages are evened out among three neighbours when one is full. */
  private static final double INTERIOR_FILL = 5 / 6.;

  @Override
  public long[] encodedBytes(ImageSet images) throws BadInputException {
    return encoding.payloadBytes(images);
  }

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    long leaves = 1;
    long overflowPages = 0;
    long rowBytes = 0;
    int room = pageBytes - LEAF_HEADER_BYTES;
    for (long id = 0; id < images.count(); id++) {
      long blob = images.encodedBytes(id);
      long record = recordBytes(images.shape(id), images.label(id), blob);
      int prefix = varint(record) + varint(id);
      long local = localBytes(record);
      int cell = (int) (prefix + local + POINTER_BYTES);
      if (local < record) {
        cell += LINK_BYTES;
        overflowPages += ceil(record - local, pageBytes - LINK_BYTES);
      }
      if (cell > room) {
        leaves++;
        room = pageBytes - LEAF_HEADER_BYTES;
      }
      room -= cell;
      rowBytes += prefix + record - blob + POINTER_BYTES + (local < record ? LINK_BYTES : 0);
    }
    long interior = interiorPages(leaves, images.count());
    ledger.put("images", images.encodedBytes());
    ledger.put("columns and headers of rows", rowBytes);
    ledger.put(
        "headers and unused ends of pages",
        (leaves + overflowPages) * pageBytes - images.encodedBytes() - rowBytes);
    ledger.put("interior pages", interior * pageBytes);
    ledger.put("schema", pageBytes);
    ledger.endFile();
  }

  private long interiorPages(long leaves, long rows) {
    // A cell is a child's page and its largest id; the last child needs none.
    int cell = LINK_BYTES + varint(rows) + POINTER_BYTES;
    long most = ((long) pageBytes - INTERIOR_HEADER_BYTES) / cell + 1;
    long pages = 0;
    for (long level = leaves; level > 1; ) {
      level = level <= most ? 1 : ceil(level, (long) (most * INTERIOR_FILL));
      pages += level;
    }
    return pages;
  }

  /** Bytes of a row's record: a header of types, numbers as short as they can be, the blob. */
  private static long recordBytes(ImageShape shape, int label, long blob) {
    return 1
        + NUMBERS
        + varint(12 + 2 * blob)
        + number(label)
        + number(shape.height())
        + number(shape.width())
        + number(shape.channels())
        + number(shape.depth())
        + blob;
  }

  /** How much of a record is in its leaf. */
  private long localBytes(long record) {
    long most = pageBytes - 35L;
    if (record <= most) {
      return record;
    }
    long least = (pageBytes - 12) * 32L / 255 - 23;
    long wholePages = least + (record - least) % (pageBytes - LINK_BYTES);
    return wholePages <= most ? wholePages : least;
  }

  /** Bytes of a number; 0 and 1 are types. */
  private static int number(int value) {
    return value <= 1 ? 0 : value < 1 << 7 ? 1 : value < 1 << 15 ? 2 : value < 1 << 23 ? 3 : 4;
  }

  private static int varint(long value) {
    return Math.min(9, Math.max(1, ceil(Long.SIZE - Long.numberOfLeadingZeros(value), 7)));
  }

  private static int ceil(int value, int unit) {
    return (value + unit - 1) / unit;
  }

  private static long ceil(long value, long unit) {
    return (value + unit - 1) / unit;
  }
}
