package dev.imagestore.store.tar;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Where the archives and the index of a store are read. */
public interface TarFiles {
  /**
   * Opens one for reading at any position.
   *
   * @throws dev.imagestore.input.BadInputException if it is missing
   */
  FileChannel open(Path file) throws IOException;
}
