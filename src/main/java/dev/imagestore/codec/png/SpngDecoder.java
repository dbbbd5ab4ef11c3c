package dev.imagestore.codec.png;

import static org.lwjgl.util.spng.SPNG.SPNG_FMT_PNG;
import static org.lwjgl.util.spng.SPNG.spng_ctx_free;
import static org.lwjgl.util.spng.SPNG.spng_ctx_new;
import static org.lwjgl.util.spng.SPNG.spng_decode_image;
import static org.lwjgl.util.spng.SPNG.spng_set_png_buffer;
import static org.lwjgl.util.spng.SPNG.spng_strerror;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageShape;
import java.nio.ByteBuffer;

/** {@link PngLibrary#spng}'s decoder. A context of libspng is of use for one image. */
final class SpngDecoder implements ImageDecoder {
  /** Signature and IHDR. */
  private static final int HEADER_BYTES = 8 + Png.CHUNK + 13;

  private final PngChunks chunks = new PngChunks();
  private final SpngMemory file = new SpngMemory();
  private final SpngMemory pixels = new SpngMemory();

  @Override
  public ImageShape open(byte[] bytes, int length) throws CodecException {
    return chunks.openSamples(bytes, length);
  }

  @Override
  public void decode(ByteBuffer target, int offset) throws CodecException {
    int bytes = chunks.shape().bytes();
    ByteBuffer samples = pixels.of(bytes);
    long context = spng_ctx_new(0);
    try {
      check(spng_set_png_buffer(context, essential()));
      check(spng_decode_image(context, samples, SPNG_FMT_PNG, 0));
    } finally {
      spng_ctx_free(context);
    }
    target.put(offset, samples, 0, bytes);
  }

  /**
   * The file without metadata: nobody wants it, a hostile file may have much of it, and libspng
   * unpacks it.
   */
  private ByteBuffer essential() {
    ByteBuffer all = ByteBuffer.wrap(chunks.file(), 0, chunks.length());
    int first = chunks.firstData();
    int end = first;
    while (all.getInt(end + 4) == Png.IDAT) {
      end += Png.CHUNK + all.getInt(end);
    }
    ByteBuffer some = file.of(HEADER_BYTES + end - first + Png.CHUNK);
    some.put(chunks.file(), 0, HEADER_BYTES);
    some.put(chunks.file(), first, end - first);
    some.put(chunks.file(), chunks.length() - Png.CHUNK, Png.CHUNK);
    return some.flip();
  }

  private static void check(int error) throws CodecException {
    if (error != 0) {
      throw CodecException.of("pixels that libspng can decode", spng_strerror(error));
    }
  }

  @Override
  public void close() {
    file.free();
    pixels.free();
  }
}
