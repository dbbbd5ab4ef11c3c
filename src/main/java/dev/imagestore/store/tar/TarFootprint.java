package dev.imagestore.store.tar;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;

/**
 * What {@link TarStore} writes.
 *
 * @param encoding of the images
 * @param shardBytes of an archive, at most, unless one image is more
 */
record TarFootprint(Encoding encoding, long shardBytes) implements FootprintModel {

  @Override
  public long[] encodedBytes(ImageSet images) throws BadInputException {
    return encoding.payloadBytes(images);
  }

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    int npy = encoding.isPixels() ? Npy.HEADER_BYTES : 0;
    long archives = 1;
    for (long id = 0; id < images.count(); id++) {
      long length = images.encodedBytes(id) + npy;
      if (ledger.fileBytes() > 0 && ledger.fileBytes() + length + TarWriter.OVERHEAD > shardBytes) {
        endArchive(ledger);
        archives++;
      }
      int label = Integer.toString(images.label(id)).length();
      ledger.put("images", images.encodedBytes(id));
      ledger.put("headers of arrays", npy);
      ledger.put("labels", label);
      ledger.put("headers of files", 2L * UstarHeader.BLOCK);
      ledger.put("padding to 512 B", padding(length) + padding(label));
    }
    endArchive(ledger);
    ledger.put("index", TarIndex.bytes(images.count(), archives));
    ledger.endFile();
  }

  private static void endArchive(Ledger ledger) {
    ledger.put("ends of archives", TarWriter.END_BYTES);
    ledger.endFile();
  }

  private static long padding(long bytes) {
    return -bytes & (UstarHeader.BLOCK - 1);
  }
}
