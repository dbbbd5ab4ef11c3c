package dev.imagestore.store.s3;

import dev.imagestore.image.ImageSet;
import dev.imagestore.store.DirectoryLocation;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.OrderedTaskPool;
import dev.imagestore.store.Service;
import dev.imagestore.store.Trees;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.tar.TarStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The archives and the index of {@code tar}, an object each. They are packed in a directory first,
 * as WebDataset's users do; the index, which makes a store whole, is put last. Images are read by
 * ranges of the archives.
 */
final class S3Shards implements ImageStore {
  /** Bytes of an archive: enough of them to put several at a time, few enough to be worth one. */
  private static final long SHARD_BYTES = 8 << 20;

  private static final String INDEX = "index.bin";

  private final TarStore tar;
  private final int requests;

  /**
   * A store of encoded images.
   *
   * @param requests how many archives are put at a time
   */
  S3Shards(Encoding encoding, int requests) {
    this.tar = new TarStore(encoding, SHARD_BYTES);
    this.requests = requests;
  }

  @Override
  public Location locate(Path home, Service.Directory services) throws IOException {
    return new S3Prefix(home, S3Bucket.of(services.properties(S3Service.NAME)));
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    S3Prefix place = (S3Prefix) at;
    Path packed = Files.createTempDirectory(at.directory().toAbsolutePath().getParent(), "packed-");
    try {
      tar.store(images, new DirectoryLocation(packed), Durability.none);
      put(place, archives(packed));
      put(place, List.of(packed.resolve(INDEX)));
    } finally {
      Trees.delete(packed);
    }
    if (durability == Durability.sync) {
      place.flush();
    }
  }

  private static List<Path> archives(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .filter(file -> !file.getFileName().toString().equals(INDEX))
          .sorted(Comparator.comparing(Path::getFileName))
          .toList();
    }
  }

  private void put(S3Prefix at, List<Path> files) throws IOException {
    int workers = Math.min(requests, files.size());
    if (workers == 1) {
      for (Path file : files) {
        put(at, file);
      }
      return;
    }
    List<Closeable> nothing = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      nothing.add(() -> {});
    }
    try (OrderedTaskPool<Closeable> pool = new OrderedTaskPool<>(nothing)) {
      pool.run(files.size(), (worker, i, turns) -> put(at, files.get(i)));
    }
  }

  private static void put(S3Prefix at, Path file) throws IOException {
    at.bucket().put(at.key(file.getFileName().toString()), file);
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    S3Prefix place = (S3Prefix) at;
    return tar.open(
        S3Prefix.inMessages(""),
        file -> {
          String name = file.getFileName().toString();
          return new S3Channel(
              place, name, name.equals(INDEX) ? S3Channel.INDEX_BYTES : S3Channel.HEADER_BYTES);
        });
  }
}
