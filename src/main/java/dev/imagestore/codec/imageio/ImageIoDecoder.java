package dev.imagestore.codec.imageio;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageShape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes with javax.imageio; the reader is used again, no file serves as a cache. */
public final class ImageIoDecoder implements ImageDecoder {
  private final ImageReader reader;
  private final ImageReadParam parameters;
  private final Check check;
  private String warning;
  private byte[] file;
  private int length;
  private ImageShape shape;
  private ImageIoPixels pixels;

  /** Looks at a file before the library does, which believes what it reads. */
  public interface Check {
    /** Checks a file as {@link ImageDecoder#open} does. */
    ImageShape open(byte[] file, int length) throws CodecException;
  }

  /** A decoder of the JDK's reader for a format. */
  public ImageIoDecoder(String format, Check check) {
    this.check = check;
    reader = ImageIO.getImageReadersByFormatName(format).next();
    parameters = reader.getDefaultReadParam();
    reader.addIIOReadWarningListener((source, message) -> warning = message);
  }

  @Override
  public ImageShape open(byte[] bytes, int byteCount) throws CodecException {
    shape = check.open(bytes, byteCount);
    file = bytes;
    length = byteCount;
    return shape;
  }

  @Override
  public void decode(ByteBuffer target, int offset) throws CodecException {
    pixels = ImageIoPixels.of(shape, pixels);
    parameters.setDestination(pixels.image());
    warning = null;
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file, 0, length))) {
      // Metadata is ignored: nothing needs it, and a hostile file may have much of it.
      reader.setInput(in, true, true);
      reader.read(0, parameters);
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    } finally {
      reader.setInput(null);
    }
    if (warning != null) {
      // It makes up what is missing.
      throw CodecException.of("pixels that javax.imageio can decode", warning);
    }
    pixels.get(target, offset);
  }

  /** What the reader threw. It hides even errors of the JVM in exceptions of its own. */
  private static CodecException damaged(Exception thrown) {
    Throwable reason = thrown;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    if (reason instanceof Error error) {
      throw error;
    }
    return CodecException.of("pixels that javax.imageio can decode", reason.toString(), thrown);
  }

  @Override
  public void close() {
    reader.dispose();
  }
}
