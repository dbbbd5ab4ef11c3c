package dev.imagestore.codec;

import com.luciad.imageio.webp.WebP;
import com.luciad.imageio.webp.WebPDecoderOptions;
import com.luciad.imageio.webp.WebPEncoderOptions;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code webp}: WebP files by libwebp, through webp-imageio. Images with alpha are refused: where a
 * pixel is transparent, libwebp's lossless encoder changes its colour, and this binding has no name
 * for the setting that forbids it.
 */
public final class WebpCodec implements Codec {
  private static final String LOSSLESS = "lossless";

  private static final Option QUALITY =
      new Option(
          "webpQuality",
          "quality of lossy WebP, or all of it",
          List.of(LOSSLESS),
          Optional.of(new Option.Range(0, 100)),
          LOSSLESS,
          Optional.empty(),
          false);

  private static final Domain DOMAIN = new Domain(Set.of(3), 8, 16_383);

  @Override
  public String name() {
    return "webp";
  }

  @Override
  public List<Option> options() {
    return List.of(QUALITY);
  }

  @Override
  public ImageCodec with(OptionValues values) {
    return new Webp(values.of(QUALITY));
  }

  private record Webp(String quality) implements ImageCodec {
    @Override
    public String suffix() {
      return ".webp";
    }

    @Override
    public Domain domain() {
      return DOMAIN;
    }

    @Override
    public boolean lossy() {
      return !quality.equals(LOSSLESS);
    }

    @Override
    public ImageEncoder encoder() {
      WebPEncoderOptions options = new WebPEncoderOptions();
      if (lossy()) {
        options.setCompressionQuality(Integer.parseInt(quality));
      } else {
        options.setLossless(true);
      }
      return new Encoder(options);
    }

    @Override
    public ImageDecoder decoder() {
      return new Decoder();
    }
  }

  private static final class Encoder implements ImageEncoder {
    private final WebPEncoderOptions options;
    private byte[] file = {};

    Encoder(WebPEncoderOptions options) {
      this.options = options;
    }

    @Override
    public int encode(ImageShape shape, byte[] pixels) throws CodecException {
      DOMAIN.check(shape);
      byte[] encoded =
          WebP.encodeRGB(options, pixels, shape.width(), shape.height(), shape.rowBytes());
      if (encoded == null) {
        throw new CodecException("an image of " + shape + " that libwebp can't encode");
      }
      file = encoded;
      return file.length;
    }

    @Override
    public byte[] file() {
      return file;
    }

    /** The few bytes outside the heap are the garbage collector's to find. */
    @Override
    public void close() {}
  }

  private static final class Decoder implements ImageDecoder {
    private static final int RIFF = 'R' | 'I' << 8 | 'F' << 16 | 'F' << 24;
    private static final int WEBP = 'W' | 'E' << 8 | 'B' << 16 | 'P' << 24;

    private final WebPDecoderOptions options = new WebPDecoderOptions();
    private final int[] about = new int[4];
    private byte[] file;
    private int fileBytes;
    private ImageShape shape;

    @Override
    public ImageShape open(byte[] bytes, int length) throws CodecException {
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (length < 20
          || header.getInt(0) != RIFF
          || header.getInt(4) != length - 8
          || header.getInt(8) != WEBP) {
        throw CodecException.of("a WebP file of " + length + " B", "something else");
      }
      try {
        int[] size = WebP.getInfo(bytes, 0, length);
        shape = new ImageShape(size[0], size[1], 3, 8);
      } catch (IOException | IllegalArgumentException e) {
        throw CodecException.of("the header of a WebP image", e.getMessage(), e);
      }
      file = bytes;
      fileBytes = length;
      return shape;
    }

    @Override
    public void decode(ByteBuffer target, int offset) throws CodecException {
      int[] pixels;
      try {
        pixels = WebP.decode(options, file, 0, fileBytes, about);
      } catch (IOException e) {
        throw CodecException.of("pixels that libwebp can decode", e.getMessage(), e);
      }
      if (pixels == null || pixels.length != shape.width() * shape.height()) {
        throw CodecException.of("pixels that libwebp can decode", "none");
      }
      int at = offset;
      for (int pixel : pixels) {
        target.put(at, (byte) (pixel >> 16));
        target.put(at + 1, (byte) (pixel >> 8));
        target.put(at + 2, (byte) pixel);
        at += 3;
      }
    }

    @Override
    public void close() {
      // Nothing is outside the heap but a few bytes, which are the garbage collector's to find.
    }
  }
}
