package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** What CIFAR-10 (Krizhevsky 2009) is, and the two layouts that it is published in. */
final class Cifar10 {
  /** Bytes of an image: planes of 1,024 bytes of red, green and blue. */
  static final int PIXELS = 3072;

  /** Bytes of an image with its label before it, in the binary layout. */
  static final int RECORD = 1 + PIXELS;

  /** How many training batches there are. */
  static final int BATCHES = 5;

  static final ImageShape SHAPE = new ImageShape(32, 32, 3, 8);

  /** The classes, by label. */
  static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  static final int LABELS = 10;

  private static final int PLANE = 1024;

  private Cifar10() {}

  /** One of the two layouts. */
  enum Layout {
    /** Records of 3,073 bytes: a label and the planes. */
    BINARY("data_batch_%d.bin", "cifar-10-batches-bin") {
      @Override
      long count(Source batch) throws IOException {
        if (batch.bytes() == 0 || batch.bytes() % RECORD != 0) {
          throw new BadInputException(
              String.format(
                  Locale.ROOT,
                  "%s: expected a whole number of records of %,d B, found %,d B, which is %,d of"
                      + " them and %,d B; download it again",
                  batch.name(),
                  RECORD,
                  batch.bytes(),
                  batch.bytes() / RECORD,
                  batch.bytes() % RECORD));
        }
        return batch.bytes() / RECORD;
      }

      @Override
      long read(Source batch, long limit, ImageSink sink) throws IOException {
        long count = Math.min(limit, count(batch));
        byte[] record = new byte[RECORD];
        Interleaver interleaver = new Interleaver();
        try (InputStream in = batch.open()) {
          DataInputStream data = new DataInputStream(in);
          for (long i = 0; i < count; i++) {
            try {
              data.readFully(record);
            } catch (EOFException e) {
              throw new BadInputException(
                  batch.name()
                      + ": expected "
                      + batch.bytes()
                      + " B, found the end in record "
                      + i
                      + "; download it again",
                  e);
            }
            int label = record[0];
            if (label < 0 || label >= LABELS) {
              throw new BadInputException(
                  String.format(
                      Locale.ROOT,
                      "%s: byte %d: expected a label of 0 to 9, found %d; download it again",
                      batch.name(),
                      i * RECORD,
                      label & 0xFF));
            }
            sink.image(SHAPE, false, label, interleaver.interleave(record, 1));
          }
        }
        return count;
      }
    },

    /** Pickled by Python 2, see {@link PickledBatch}. */
    PICKLED("data_batch_%d", "cifar-10-batches-py") {
      @Override
      long count(Source batch) throws IOException {
        return load(batch).rows();
      }

      @Override
      long read(Source batch, long limit, ImageSink sink) throws IOException {
        PickledBatch loaded = load(batch);
        int count = (int) Math.min(limit, loaded.rows());
        Interleaver interleaver = new Interleaver();
        for (int i = 0; i < count; i++) {
          sink.image(
              SHAPE, false, loaded.label(i), interleaver.interleave(loaded.data(), i * PIXELS));
        }
        return count;
      }

      private PickledBatch load(Source batch) throws IOException {
        try (InputStream in = batch.open()) {
          return PickledBatch.read(batch.name(), batch.bytes(), in);
        }
      }
    };

    private final String file;
    private final String directory;

    Layout(String file, String directory) {
      this.file = file;
      this.directory = directory;
    }

    /** The name of the file of batch {@code number}, 1 to 5. */
    String file(int number) {
      return String.format(Locale.ROOT, file, number);
    }

    /** The name of the directory that the official archive holds. */
    String directory() {
      return directory;
    }

    /** How many images a batch holds. */
    abstract long count(Source batch) throws IOException;

    /** Sends the first {@code limit} images, or all if there are fewer; returns how many. */
    abstract long read(Source batch, long limit, ImageSink sink) throws IOException;
  }

  /** A file with a batch, in a directory or in an archive. */
  interface Source {
    /** For messages. */
    String name();

    /** The length of the file. */
    long bytes();

    /** The content. */
    InputStream open() throws IOException;
  }

  /** Turns planes into pixels with the channels last. */
  private static final class Interleaver {
    private final byte[] pixels = new byte[PIXELS];

    ByteBuffer interleave(byte[] planes, int offset) {
      for (int i = 0, at = 0; i < PLANE; i++) {
        pixels[at++] = planes[offset + i];
        pixels[at++] = planes[offset + PLANE + i];
        pixels[at++] = planes[offset + 2 * PLANE + i];
      }
      return ByteBuffer.wrap(pixels);
    }
  }
}
