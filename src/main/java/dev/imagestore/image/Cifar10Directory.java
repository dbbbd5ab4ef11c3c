package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10 unpacked: the directory with the batches, or the one above it. Where both layouts are
 * there, the binary one is read.
 */
record Cifar10Directory(Path directory) implements Cifar10Dataset.Place {

  @Override
  public Cifar10Dataset.Batches batches() throws IOException {
    for (Cifar10.Layout layout : Cifar10.Layout.values()) {
      for (Path dir : List.of(directory, directory.resolve(layout.directory()))) {
        List<Cifar10.Source> found = new ArrayList<>();
        Path missing = null;
        for (int i = 1; i <= Cifar10.BATCHES; i++) {
          Path file = dir.resolve(layout.file(i));
          if (Files.isRegularFile(file)) {
            found.add(new BatchFile(file, Files.size(file)));
          } else if (missing == null) {
            missing = file;
          }
        }
        if (missing != null && !found.isEmpty()) {
          throw BadInputException.of(
              missing, "the five training batches side by side", "no such file");
        }
        if (missing == null) {
          return new Cifar10Dataset.Batches(layout, found);
        }
      }
    }
    throw BadInputException.of(
        directory,
        "data_batch_1.bin to data_batch_5.bin or data_batch_1 to data_batch_5, there or in"
            + " cifar-10-batches-bin or cifar-10-batches-py",
        "none of them");
  }

  /** A batch in a file of its own. */
  private record BatchFile(Path file, long bytes) implements Cifar10.Source {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public InputStream open() throws IOException {
      return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }
  }
}
