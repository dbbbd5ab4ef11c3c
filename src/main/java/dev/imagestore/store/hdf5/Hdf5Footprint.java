package dev.imagestore.store.hdf5;

import dev.imagestore.image.ImageSet;
import dev.imagestore.store.flat.ColumnWriter;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;
import java.util.stream.LongStream;

/** What {@link Hdf5Tuned} writes. */
class Hdf5Footprint implements FootprintModel {
  /** Superblock and headers of labels and images; jHDF's are of one length whatever they say. */
  private static final int UNIFORM_HEADER_BYTES = 447;

  /** The same, and of offsets and shapes. */
  private static final int MIXED_HEADER_BYTES = 624;

  @Override
  public long[] encodedBytes(ImageSet images) {
    return LongStream.range(0, images.distinct()).map(id -> images.shape(id).bytes()).toArray();
  }

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    boolean uniform = images.uniform();
    ledger.put("headers", uniform ? UNIFORM_HEADER_BYTES : MIXED_HEADER_BYTES);
    put("labels", images.count() * ColumnWriter.labelWidth(images.maxLabel()), ledger);
    put("images", images.encodedBytes(), ledger);
    if (!uniform) {
      put("offsets and shapes", images.count() * Long.BYTES, ledger);
      put("offsets and shapes", images.count() * 4 * Integer.BYTES, ledger);
    }
    ledger.endFile();
  }

  /** Puts the content of a dataset where it begins. */
  static void put(String part, long bytes, Ledger ledger) {
    ledger.put("alignment", StreamedDataset.Layout.padding(ledger.fileBytes(), bytes));
    ledger.put(part, bytes);
  }
}
