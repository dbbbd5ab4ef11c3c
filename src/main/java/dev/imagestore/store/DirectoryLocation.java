package dev.imagestore.store;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A store that is the files of one directory. */
public record DirectoryLocation(Path directory) implements Location {
  /** Pages that are just being written, or moved between lists of the kernel, stay at first. */
  private static final int EVICTIONS = 20;

  private static final long PAUSE_MILLIS = 5;

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
    List<Path> files = files();
    for (int i = 1; ; i++) {
      if (PageCache.isReachable()) {
        PageCache.letGo(directory);
      }
      for (Path file : files) {
        PageCache.drop(file);
      }
      Residency left = residency(files);
      if (left.resident() == 0) {
        return;
      }
      if (i == EVICTIONS) {
        throw BadInputException.of(
            directory,
            "nothing of it in memory after it was flushed and dropped",
            left.toString(),
            "nobody else may have its files open, and they must be on a device");
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public Optional<Residency> residency() throws IOException {
    return PageCache.isReachable() ? Optional.of(residency(files())) : Optional.empty();
  }

  private static Residency residency(List<Path> files) throws IOException {
    Residency all = Residency.NOTHING;
    for (Path file : files) {
      all = all.plus(PageCache.residency(file));
    }
    return all;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void delete() throws IOException {
    Trees.delete(directory);
  }
}
