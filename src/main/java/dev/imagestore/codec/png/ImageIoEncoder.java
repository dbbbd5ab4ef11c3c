package dev.imagestore.codec.png;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageShape;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** {@link PngLibrary#imageio}'s encoder. */
final class ImageIoEncoder implements ImageEncoder {
  private final ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
  private final FileBuffer file = new FileBuffer();
  private ImageIoPixels pixels;

  @Override
  public int encode(ImageShape shape, byte[] pixels) throws CodecException {
    this.pixels = ImageIoPixels.of(shape, this.pixels);
    this.pixels.put(pixels);
    file.reset();
    // Named rather than left to ImageIO.createImageOutputStream, which makes a file on disk unless
    // a setting of the whole JVM forbids it.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(new IIOImage(this.pixels.image(), null, null));
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
