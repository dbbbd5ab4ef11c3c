package dev.imagestore.codec.imageio;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageShape;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes with javax.imageio as most programs do; writer and image are used again, no file serves
 * as a cache.
 */
public final class ImageIoEncoder implements ImageEncoder {
  private final ImageWriter writer;
  private final ImageWriteParam parameters;
  private final FileBuffer file = new FileBuffer();
  private ImageIoPixels pixels;

  /** An encoder of the JDK's writer for a format. */
  public ImageIoEncoder(String format) {
    writer = ImageIO.getImageWritersByFormatName(format).next();
    parameters = writer.getDefaultWriteParam();
  }

  /**
   * The same with less than the best quality.
   *
   * @param quality from 0 to 1
   */
  ImageIoEncoder(String format, float quality) {
    this(format);
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(quality);
  }

  @Override
  public int encode(ImageShape shape, byte[] pixels) throws CodecException {
    this.pixels = ImageIoPixels.of(shape, this.pixels);
    this.pixels.put(pixels);
    file.reset();
    // Named rather than left to ImageIO.createImageOutputStream, which makes a file on disk unless
    // a setting of the whole JVM forbids it.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(this.pixels.image(), null, null), parameters);
    } catch (IOException e) {
      throw new CodecException("an image of " + shape + " that javax.imageio can't encode", e);
    } finally {
      writer.setOutput(null);
    }
    return file.size();
  }

  @Override
  public byte[] file() {
    return file.array();
  }

  @Override
  public void close() {
    writer.dispose();
  }
}
