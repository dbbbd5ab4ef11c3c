package dev.imagestore.store.s3;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DirectoryLocation;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.DiskUsage;
import dev.imagestore.store.Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects of the run's bucket whose names begin alike.
 *
 * @param directory a path that nothing else of the run has: the prefix is named after it
 * @param bucket where they are
 */
record S3Prefix(Path directory, S3Bucket bucket) implements Location {

  /** The whole name of one of them, without what all of the run begin with. */
  String key(String name) {
    return prefix() + "/" + name;
  }

  private String prefix() {
    return UUID.nameUUIDFromBytes(
            directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /** As messages call one of them. */
  static Path inMessages(String name) {
    return Path.of("s3").resolve(name);
  }

  /** Where our own server has the files; empty for the user's. */
  private Optional<Path> files() {
    return bucket.data().map(data -> data.resolve(prefix()));
  }

  /** There are no empty prefixes: nothing is made. */
  @Override
  public void create() throws IOException {
    if (!bucket.list(key("")).isEmpty()) {
      throw BadInputException.of(inMessages(""), "nothing", "objects that are there already");
    }
  }

  /** Of the user's nothing is left to do: what was answered is kept. */
  @Override
  public void flush() throws IOException {
    if (bucket.data().isPresent()) {
      DiskSync.tree(bucket.data().get());
    }
  }

  /** The sum of the objects; and of our own server the blocks of their files. */
  @Override
  public DiskUsage usage() throws IOException {
    List<S3Object> objects = bucket.list(key(""));
    long bytes = objects.stream().mapToLong(S3Object::size).sum();
    return new DiskUsage(
        bytes,
        files().isPresent() ? DiskUsage.of(files().get()).allocatedBytes() : DiskUsage.UNKNOWN,
        objects.size());
  }

  @Override
  public void evict() throws IOException {
    if (files().isEmpty()) {
      throw new BadInputException(
          "S3: what a server of somebody else keeps in memory stays; there is no cold reading");
    }
    new DirectoryLocation(files().get()).evict();
  }

  @Override
  public void delete() throws IOException {
    bucket.deleteAll(key(""));
  }

  /** As the bucket calls it. */
  @Override
  public String toString() {
    return bucket.prefix() + key("");
  }
}
