package dev.imagestore.store.zarr;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.flat.ColumnWriter;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link ZarrStore} writes.
 *
 * @param codec of the chunks
 */
record ZarrFootprint(ZarrCodec codec) implements FootprintModel {
  private static final String METADATA = "metadata";

  @Override
  public long[] encodedBytes(ImageSet images) throws BadInputException {
    long[] files = codec.encoding().payloadBytes(images);
    return Arrays.stream(files).map(bytes -> bytes - codec.prefixBytes()).toArray();
  }

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    Map<ImageShape, Shards> arrays = new LinkedHashMap<>();
    for (long id = 0; id < images.count(); id++) {
      arrays.computeIfAbsent(images.shape(id), Shards::new).add(images.encodedBytes(id), ledger);
    }
    arrays.values().forEach(each -> each.finish(codec, ledger));
    List<String> names = List.of();
    if (arrays.size() > 1) {
      names = arrays.keySet().stream().map(ImageShape::toString).toList();
      put(METADATA, ZarrMetadata.groupBytes(), ledger);
      put(METADATA, ZarrMetadata.numbersBytes(Long.BYTES, images.count(), 2), ledger);
      put("index of shapes", 2L * Long.BYTES * images.count(), ledger);
    }
    int label = ColumnWriter.labelWidth(images.maxLabel());
    put("labels", label * images.count(), ledger);
    put(METADATA, ZarrMetadata.numbersBytes(label, images.count()), ledger);
    ZarrMetadata.Group group =
        new ZarrMetadata.Group(images.count(), codec.encoding().name(), names);
    put(METADATA, group.bytes(), ledger);
  }

  private static void put(String part, long bytes, Ledger ledger) {
    ledger.put(part, bytes);
    ledger.endFile();
  }

  /** The shards of one array. */
  private static final class Shards {
    private final ImageShape shape;
    private final int most;
    private int images;
    private long bytes;
    private long finished;

    Shards(ImageShape shape) {
      this.shape = shape;
      this.most = ShardedWriter.shardImages(shape);
    }

    void add(long chunkBytes, Ledger ledger) {
      images++;
      bytes += chunkBytes;
      if (images == most) {
        endShard(most, ledger);
      }
    }

    private void endShard(int entries, Ledger ledger) {
      ledger.put("images", bytes);
      ledger.put("indexes of shards", ShardedWriter.ENTRY_BYTES * entries + Integer.BYTES);
      ledger.endFile();
      finished += images;
      images = 0;
      bytes = 0;
    }

    void finish(ZarrCodec codec, Ledger ledger) {
      int entries = finished == 0 ? images : most;
      if (images > 0) {
        endShard(entries, ledger);
      }
      put(METADATA, new ZarrMetadata.Images(finished, entries, shape).bytes(codec), ledger);
    }
  }
}
