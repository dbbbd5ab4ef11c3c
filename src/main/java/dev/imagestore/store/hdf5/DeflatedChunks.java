package dev.imagestore.store.hdf5;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.store.FileIo;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.indexing.ChunkImpl;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndexWriter;
import io.jhdf.object.message.DataLayout;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import io.jhdf.object.message.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Images in chunks of some each, compressed by HDF5's filter {@code deflate}, and behind them the
 * index of the chunks, a fixed array. jHDF's own wants the whole dataset as one Java array.
 */
final class DeflatedChunks implements StreamedDataset.Content {
  /** What HDF5's own tools use unless told otherwise. */
  private static final int LEVEL = 4;

  private static final int FILTER_DEFLATE = 1;

  /**
   * Bytes of a chunk before it is compressed, unless one image is larger: 64 images of 32×32×3. To
   * read one image is to decompress its chunk.
   */
  private static final int CHUNK_BYTES = 192 << 10;

  /** The least that libhdf5 takes for the number of entries in a page of the index, as a power. */
  private static final int MIN_PAGE_BITS = 10;

  private final ImageSet images;
  private final ImageShape shape;
  private final int chunkImages;
  private final int chunks;

  DeflatedChunks(ImageSet images) {
    this.images = images;
    this.shape = images.shape(0);
    this.chunkImages = (int) Math.max(1, Math.min(images.count(), CHUNK_BYTES / shape.bytes()));
    this.chunks = Math.toIntExact((images.count() + chunkImages - 1) / chunkImages);
  }

  @Override
  public long writeTo(FileChannel channel) throws IOException {
    List<Chunk> written = new ArrayList<>(chunks);
    byte[] pixels = new byte[chunkImages * shape.bytes()];
    ByteBuffer compressed = ByteBuffer.allocate(pixels.length / 2 + 1024);
    long address = channel.position();
    Deflater deflater = new Deflater(LEVEL);
    try {
      for (int chunk = 0; chunk < chunks; chunk++) {
        long first = (long) chunk * chunkImages;
        copy(first, pixels);
        compressed = deflate(deflater, pixels, compressed.clear());
        int size = compressed.remaining();
        FileIo.writeFully(channel, compressed);
        written.add(new ChunkImpl(address, size, new long[] {first, 0, 0, 0}));
        address += size;
      }
    } finally {
      deflater.end();
    }
    ByteBuffer index =
        FixedArrayIndexWriter.createFixedArray(written, address, pixels.length, true, pageBits());
    FileIo.writeFully(channel, index);
    return address;
  }

  /** The images of a chunk; the last one has zeros behind them. */
  private void copy(long first, byte[] pixels) {
    int some = (int) Math.min(chunkImages, images.count() - first);
    for (int i = 0; i < some; i++) {
      images.copyPixels(first + i, pixels, i * shape.bytes());
    }
    Arrays.fill(pixels, some * shape.bytes(), pixels.length, (byte) 0);
  }

  private static ByteBuffer deflate(Deflater deflater, byte[] pixels, ByteBuffer into) {
    deflater.reset();
    deflater.setInput(pixels);
    deflater.finish();
    ByteBuffer out = into;
    while (!deflater.finished()) {
      if (!out.hasRemaining()) {
        out = ByteBuffer.allocate(Math.toIntExact(2L * out.capacity())).put(out.flip());
      }
      deflater.deflate(out);
    }
    return out.flip();
  }

  /** So many that the index is one page. */
  private int pageBits() {
    return Math.max(MIN_PAGE_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(chunks - 1));
  }

  @Override
  public List<Message> messages(long address) {
    int[] chunk = {
      chunkImages, shape.height(), shape.width(), shape.channels(), shape.sampleBytes()
    };
    return List.of(
        FillValueMessage.NO_FILL,
        FilterPipelineMessage.create(
            List.of(new FilterInfo(FILTER_DEFLATE, "deflate", false, new int[] {LEVEL}))),
        ChunkedDataLayoutMessageV4.createFixedArray(address, chunk, pageBits()));
  }

  @Override
  public DataLayout layout() {
    return DataLayout.CHUNKED;
  }
}
