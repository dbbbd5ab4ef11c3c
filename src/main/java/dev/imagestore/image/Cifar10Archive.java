package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * CIFAR-10 as it is published, a {@code .tar.gz} of either layout, read where it is. The archive
 * holds its batches out of order, so each is looked for from the start: about three times the work
 * of one pass, but no unpacked copy on disk or in memory.
 */
final class Cifar10Archive implements Cifar10Dataset.Place {
  private static final int BUFFER = 1 << 16;

  private final Path file;

  Cifar10Archive(Path file) {
    this.file = file;
  }

  @Override
  public Cifar10Dataset.Batches batches() throws IOException {
    return find(list());
  }

  /** The lengths of the regular files, by name. */
  private Map<String, Long> list() throws IOException {
    Map<String, Long> lengths = new HashMap<>();
    try (TarArchiveInputStream tar = open()) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        checkName(entry.getName());
        if (isBatch(entry)) {
          lengths.putIfAbsent(entry.getName(), entry.getSize());
        }
      }
    } catch (BadInputException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw broken(e);
    }
    return lengths;
  }

  private Cifar10Dataset.Batches find(Map<String, Long> lengths) throws BadInputException {
    for (Cifar10.Layout layout : Cifar10.Layout.values()) {
      List<Cifar10.Source> found = new ArrayList<>();
      for (int i = 1; i <= Cifar10.BATCHES; i++) {
        String entry = layout.directory() + "/" + layout.file(i);
        Long bytes = lengths.get(entry);
        if (bytes != null) {
          found.add(new Entry(entry, bytes));
        }
      }
      if (found.size() == Cifar10.BATCHES) {
        return new Cifar10Dataset.Batches(layout, found);
      }
    }
    throw BadInputException.of(
        file,
        "cifar-10-batches-bin/data_batch_1.bin to _5.bin, or cifar-10-batches-py/data_batch_1 to"
            + " _5",
        lengths.isEmpty()
            ? "none of them"
            : "only " + String.join(", ", lengths.keySet().stream().sorted().toList()));
  }

  private static boolean isBatch(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isSymbolicLink()
        && !entry.isLink()
        && entry.getName().matches("cifar-10-batches-(bin|py)/data_batch_[1-5](\\.bin)?");
  }

  /** Nothing is unpacked here, but an archive that tries this is not CIFAR-10. */
  private void checkName(String name) throws BadInputException {
    boolean leaves = name.startsWith("/") || name.startsWith("\\") || name.matches("[A-Za-z]:.*");
    for (String part : name.split("[/\\\\]", -1)) {
      leaves |= part.equals("..");
    }
    if (leaves) {
      throw BadInputException.of(
          file,
          "entries inside the archive's own directory",
          "the entry \"" + name.replaceAll("\\p{Cntrl}", "?") + "\"",
          "it is not the official archive");
    }
  }

  private TarArchiveInputStream open() throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return new TarArchiveInputStream(
          new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private BadInputException broken(Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new BadInputException(
        file
            + ": expected a whole .tar.gz archive, found it broken ("
            + reason.lines().findFirst().orElse("")
            + "); download it again",
        e);
  }

  /** A batch in the archive. */
  private final class Entry implements Cifar10.Source {
    private final String entry;
    private final long bytes;

    Entry(String entry, long bytes) {
      this.entry = entry;
      this.bytes = bytes;
    }

    @Override
    public String name() {
      return file + "!" + entry;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public InputStream open() throws IOException {
      try {
        TarArchiveInputStream tar = Cifar10Archive.this.open();
        try {
          for (TarArchiveEntry e; (e = tar.getNextEntry()) != null; ) {
            if (isBatch(e) && e.getName().equals(entry)) {
              return new Content(tar);
            }
          }
          throw new IOException(entry + " is gone");
        } catch (IOException e) {
          tar.close();
          throw e;
        }
      } catch (IOException | IllegalArgumentException e) {
        throw broken(e);
      }
    }
  }

  /** Says of what file it is that something is wrong. */
  private final class Content extends FilterInputStream {
    Content(InputStream in) {
      super(new BufferedInputStream(in, BUFFER));
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw broken(e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (IOException e) {
        throw broken(e);
      }
    }
  }
}
