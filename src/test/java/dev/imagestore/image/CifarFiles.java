package dev.imagestore.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small CIFAR-10 batches of random pixels, in both layouts, made for tests. */
final class CifarFiles {
  private CifarFiles() {}

  /** Labels and planes of batch {@code number}, the same at every call. */
  static byte[] records(int number, int rows) {
    byte[] records = new byte[rows * Cifar10.RECORD];
    new Random(number).nextBytes(records);
    for (int i = 0; i < rows; i++) {
      records[i * Cifar10.RECORD] = (byte) ((number + i) % 10);
    }
    return records;
  }

  /** Batches of {@code number + 1} rows under {@code dir}, in the binary layout. */
  static void writeBinary(Path dir) throws IOException {
    Files.createDirectories(dir);
    for (int i = 1; i <= 5; i++) {
      Files.write(dir.resolve("data_batch_" + i + ".bin"), records(i, i + 1));
    }
  }

  /** The same, pickled. */
  static void writePickled(Path dir) throws IOException {
    Files.createDirectories(dir);
    for (int i = 1; i <= 5; i++) {
      Files.write(dir.resolve("data_batch_" + i), pickle(records(i, i + 1)));
    }
  }

  /** What Python 2 makes of a batch. */
  static byte[] pickle(byte[] records) {
    int rows = records.length / Cifar10.RECORD;
    Pickle p = new Pickle().op(0x80, 2).ops("}q\u0001(").text("labels").ops("](");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int i = 0; i < rows; i++) {
      p.op('K', records[i * Cifar10.RECORD]);
      data.write(records, i * Cifar10.RECORD + 1, Cifar10.PIXELS);
    }
    return p.ops("e")
        .text("data")
        .array(rows, Cifar10.PIXELS, "u1", false, data.toByteArray())
        .ops("u.")
        .bytes();
  }

  /** Writes pickles, instruction by instruction. */
  static final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle op(int... bytes) {
      for (int b : bytes) {
        out.write(b);
      }
      return this;
    }

    Pickle ops(String latin1) {
      out.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    Pickle text(String text) {
      return op('U', text.length()).ops(text);
    }

    Pickle number(int n) {
      return op('J', n, n >> 8, n >> 16, n >> 24);
    }

    Pickle longText(int announced, byte[] bytes) {
      op('T', announced, announced >> 8, announced >> 16, announced >> 24);
      out.writeBytes(bytes);
      return this;
    }

    Pickle array(int rows, int columns, String type, boolean fortran, byte[] data) {
      return ops("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n")
          .op('K', 0, 0x85)
          .text("b")
          .op(0x87)
          .ops("R(K\u0001")
          .number(rows)
          .number(columns)
          .op(0x86)
          .ops("cnumpy\ndtype\n")
          .text(type)
          .ops("K\0K\u0001\u0087R(K\u0003")
          .text("|")
          .ops("NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb")
          .op(fortran ? 0x88 : 0x89)
          .longText(data.length, data)
          .ops("tb");
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  /** The entries of an archive with the batches of {@code layout}, out of order as the official. */
  static Map<String, byte[]> entries(Cifar10.Layout layout) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i : new int[] {1, 3, 4, 5, 2}) {
      byte[] records = records(i, i + 1);
      entries.put(
          layout.directory() + "/" + layout.file(i),
          layout == Cifar10.Layout.BINARY ? records : pickle(records));
    }
    entries.put(layout.directory() + "/readme.html", new byte[10]);
    return entries;
  }

  /** A {@code .tar.gz} of these entries. */
  static byte[] archive(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey(), true);
        header.setSize(entry.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
