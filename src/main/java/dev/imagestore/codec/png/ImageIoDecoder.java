package dev.imagestore.codec.png;

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

/** {@link PngLibrary#imageio}'s decoder. */
final class ImageIoDecoder implements ImageDecoder {
  private final PngChunks chunks = new PngChunks();
  private final ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
  private final ImageReadParam parameters = reader.getDefaultReadParam();
  private ImageIoPixels pixels;

  @Override
  public ImageShape open(byte[] file, int length) throws CodecException {
    return chunks.openSamples(file, length);
  }

  @Override
  public void decode(ByteBuffer target, int offset) throws CodecException {
    pixels = ImageIoPixels.of(chunks.shape(), pixels);
    parameters.setDestination(pixels.image());
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(
            new ByteArrayInputStream(chunks.file(), 0, chunks.length()))) {
      // Metadata is ignored: nothing needs it, and a hostile file may have much of it.
      reader.setInput(in, true, true);
      reader.read(0, parameters);
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    } finally {
      reader.setInput(null);
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
