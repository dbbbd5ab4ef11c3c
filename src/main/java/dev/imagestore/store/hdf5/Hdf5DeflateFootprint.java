package dev.imagestore.store.hdf5;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.flat.ColumnWriter;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;

/** What {@link Hdf5Deflate} writes. */
final class Hdf5DeflateFootprint implements FootprintModel {
  /** Superblock and headers of labels and images; jHDF's are of one length whatever they say. */
  private static final int HEADER_BYTES = 465;

  /** Of the index of chunks: header and block with their checksums, without the entries. */
  private static final int INDEX_BYTES = 46;

  /** Chunks are compressed, not images: of each image, its part of its chunk. */
  @Override
  public long[] encodedBytes(ImageSet images) throws BadInputException {
    Hdf5Deflate.checkShapes(images);
    return DeflatedChunks.imageBytes(images);
  }

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    ledger.put("headers", HEADER_BYTES);
    Hdf5Footprint.put(
        "labels", images.count() * ColumnWriter.labelWidth(images.maxLabel()), ledger);
    // Contents are aligned by their size before it is compressed.
    ledger.put(
        "alignment", StreamedDataset.Layout.padding(ledger.fileBytes(), images.pixelBytes()));
    ledger.put("images", images.encodedBytes());
    ledger.put(
        "index of chunks",
        INDEX_BYTES + DeflatedChunks.entriesBytes(images.count(), images.shape(0)));
    ledger.endFile();
  }
}
