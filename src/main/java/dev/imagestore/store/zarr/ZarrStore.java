package dev.imagestore.store.zarr;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.encoded.Payloads;
import dev.imagestore.store.flat.ColumnWriter;
import dev.imagestore.store.flat.PixelWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of Zarr, version 3: {@code images}, (N, H, W, C), unsigned 8 or 16 bit, sharded, with a
 * chunk for each image, and {@code labels}, (N), unsigned.
 *
 * <p>Where shapes or depths differ, {@code images} is a group with an array for each shape, which
 * is called as the shape is, and {@code index}, (N, 2), says for each image which of the shapes in
 * the store's attributes it has, and which image of that array it is.
 *
 * <p>The metadata of the store itself is written last, and says how many images there are.
 */
final class ZarrStore implements ImageStore {
  static final String IMAGES = "images";
  static final String LABELS = "labels";
  static final String INDEX = "index";

  /** Bytes that are written at a time, where images lie one behind the other. */
  private static final int RUN_BYTES = 4 << 20;

  private final ZarrCodec codec;

  /** A store of images that are compressed, or not. */
  ZarrStore(ZarrCodec codec) {
    this.codec = codec;
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    Path dir = at.directory();
    List<String> shapes = images.uniform() ? storeUniform(images, dir) : storeMixed(images, dir);
    Path labels = Files.createDirectory(dir.resolve(LABELS));
    try (FileChannel chunk = create(labels.resolve("c.0"))) {
      PixelWriter.labels(images, chunk);
    }
    ZarrMetadata.writeNumbers(labels, ColumnWriter.labelWidth(images.maxLabel()), images.count());
    new ZarrMetadata.Group(images.count(), codec.encoding().name(), shapes).write(dir);
    if (durability == Durability.sync) {
      DiskSync.tree(dir);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  private static FileChannel append(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Stores images of one shape; there are no others to name. */
  private List<String> storeUniform(ImageSet images, Path dir) throws IOException {
    Path home = Files.createDirectory(dir.resolve(IMAGES));
    List<ShardedWriter> arrays = new ArrayList<>();
    try (Payloads payloads = codec.encoding().payloads(images);
        ShardOutput output = new ShardOutput(number -> append(arrays.get(0).file()))) {
      ShardedWriter array = new ShardedWriter(home, 0, images.shape(0), output);
      arrays.add(array);
      long bytes = images.shape(0).bytes();
      for (long id = 0; id < images.count(); ) {
        if (codec.compresses()) {
          array.append(chunk(payloads, id++), 1);
        } else {
          int most = (int) Math.min(RUN_BYTES, array.room() * bytes);
          int some = images.runLength(id, most);
          array.append(images.run(id, most), some);
          id += some;
        }
      }
      array.finish().write(home, codec);
    }
    return List.of();
  }

  private ByteBuffer chunk(Payloads payloads, long id) throws IOException {
    ByteBuffer file = payloads.next(id);
    return file.position(file.position() + codec.prefixBytes());
  }

  /** Stores images of several shapes and returns their names. */
  private List<String> storeMixed(ImageSet images, Path dir) throws IOException {
    Path home = Files.createDirectory(dir.resolve(IMAGES));
    Path indexHome = Files.createDirectory(dir.resolve(INDEX));
    Map<ImageShape, Integer> numbers = new LinkedHashMap<>();
    List<ShardedWriter> arrays = new ArrayList<>();
    try (Payloads payloads = codec.encoding().payloads(images);
        FileChannel indexChunk = create(indexHome.resolve("c.0.0"));
        ShardOutput output = new ShardOutput(n -> append(arrays.get((int) n).file()))) {
      ColumnWriter index = new ColumnWriter(indexChunk, Long.BYTES, 2 * images.count());
      for (long id = 0; id < images.count(); id++) {
        ImageShape shape = images.shape(id);
        Integer number = numbers.get(shape);
        if (number == null) {
          number = arrays.size();
          Path array = Files.createDirectory(home.resolve(shape.toString()));
          arrays.add(new ShardedWriter(array, number, shape, output));
          numbers.put(shape, number);
        }
        ShardedWriter array = arrays.get(number);
        index.add(number);
        index.add(array.count());
        array.append(chunk(payloads, id), 1);
      }
      index.flush();
      for (Map.Entry<ImageShape, Integer> each : numbers.entrySet()) {
        Path array = home.resolve(each.getKey().toString());
        arrays.get(each.getValue()).finish().write(array, codec);
      }
    }
    ZarrMetadata.writeGroup(home);
    ZarrMetadata.writeNumbers(indexHome, Long.BYTES, images.count(), 2);
    return numbers.keySet().stream().map(ImageShape::toString).toList();
  }

  @Override
  public Optional<String> obstacleToAppend() {
    return Optional.of("a shard is written once, with its index behind it");
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    return new ZarrReader(at.directory(), codec);
  }
}
