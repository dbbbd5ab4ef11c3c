package dev.imagestore.codec.png;

import static org.lwjgl.util.spng.SPNG.SPNG_CTX_ENCODER;
import static org.lwjgl.util.spng.SPNG.SPNG_ENCODE_FINALIZE;
import static org.lwjgl.util.spng.SPNG.SPNG_ENCODE_TO_BUFFER;
import static org.lwjgl.util.spng.SPNG.SPNG_FMT_PNG;
import static org.lwjgl.util.spng.SPNG.spng_ctx_free;
import static org.lwjgl.util.spng.SPNG.spng_ctx_new;
import static org.lwjgl.util.spng.SPNG.spng_encode_image;
import static org.lwjgl.util.spng.SPNG.spng_get_png_buffer;
import static org.lwjgl.util.spng.SPNG.spng_set_ihdr;
import static org.lwjgl.util.spng.SPNG.spng_set_option;
import static org.lwjgl.util.spng.SPNG.spng_strerror;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.libc.LibCStdlib;
import org.lwjgl.util.spng.spng_ihdr;

/** {@link PngLibrary#spng}'s encoder. A context of libspng is of use for one image. */
final class SpngEncoder implements ImageEncoder {
  private final SpngMemory memory = new SpngMemory();
  private byte[] file = {};

  @Override
  public int encode(ImageShape shape, byte[] pixels) throws CodecException {
    long context = spng_ctx_new(SPNG_CTX_ENCODER);
    try (MemoryStack stack = MemoryStack.stackPush()) {
      check(shape, spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1));
      ColorType type = ColorType.ofChannels(shape.channels());
      spng_ihdr header =
          spng_ihdr
              .calloc(stack)
              .width(shape.width())
              .height(shape.height())
              .bit_depth((byte) shape.depth())
              .color_type((byte) type.code());
      check(shape, spng_set_ihdr(context, header));
      ByteBuffer samples = memory.of(shape.bytes()).put(0, pixels, 0, shape.bytes());
      check(shape, spng_encode_image(context, samples, SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE));
      IntBuffer error = stack.mallocInt(1);
      ByteBuffer encoded = spng_get_png_buffer(context, error);
      if (encoded == null) {
        check(shape, error.get(0));
        throw new CodecException("an image of " + shape + " that libspng can't encode");
      }
      return keep(encoded);
    } finally {
      spng_ctx_free(context);
    }
  }

  /** Copies a file to the heap, and frees the memory that libspng took for it. */
  private int keep(ByteBuffer encoded) {
    int length = encoded.remaining();
    try {
      if (file.length < length) {
        file = new byte[length];
      }
      encoded.get(file, 0, length);
      return length;
    } finally {
      LibCStdlib.nfree(MemoryUtil.memAddress0(encoded));
    }
  }

  private static void check(ImageShape shape, int error) throws CodecException {
    if (error != 0) {
      throw new CodecException(
          "an image of " + shape + " that libspng can't encode: " + spng_strerror(error));
    }
  }

  @Override
  public byte[] file() {
    return file;
  }

  @Override
  public void close() {
    memory.free();
  }
}
