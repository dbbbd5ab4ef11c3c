package dev.imagestore.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A store that is the files of one directory. */
public record DirectoryLocation(Path directory) implements Location {

  @Override
  public void create() throws IOException {
    Files.createDirectory(directory);
  }

  @Override
  public void flush() throws IOException {
    DiskSync.tree(directory);
  }

  @Override
  public DiskUsage usage() throws IOException {
    return DiskUsage.of(directory);
  }

  @Override
  public void evict() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        PageCache.drop(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void delete() throws IOException {
    Trees.delete(directory);
  }
}
