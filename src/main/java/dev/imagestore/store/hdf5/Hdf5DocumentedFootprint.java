package dev.imagestore.store.hdf5;

import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;

/** What {@link Hdf5Documented} writes. */
final class Hdf5DocumentedFootprint extends Hdf5Footprint {
  /** Superblock and headers; jHDF's are of one length whatever they say. */
  private static final int HEADER_BYTES = 447;

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    ledger.put("headers", HEADER_BYTES);
    ledger.put("images", images.encodedBytes());
    ledger.put("labels", images.count() * Integer.BYTES);
    ledger.endFile();
  }
}
