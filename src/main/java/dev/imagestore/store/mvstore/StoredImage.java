package dev.imagestore.store.mvstore;

import dev.imagestore.image.ImageShape;
import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * The value of an image.
 *
 * @param payload the pixels, or the file that a codec made of them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record StoredImage(int label, ImageShape shape, byte[] payload) {

  /**
   * How a value is written: label, height, width, channels, bits a sample and length of the
   * payload, each as H2's integer of variable length, and the payload.
   */
  static final class Type extends BasicDataType<StoredImage> {
    /** Of a record, a shape, an array and their headers, about. */
    private static final int OVERHEAD_BYTES = 88;

    /** What a value of this payload counts for where H2 decides how large a page may be. */
    static long memory(long payloadBytes) {
      return OVERHEAD_BYTES + payloadBytes;
    }

    @Override
    public int getMemory(StoredImage image) {
      return (int) Math.min(Integer.MAX_VALUE, memory(image.payload.length));
    }

    @Override
    public void write(WriteBuffer to, StoredImage image) {
      ImageShape shape = image.shape;
      to.putVarInt(image.label).putVarInt(shape.height()).putVarInt(shape.width());
      to.putVarInt(shape.channels()).putVarInt(shape.depth());
      to.putVarInt(image.payload.length).put(image.payload);
    }

    @Override
    public StoredImage read(ByteBuffer from) {
      int label = DataUtils.readVarInt(from);
      int height = DataUtils.readVarInt(from);
      int width = DataUtils.readVarInt(from);
      ImageShape shape =
          new ImageShape(width, height, DataUtils.readVarInt(from), DataUtils.readVarInt(from));
      int length = DataUtils.readVarInt(from);
      if (label < 0 || length < 0 || length > from.remaining()) {
        throw new IllegalArgumentException(
            "label " + label + " and " + length + " of " + from.remaining() + " B");
      }
      byte[] payload = new byte[length];
      from.get(payload);
      return new StoredImage(label, shape, payload);
    }

    @Override
    public StoredImage[] createStorage(int size) {
      return new StoredImage[size];
    }
  }
}
