package dev.imagestore.codec.imageio;

import dev.imagestore.codec.Codec;
import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.Domain;
import dev.imagestore.codec.ImageCodec;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * {@code jpeg}: JPEG files by javax.imageio, baseline, colours halved in both directions, as is its
 * default. Lossy: what comes back is not what went in, and may differ from one JDK to the next.
 */
public final class JpegCodec implements Codec {
  private static final Option QUALITY =
      Option.number(
          "jpegQuality", "quality of JPEG, 75 is javax.imageio's", 75, new Option.Range(1, 100));

  /** libjpeg's own limit of a side. */
  private static final Domain DOMAIN = new Domain(Set.of(1, 3), 8, 65_500);

  @Override
  public String name() {
    return "jpeg";
  }

  @Override
  public List<Option> options() {
    return List.of(QUALITY);
  }

  @Override
  public ImageCodec with(OptionValues values) {
    return new Jpeg(Integer.parseInt(values.of(QUALITY)) / 100f);
  }

  private record Jpeg(float quality) implements ImageCodec {
    @Override
    public String suffix() {
      return ".jpg";
    }

    @Override
    public Domain domain() {
      return DOMAIN;
    }

    @Override
    public boolean lossy() {
      return true;
    }

    @Override
    public ImageEncoder encoder() {
      return new Encoder(quality);
    }

    @Override
    public ImageDecoder decoder() {
      return new ImageIoDecoder("jpeg", JpegCodec::check);
    }
  }

  private static final class Encoder implements ImageEncoder {
    private final ImageIoEncoder encoder;

    Encoder(float quality) {
      encoder = new ImageIoEncoder("jpeg", quality);
    }

    @Override
    public int encode(ImageShape shape, byte[] pixels) throws CodecException {
      DOMAIN.check(shape);
      return encoder.encode(shape, pixels);
    }

    @Override
    public byte[] file() {
      return encoder.file();
    }

    @Override
    public void close() {
      encoder.close();
    }
  }

  /** A block of 64 samples takes two bits or more. */
  private static final long MOST_PIXELS_A_BYTE = 256;

  private static final int SOI = 0xFFD8;
  private static final int EOI = 0xFFD9;
  private static final int SOS = 0xFFDA;

  /** Baseline, extended and progressive frames; others can't be read. */
  private static final Set<Integer> FRAMES = Set.of(0xFFC0, 0xFFC1, 0xFFC2);

  private static final Set<Integer> OTHER_FRAMES =
      Set.of(0xFFC3, 0xFFC5, 0xFFC6, 0xFFC7, 0xFFC9, 0xFFCA, 0xFFCB, 0xFFCD, 0xFFCE, 0xFFCF);

  /** Follows the segments up to the compressed data, and looks for the end behind that. */
  private static ImageShape check(byte[] bytes, int length) throws CodecException {
    ByteBuffer file = ByteBuffer.wrap(bytes, 0, length);
    if (length < 4 || marker(file, 0) != SOI || marker(file, length - 2) != EOI) {
      throw CodecException.of("a JPEG file from its first marker to its last", "something else");
    }
    ImageShape shape = null;
    int at = 2;
    while (at <= length - 4) {
      int marker = marker(file, at);
      int segment = marker(file, at + 2);
      if (marker < 0xFFC0 || segment < 2 || at + 2 + segment > length) {
        break;
      }
      if (FRAMES.contains(marker) && segment >= 8) {
        shape = frame(file, at + 4);
      } else if (OTHER_FRAMES.contains(marker)) {
        throw CodecException.of("a baseline or progressive JPEG", Integer.toHexString(marker));
      } else if (marker == SOS && shape != null) {
        if ((long) shape.width() * shape.height() > length * MOST_PIXELS_A_BYTE) {
          throw CodecException.of("data for an image of " + shape, length + " B");
        }
        return shape;
      }
      at += 2 + segment;
    }
    throw CodecException.of("a frame and a scan in a JPEG file", "none up to byte " + at);
  }

  private static int marker(ByteBuffer file, int at) {
    return file.getShort(at) & 0xFFFF;
  }

  private static ImageShape frame(ByteBuffer file, int at) throws CodecException {
    int depth = file.get(at);
    int height = file.getShort(at + 1) & 0xFFFF;
    int width = file.getShort(at + 3) & 0xFFFF;
    int channels = file.get(at + 5);
    try {
      ImageShape shape = new ImageShape(width, height, channels, depth);
      DOMAIN.check(shape);
      return shape;
    } catch (IllegalArgumentException e) {
      throw CodecException.of("the shape of an image", e.getMessage(), e);
    }
  }
}
