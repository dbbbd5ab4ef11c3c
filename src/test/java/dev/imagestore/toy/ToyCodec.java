package dev.imagestore.toy;

import dev.imagestore.codec.Codec;
import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageCodec;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * {@code toy}, a lossy codec of the tests: the lowest bits of every byte are lost. Its file is a
 * line of text, {@code toy 1 bits 32x32x3\n}, and the bytes that are left, moved to the right.
 */
public final class ToyCodec implements Codec {
  /** How many bits of each byte are lost. */
  public static final Option BITS =
      Option.number("toyBits", "how many bits of each byte are lost", 1, new Option.Range(1, 4));

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public List<Option> options() {
    return List.of(BITS);
  }

  @Override
  public ImageCodec with(OptionValues values) {
    int bits = Integer.parseInt(values.of(BITS));
    return new ImageCodec() {
      @Override
      public String suffix() {
        return ".toy";
      }

      @Override
      public boolean lossy() {
        return true;
      }

      @Override
      public ImageEncoder encoder() {
        return new Encoder(bits);
      }

      @Override
      public ImageDecoder decoder() {
        return new Decoder(bits);
      }
    };
  }

  private static byte[] header(int bits, String shape) {
    return ("toy " + bits + " bits " + shape + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static final class Encoder implements ImageEncoder {
    private final int bits;
    private byte[] file = {};

    Encoder(int bits) {
      this.bits = bits;
    }

    @Override
    public int encode(ImageShape shape, byte[] pixels) {
      byte[] header = header(bits, shape.toString());
      int length = header.length + shape.bytes();
      if (file.length < length) {
        file = new byte[length];
      }
      System.arraycopy(header, 0, file, 0, header.length);
      for (int i = 0; i < shape.bytes(); i++) {
        file[header.length + i] = (byte) ((pixels[i] & 0xFF) >> bits);
      }
      return length;
    }

    @Override
    public byte[] file() {
      return file;
    }

    @Override
    public void close() {}
  }

  private static final class Decoder implements ImageDecoder {
    private final int bits;
    private byte[] file;
    private int start;
    private int end;

    Decoder(int bits) {
      this.bits = bits;
    }

    @Override
    public ImageShape open(byte[] bytes, int length) throws CodecException {
      int line = 0;
      while (line < length && bytes[line] != '\n') {
        line++;
      }
      byte[] begin = header(bits, "");
      int shapeAt = begin.length - 1;
      if (line == length
          || line < shapeAt
          || !Arrays.equals(bytes, 0, shapeAt, begin, 0, shapeAt)) {
        throw CodecException.of("a line of " + bits + " toy bits", "something else");
      }
      ImageShape shape =
          shape(new String(bytes, shapeAt, line - shapeAt, StandardCharsets.US_ASCII));
      file = bytes;
      start = line + 1;
      end = length;
      if (end - start != shape.bytes()) {
        throw CodecException.of(shape.bytes() + " B behind the line", end - start + " B");
      }
      return shape;
    }

    private static ImageShape shape(String text) throws CodecException {
      try {
        int[] numbers = Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray();
        if (numbers.length == 3 || numbers.length == 4) {
          return new ImageShape(
              numbers[0], numbers[1], numbers[2], numbers.length == 4 ? numbers[3] : 8);
        }
      } catch (IllegalArgumentException e) {
        throw CodecException.of("a shape", "'" + text + "'", e);
      }
      throw CodecException.of("a shape", "'" + text + "'");
    }

    @Override
    public void decode(ByteBuffer target, int offset) throws CodecException {
      for (int i = start; i < end; i++) {
        if ((file[i] & 0xFF) >> (8 - bits) != 0) {
          throw CodecException.of("bytes of " + (8 - bits) + " bits", "more at byte " + i);
        }
        target.put(offset + i - start, (byte) (file[i] << bits));
      }
    }

    @Override
    public void close() {}
  }
}
