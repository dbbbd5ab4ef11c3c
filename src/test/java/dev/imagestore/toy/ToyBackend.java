package dev.imagestore.toy;

import dev.imagestore.codec.Codecs;
import dev.imagestore.codec.ImageCodec;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A backend from outside: all images in one file, with any codec, in either order. Not fast, only
 * right; nothing in the suite knows of it but a line in {@code META-INF/services}.
 */
public final class ToyBackend implements Backend {
  private static final Option CODEC = Codecs.option("raw");
  private static final Option ORDER =
      Option.of("toyOrder", "which image comes first", "forward", "backward")
          .documented("backward");
  private static final Option GAP =
      Option.number("toyGap", "bytes between two images", 0, new Option.Range(0, 4096));

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC, ORDER, GAP);
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new ToyStore(
        Codecs.named(values.of(CODEC)).with(values),
        values.of(ORDER).equals("backward"),
        Integer.parseInt(values.of(GAP)));
  }

  private record ToyStore(ImageCodec codec, boolean backward, int gap) implements ImageStore {
    private static Path file(Location at) {
      return at.directory().resolve("toy.bin");
    }

    private static Path index(Location at) {
      return at.directory().resolve("toy.index");
    }

    @Override
    public void store(ImageSet images, Location at, Durability durability) throws IOException {
      long[] starts = new long[(int) images.count()];
      try (DataOutputStream out = open(file(at));
          ImageEncoder encoder = codec.encoder()) {
        byte[] pixels = new byte[images.maxImageBytes()];
        for (int i = 0; i < starts.length; i++) {
          int id = backward ? starts.length - 1 - i : i;
          images.copyPixels(id, pixels, 0);
          int length = encoder.encode(images.shape(id), pixels);
          starts[id] = out.size();
          out.writeInt(images.label(id));
          out.writeInt(length);
          out.write(encoder.file(), 0, length);
          out.write(new byte[gap]);
        }
      }
      try (DataOutputStream out = open(index(at))) {
        out.writeInt(starts.length);
        for (long start : starts) {
          out.writeLong(start);
        }
      }
      if (durability == Durability.sync) {
        at.flush();
      }
    }

    private static DataOutputStream open(Path file) throws IOException {
      return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    @Override
    public ImageReader open(Location at) throws IOException {
      long[] starts;
      try (RandomAccessFile in = new RandomAccessFile(index(at).toFile(), "r")) {
        starts = new long[in.readInt()];
        for (int i = 0; i < starts.length; i++) {
          starts[i] = in.readLong();
        }
      }
      return new ToyReader(starts, new RandomAccessFile(file(at).toFile(), "r"), codec.decoder());
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record ToyReader(long[] starts, RandomAccessFile in, ImageDecoder decoder)
      implements ImageReader {
    @Override
    public long count() {
      return starts.length;
    }

    @Override
    public void read(long firstId, int count, ImageBatch into) throws IOException {
      into.clear();
      for (long id = firstId; id < firstId + count; id++) {
        in.seek(starts[Math.toIntExact(id)]);
        int label = in.readInt();
        byte[] encoded = new byte[in.readInt()];
        in.readFully(encoded);
        ImageShape shape = decoder.open(encoded, encoded.length);
        int offset = into.add(shape, label);
        decoder.decode(into.pixels(), offset);
      }
    }

    @Override
    public void close() throws IOException {
      decoder.close();
      in.close();
    }
  }
}
