package dev.imagestore.store.zarr;

import dev.imagestore.image.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes the shards of one array of images: the chunks, of one image each, then an index of offset
 * and length of each, and its CRC-32C.
 */
final class ShardedWriter {
  /** Bytes of a shard, about. */
  private static final long SHARD_BYTES = 256L << 20;

  /** Offset and length of a chunk. */
  static final int ENTRY_BYTES = 2 * Long.BYTES;

  private final Path dir;
  private final int number;
  private final ImageShape shape;
  private final ShardOutput output;
  private final int most;
  private long[] index = new long[2];
  private int images;
  private long end;
  private long finished;
  private int shards;

  /**
   * Begins an array.
   *
   * @param dir its directory
   * @param number which it is of those that go to {@code output}
   */
  ShardedWriter(Path dir, int number, ImageShape shape, ShardOutput output) {
    this.dir = dir;
    this.number = number;
    this.shape = shape;
    this.output = output;
    this.most = shardImages(shape);
  }

  /** How many images of a shape go into a shard. */
  static int shardImages(ImageShape shape) {
    return (int) Math.max(1, Math.min(ZarrMetadata.MOST_SHARD_IMAGES, SHARD_BYTES / shape.bytes()));
  }

  /** The file of a shard. */
  static Path shard(Path dir, int number) {
    return dir.resolve("c." + number + ".0.0.0");
  }

  /** The file that is written. */
  Path file() {
    return shard(dir, shards);
  }

  /** How many images the shard has room for. */
  int room() {
    return most - images;
  }

  /** How many images the array has. */
  long count() {
    return finished + images;
  }

  /**
   * Appends the chunks of some images, which are of one length.
   *
   * @param some how many, no more than there is {@link #room} for
   */
  void append(ByteBuffer chunks, int some) throws IOException {
    int each = chunks.remaining() / some;
    if (2 * (images + some) > index.length) {
      index = Arrays.copyOf(index, 2 * Math.min(most, Math.max(images + some, 2 * images)));
    }
    for (int i = 0; i < some; i++) {
      index[2 * images] = end;
      index[2 * images + 1] = each;
      images++;
      end += each;
    }
    output.write(number, chunks);
    if (images == most) {
      finishShard(most);
    }
  }

  /**
   * Ends the last shard, and says what array it is.
   *
   * @return its metadata
   */
  ZarrMetadata.Images finish() throws IOException {
    // An array of one shard has no chunks that are not there.
    int shardImages = shards == 0 ? images : most;
    if (images > 0) {
      finishShard(shardImages);
    }
    return new ZarrMetadata.Images(finished, shardImages, shape);
  }

  private void finishShard(int shardImages) throws IOException {
    int bytes = ENTRY_BYTES * shardImages;
    ByteBuffer entries = ByteBuffer.allocate(bytes + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2 * shardImages; i++) {
      entries.putLong(i < 2 * images ? index[i] : -1);
    }
    CRC32C crc = new CRC32C();
    crc.update(entries.array(), 0, bytes);
    output.write(number, entries.putInt((int) crc.getValue()).flip());
    output.close(number);
    finished += images;
    shards++;
    images = 0;
    end = 0;
  }
}
