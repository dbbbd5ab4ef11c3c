package dev.imagestore.store.zarr;

import dev.imagestore.codec.ZstdCodec;
import dev.imagestore.image.ImageShape;
import dev.imagestore.store.encoded.Encoding;

/**
 * What the chunks of a store's images are: the files of a codec, but without what stands in a zstd
 * file before the data, which not every reader of Zarr skips.
 *
 * @param encoding of the images
 */
record ZarrCodec(Encoding encoding) {

  /** True if chunks are compressed. */
  boolean compresses() {
    return !encoding.isPixels();
  }

  /** How metadata names it, after a comma; empty if chunks are not compressed. */
  String metadata() {
    return switch (encoding.name()) {
      case "deflate" -> ", {\"name\": \"gzip\", \"configuration\": {\"level\": 6}}";
      case "zstd" ->
          ", {\"name\": \"zstd\", \"configuration\": {\"level\": 3, \"checksum\": true}}";
      default -> "";
    };
  }

  /** Bytes of a file that its chunk does without. */
  int prefixBytes() {
    return encoding.name().equals("zstd") ? ZstdCodec.HEADER_BYTES : 0;
  }

  /** Puts them where a file begins. */
  void putPrefix(ImageShape shape, byte[] file) {
    if (prefixBytes() > 0) {
      ZstdCodec.putHeader(shape, file);
    }
  }
}
