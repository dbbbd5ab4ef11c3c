package dev.imagestore.store.zarr;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.OpenFiles;
import dev.imagestore.store.StoreIds;
import dev.imagestore.store.encoded.PayloadReader;
import dev.imagestore.store.flat.Column;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** Reads what {@link ZarrStore} wrote. */
final class ZarrReader implements ImageReader {
  private static final String REMEDY = "store the images again";

  private final Path dir;
  private final ZarrCodec codec;
  private final long count;
  private final List<String> shapes;

  /** One, or one for each shape; null until it is asked for. */
  private final ZarrMetadata.Images[] arrays;

  private final FileChannel labelChunk;
  private final Column labels;

  /** The array of each image and its number there; null where all are in one, in order. */
  private final Column index;

  private final FileChannel indexChunk;
  private final OpenFiles<Shard> shards = new OpenFiles<>(this::openShard);
  private final PayloadReader payloads;
  private boolean closed;

  ZarrReader(Path dir, ZarrCodec codec) throws IOException {
    this.dir = dir;
    this.codec = codec;
    ZarrMetadata.Group group = ZarrMetadata.Group.read(dir);
    codec.encoding().check(dir, group.codec());
    count = group.images();
    shapes = group.shapes();
    arrays = new ZarrMetadata.Images[Math.max(1, shapes.size())];
    Path labelHome = dir.resolve(ZarrStore.LABELS);
    Path indexHome = dir.resolve(ZarrStore.INDEX);
    int labelBytes = ZarrMetadata.readNumbers(dir, labelHome, count);
    if (shapes.isEmpty()) {
      if (array(0).count() != count) {
        throw BadInputException.of(home(0), count + " images", "" + arrays[0].count(), REMEDY);
      }
    } else {
      ZarrMetadata.readGroup(dir, dir.resolve(ZarrStore.IMAGES));
      ZarrMetadata.readNumbers(dir, indexHome, count, 2);
    }
    Path labelFile = labelHome.resolve("c.0");
    Path indexFile = indexHome.resolve("c.0.0");
    labelChunk = openNumbers(labelFile, labelBytes);
    try {
      indexChunk = shapes.isEmpty() ? null : openNumbers(indexFile, 2 * Long.BYTES);
    } catch (IOException e) {
      try (labelChunk) {
        throw e;
      }
    }
    labels = new Column(labelChunk, labelFile, 0, labelBytes, count);
    index = indexChunk == null ? null : new Column(indexChunk, indexFile, 0, Long.BYTES, 2 * count);
    payloads = new PayloadReader(dir, codec.encoding());
  }

  /** The directory of an array. */
  private Path home(int array) {
    Path images = dir.resolve(ZarrStore.IMAGES);
    return shapes.isEmpty() ? images : images.resolve(shapes.get(array));
  }

  /** Opens numbers of which each image has {@code bytes}. */
  private FileChannel openNumbers(Path file, int bytes) throws IOException {
    FileChannel channel = FileIo.open(dir, file, "zarr");
    long size = channel.size();
    if (size / bytes != count || size % bytes != 0) {
      try (channel) {
        throw BadInputException.of(
            file, bytes + " B of each of " + count + " images", size + " B", REMEDY);
      }
    }
    return channel;
  }

  /** The array of this number. */
  private ZarrMetadata.Images array(long number) throws IOException {
    if (number < 0 || number >= arrays.length) {
      throw BadInputException.of(
          dir.resolve(ZarrStore.INDEX),
          "one of " + arrays.length + " arrays",
          "number " + number,
          REMEDY);
    }
    int n = (int) number;
    if (arrays[n] == null) {
      ZarrMetadata.Images found = ZarrMetadata.Images.read(dir, home(n), codec);
      if (!shapes.isEmpty() && !shapes.get(n).equals(found.shape().toString())) {
        throw BadInputException.of(
            home(n), "images of " + shapes.get(n), "images of " + found.shape(), REMEDY);
      }
      arrays[n] = found;
    }
    return arrays[n];
  }

  private Shard openShard(long number) throws IOException {
    int array = (int) (number >>> 32);
    Path file = ShardedWriter.shard(home(array), (int) number);
    return Shard.open(dir, file, arrays[array].shardImages());
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(long firstId, int wanted, ImageBatch into) throws IOException {
    StoreIds.check(closed, firstId, wanted, count);
    into.clear();
    long end = firstId + wanted;
    for (long id = firstId; id < end; ) {
      id +=
          index == null
              ? read(0, id, id, end, into)
              : read(index.get(2 * id), index.get(2 * id + 1), id, id + 1, into);
    }
  }

  /**
   * Delivers image {@code id}, which is number {@code position} of an array, and those behind it
   * that the same read has.
   *
   * @return how many
   */
  private int read(long number, long position, long id, long end, ImageBatch into)
      throws IOException {
    ZarrMetadata.Images array = array(number);
    long shardNumber = position / array.shardImages();
    if (position < 0 || position >= array.count() || shardNumber > Integer.MAX_VALUE) {
      throw BadInputException.of(
          dir.resolve(ZarrStore.INDEX),
          "image " + id + " among " + array.count() + " of " + array.shape(),
          "number " + position,
          REMEDY);
    }
    Shard shard = shards.get(number << 32 | shardNumber);
    int first = (int) (position % array.shardImages());
    if (codec.compresses()) {
      readCompressed(shard, first, id, array.shape(), into);
      return 1;
    }
    int most = (int) Math.min(end - id, array.shardImages() - first);
    int some = shard.neighbours(first, most, array.shape().bytes());
    int at = into.bytes();
    for (int i = 0; i < some; i++) {
      into.add(array.shape(), label(id + i));
    }
    ByteBuffer target = into.pixels();
    target.clear().position(at).limit(into.bytes());
    FileIo.readFully(shard.channel(), shard.file(), shard.offset(first), target);
    target.clear();
    return some;
  }

  private void readCompressed(Shard shard, int number, long id, ImageShape shape, ImageBatch into)
      throws IOException {
    int length = shard.length(number);
    int prefix = codec.prefixBytes();
    byte[] file = payloads.memory(prefix + length);
    codec.putPrefix(shape, file);
    FileIo.readFully(shard.channel(), shard.file(), shard.offset(number), file, prefix, length);
    payloads.deliver(id, shape, label(id), file, prefix + length, into);
  }

  private int label(long id) throws IOException {
    long label = labels.get(id);
    if (label < 0 || label > Integer.MAX_VALUE) {
      throw BadInputException.of(
          dir.resolve(ZarrStore.LABELS), "the label of image " + id + " under 2^31", "" + label);
    }
    return (int) label;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    payloads.close();
    FileIo.closeAll(shards, labelChunk, indexChunk);
  }
}
