package dev.imagestore.store.hdf5;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.OrderedTaskPool;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.indexing.ChunkImpl;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndexWriter;
import io.jhdf.object.message.DataLayout;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import io.jhdf.object.message.Message;
import java.io.Closeable;
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

  /** Of a chunk in the index, which filters were left out. */
  static final int FILTER_MASK_BYTES = 4;

  /**
   * Bytes of a chunk before it is compressed, unless one image is larger: 64 images of 32×32×3. To
   * read one image is to decompress its chunk.
   */
  private static final int CHUNK_BYTES = 192 << 10;

  /** The least that libhdf5 takes for the number of entries in a page of the index, as a power. */
  private static final int MIN_PAGE_BITS = 10;

  private final ImageSet images;
  private final ImageShape shape;
  private final int threads;
  private final int chunkImages;
  private final int chunks;

  /**
   * The images of a set, which have one shape.
   *
   * @param threads how many compress
   */
  DeflatedChunks(ImageSet images, int threads) {
    this.images = images;
    this.shape = images.shape(0);
    this.threads = threads;
    this.chunkImages = chunkImages(images.count(), shape);
    this.chunks = chunks(images.count(), shape);
  }

  private static int chunkImages(long count, ImageShape shape) {
    return (int) Math.max(1, Math.min(count, CHUNK_BYTES / shape.bytes()));
  }

  private static int chunks(long count, ImageShape shape) {
    int chunkImages = chunkImages(count, shape);
    return Math.toIntExact((count + chunkImages - 1) / chunkImages);
  }

  /** Bytes that the index has for the chunks of so many images. */
  static long entriesBytes(long count, ImageShape shape) {
    int size = FixedArrayIndexWriter.chunkSizeLength(chunkImages(count, shape) * shape.bytes());
    return (long) chunks(count, shape) * (Long.BYTES + size + FILTER_MASK_BYTES);
  }

  /** Of each distinct image of a set, its part of its chunk, compressed. */
  static long[] imageBytes(ImageSet images) {
    long[] bytes = new long[Math.toIntExact(images.distinct())];
    DeflatedChunks all = new DeflatedChunks(images, 1);
    try (Compressor compressor = all.new Compressor()) {
      for (int first = 0; first < bytes.length; first += all.chunkImages) {
        int some = (int) Math.min(all.chunkImages, images.count() - first);
        long size = compressor.compress(first).remaining();
        for (int i = 0; i < some && first + i < bytes.length; i++) {
          bytes[first + i] = size * (i + 1) / some - size * i / some;
        }
      }
    }
    return bytes;
  }

  @Override
  public long writeTo(FileChannel channel) throws IOException {
    Output output = new Output(channel);
    if (threads == 1 || chunks == 1) {
      try (Compressor compressor = new Compressor()) {
        for (int chunk = 0; chunk < chunks; chunk++) {
          output.write(compressor.compress((long) chunk * chunkImages));
        }
      }
    } else {
      List<Compressor> compressors = new ArrayList<>();
      for (int i = 0; i < Math.min(threads, chunks); i++) {
        compressors.add(new Compressor());
      }
      try (OrderedTaskPool<Compressor> pool = new OrderedTaskPool<>(compressors)) {
        pool.run(
            chunks,
            (compressor, chunk, turns) -> {
              ByteBuffer compressed = compressor.compress((long) chunk * chunkImages);
              turns.take(chunk, () -> output.write(compressed));
            });
      }
    }
    return output.finish();
  }

  /** Writes chunks in the order of their numbers, and then their index. */
  private final class Output {
    private final FileChannel channel;
    private final List<Chunk> written = new ArrayList<>(chunks);
    private long address;

    Output(FileChannel channel) throws IOException {
      this.channel = channel;
      this.address = channel.position();
    }

    /** Writes the next chunk and returns its number. */
    int write(ByteBuffer compressed) throws IOException {
      int number = written.size();
      int size = compressed.remaining();
      FileIo.writeFully(channel, compressed);
      written.add(new ChunkImpl(address, size, new long[] {(long) number * chunkImages, 0, 0, 0}));
      address += size;
      return number;
    }

    /** Writes the index and returns its address. */
    long finish() throws IOException {
      ByteBuffer index =
          FixedArrayIndexWriter.createFixedArray(
              written, address, chunkImages * shape.bytes(), true, pageBits());
      FileIo.writeFully(channel, index);
      return address;
    }
  }

  /** Compresses chunks; of one thread. */
  private final class Compressor implements Closeable {
    private final Deflater deflater = new Deflater(LEVEL);
    private final byte[] pixels = new byte[chunkImages * shape.bytes()];
    private ByteBuffer compressed = ByteBuffer.allocate(pixels.length / 2 + 1024);

    /** The chunk that begins with image {@code first}, valid until the next call. */
    ByteBuffer compress(long first) {
      int some = (int) Math.min(chunkImages, images.count() - first);
      for (int i = 0; i < some; i++) {
        images.copyPixels(first + i, pixels, i * shape.bytes());
      }
      // The last chunk has zeros behind its images.
      Arrays.fill(pixels, some * shape.bytes(), pixels.length, (byte) 0);
      deflater.reset();
      deflater.setInput(pixels);
      deflater.finish();
      compressed.clear();
      while (!deflater.finished()) {
        if (!compressed.hasRemaining()) {
          int more = Math.toIntExact(2L * compressed.capacity());
          compressed = ByteBuffer.allocate(more).put(compressed.flip());
        }
        deflater.deflate(compressed);
      }
      return compressed.flip();
    }

    @Override
    public void close() {
      deflater.end();
    }
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
