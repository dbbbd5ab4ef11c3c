package dev.imagestore.store.files;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;

/**
 * What {@link FilesStore} writes.
 *
 * @param encoding of the files
 */
record FilesFootprint(Encoding encoding) implements FootprintModel {

  @Override
  public long[] encodedBytes(ImageSet images) throws BadInputException {
    return encoding.fileBytes(images);
  }

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    for (long id = 0; id < images.count(); id++) {
      ledger.put("images", images.encodedBytes(id));
      ledger.endFile();
    }
    ledger.put("table of labels", LabelsCsv.position(images.count()));
    ledger.endFile();
  }
}
