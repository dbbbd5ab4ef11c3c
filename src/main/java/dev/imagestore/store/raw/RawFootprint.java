package dev.imagestore.store.raw;

import dev.imagestore.image.ImageSet;
import dev.imagestore.store.flat.ColumnWriter;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;
import java.util.stream.LongStream;

/** What {@link RawStore} writes. */
final class RawFootprint implements FootprintModel {

  @Override
  public long[] encodedBytes(ImageSet images) {
    return LongStream.range(0, images.distinct()).map(id -> images.shape(id).bytes()).toArray();
  }

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    ledger.put("pixels", images.encodedBytes());
    ledger.endFile();
    ledger.put("labels", images.count() * ColumnWriter.labelWidth(images.maxLabel()));
    ledger.endFile();
    ledger.put("header", RawStore.HEADER_BYTES);
    if (!images.uniform()) {
      ledger.put(
          "offsets and shapes", images.count() * (RawStore.OFFSET_BYTES + RawStore.SHAPE_BYTES));
    }
    ledger.endFile();
  }
}
