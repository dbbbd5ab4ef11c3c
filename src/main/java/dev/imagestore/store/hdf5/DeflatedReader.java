package dev.imagestore.store.hdf5;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.OrderedTaskPool;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.StoreIds;
import dev.imagestore.store.flat.Column;
import io.jhdf.AbstractNode;
import io.jhdf.HdfFile;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndexWriter;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads what {@link Hdf5Deflate} wrote: jHDF reads the headers, the index is read entry by entry.
 * Chunks are kept as they were decompressed: one, or where several threads read them in order, as
 * many as they decompress at a time.
 */
final class DeflatedReader implements ImageReader {
  private static final String REMEDY = "store the images again";

  /** Deflate's best: 258 bytes in two bits. */
  private static final long MOST_BYTES_A_BYTE = 258 * 8 / 2;

  /** Chunks that each of several threads decompresses at a time. */
  private static final long CHUNKS_A_THREAD = 4;

  /** Of chunks that are decompressed at a time, unless one is larger. */
  private static final long MOST_KEPT_BYTES = 64 << 20;

  /** The header of a fixed array, which its only block follows. */
  private static final int INDEX_HEADER_BYTES = 28;

  /** Signature, version, client, address of the header; then the entries. */
  private static final int BLOCK_BEGIN_BYTES = 14;

  /** {@code FADB}, which the block begins with. */
  private static final int SIGNATURE = 'F' | 'A' << 8 | 'D' << 16 | 'B' << 24;

  private final Path file;
  private final FileChannel channel;
  private final Column labels;
  private final long count;
  private final ImageShape shape;
  private final int chunkImages;
  private final int sizeBytes;
  private final int entryBytes;
  private final long entries;
  private final int threads;
  private final ChunkReader chunkReader;

  /** Null until several chunks are read in order by several threads. */
  private OrderedTaskPool<ChunkReader> pool;

  /** The chunks that are kept, from {@link #firstKept} on. */
  private byte[][] kept = new byte[1][];

  private long firstKept = -1;
  private int keptChunks;
  private boolean closed;

  /**
   * Opens a file.
   *
   * @param metadata what it begins with
   * @param threads how many decompress
   */
  DeflatedReader(Path file, FileChannel channel, ByteBuffer metadata, int threads)
      throws IOException {
    this.file = file;
    this.channel = channel;
    @SuppressWarnings("resource") // It holds nothing open.
    HdfFile hdf = HdfFile.fromByteBuffer(metadata);
    Hdf5Tuned.Dataset labelDataset = Hdf5Tuned.dataset(file, channel, hdf, Hdf5File.LABELS);
    count = labelDataset.dimensions()[0];
    labels = labelDataset.column(file, channel);
    Node node = hdf.getChild(Hdf5File.IMAGES);
    if (!(node instanceof ChunkedDataset images)
        || !(images.getDataType() instanceof FixedPoint type)) {
      throw BadInputException.of(
          file,
          "a chunked dataset of integers /" + Hdf5File.IMAGES,
          node == null ? "none" : "something else",
          "open it with the codec that it was stored with");
    }
    long[] dimensions = images.getDimensionsAsLong();
    int[] chunk = images.getChunkDimensions();
    if (dimensions.length != 4
        || labelDataset.dimensions().length != 1
        || labelDataset.width() > 4
        || dimensions[0] != count
        || chunk.length != 4
        || chunk[0] < 1
        || chunk[1] != dimensions[1]
        || chunk[2] != dimensions[2]
        || chunk[3] != dimensions[3]) {
      throw BadInputException.of(
          file,
          "images (N, H, W, C) in chunks of whole ones, and labels (N)",
          "images "
              + Arrays.toString(dimensions)
              + " in chunks of "
              + Arrays.toString(chunk)
              + " and labels "
              + labelDataset,
          REMEDY);
    }
    shape =
        new ShapeCache(file)
            .shape(0, dimensions[2], dimensions[1], dimensions[3], 8L * type.getSize());
    chunkImages = chunk[0];
    long chunkBytes = (long) chunkImages * shape.bytes();
    if (chunkBytes > ImageShape.MAX_BYTES) {
      throw BadInputException.of(
          file, "chunks of at most " + ImageShape.MAX_BYTES + " B", chunkBytes + " B", REMEDY);
    }
    sizeBytes = FixedArrayIndexWriter.chunkSizeLength((int) chunkBytes);
    entryBytes = Long.BYTES + sizeBytes + DeflatedChunks.FILTER_MASK_BYTES;
    entries = checkIndex(((AbstractNode) node).getHeader());
    this.threads = threads;
    chunkReader = new ChunkReader();
  }

  /** Where the entries of the index are. */
  private long checkIndex(ObjectHeader header) throws IOException {
    ChunkedDataLayoutMessageV4 layout = header.getMessageOfType(ChunkedDataLayoutMessageV4.class);
    long chunks = (count - 1) / chunkImages + 1;
    long block = layout.getAddress() + INDEX_HEADER_BYTES;
    ByteBuffer begin = ByteBuffer.allocate(BLOCK_BEGIN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long bytes = BLOCK_BEGIN_BYTES + chunks * entryBytes;
    if (block >= Hdf5File.SUPERBLOCK_BYTES && block <= channel.size() - bytes) {
      FileIo.readFully(channel, file, block, begin);
    }
    if (begin.getInt(0) != SIGNATURE) {
      throw BadInputException.of(
          file, "an index of " + chunks + " chunks", "something else", REMEDY);
    }
    return block + BLOCK_BEGIN_BYTES;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(long firstId, int wanted, ImageBatch into) throws IOException {
    StoreIds.check(closed, firstId, wanted, count);
    into.clear();
    for (long id = firstId; id < firstId + wanted; id++) {
      long label = labels.get(id);
      if (label > Integer.MAX_VALUE) {
        throw BadInputException.of(
            file, "the label of image " + id + " under 2^31", "" + label, REMEDY);
      }
      byte[] pixels = chunk(id / chunkImages);
      int offset = into.add(shape, (int) label);
      int at = (int) (id % chunkImages) * shape.bytes();
      into.pixels().put(offset, pixels, at, shape.bytes());
    }
  }

  /** The images of a chunk. */
  private byte[] chunk(long chunk) throws IOException {
    if (chunk < firstKept || chunk >= firstKept + keptChunks) {
      boolean inOrder = keptChunks > 0 && chunk == firstKept + keptChunks;
      keptChunks = 0;
      int some = inOrder ? (int) Math.min(together(), (count - 1) / chunkImages + 1 - chunk) : 1;
      if (some == 1) {
        chunkReader.read(chunk, 0);
      } else {
        pool().run(some, (reader, i, turns) -> reader.read(chunk + i, i));
      }
      firstKept = chunk;
      keptChunks = some;
    }
    return kept[(int) (chunk - firstKept)];
  }

  /** How many chunks are decompressed at a time where they are read in order. */
  private int together() {
    if (threads > 1 && kept.length == 1) {
      long most = MOST_KEPT_BYTES / ((long) chunkImages * shape.bytes());
      kept = Arrays.copyOf(kept, (int) Math.max(1, Math.min(most, CHUNKS_A_THREAD * threads)));
    }
    return kept.length;
  }

  private OrderedTaskPool<ChunkReader> pool() {
    if (pool == null) {
      List<ChunkReader> readers = new ArrayList<>();
      readers.add(chunkReader);
      while (readers.size() < threads) {
        readers.add(new ChunkReader());
      }
      pool = new OrderedTaskPool<>(readers);
    }
    return pool;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    FileIo.closeAll(pool == null ? chunkReader : pool, channel);
  }

  /** Reads chunks and decompresses them; of one thread. */
  private final class ChunkReader implements Closeable {
    private final Inflater inflater = new Inflater();
    private final ByteBuffer entry = ByteBuffer.allocate(entryBytes).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] more = new byte[1];
    private byte[] compressed = {};

    /** Makes a chunk the one that is kept at {@code slot}. */
    void read(long chunk, int slot) throws IOException {
      FileIo.readFully(channel, file, entries + chunk * entryBytes, entry.clear());
      long address = entry.getLong(0);
      long size = 0;
      for (int i = sizeBytes - 1; i >= 0; i--) {
        size = size << 8 | (entry.get(Long.BYTES + i) & 0xFF);
      }
      int bytes = chunkImages * shape.bytes();
      if (address < Hdf5File.SUPERBLOCK_BYTES
          || size < 1
          || size > ImageShape.MAX_BYTES
          || address > channel.size() - size
          || bytes > size * MOST_BYTES_A_BYTE
          || entry.getInt(Long.BYTES + sizeBytes) != 0) {
        throw BadInputException.of(
            file, "chunk " + chunk + ", deflated", size + " B at offset " + address, REMEDY);
      }
      if (compressed.length < size) {
        compressed = new byte[(int) size];
      }
      if (kept[slot] == null) {
        kept[slot] = new byte[bytes];
      }
      FileIo.readFully(channel, file, address, compressed, 0, (int) size);
      inflate(chunk, (int) size, kept[slot]);
    }

    private void inflate(long chunk, int size, byte[] pixels) throws IOException {
      inflater.reset();
      inflater.setInput(compressed, 0, size);
      try {
        int done = 0;
        for (int some = 1; some > 0; done += some) {
          some = inflater.inflate(pixels, done, pixels.length - done);
        }
        // The checksum behind the data may not have been looked at yet.
        if (done != pixels.length || inflater.inflate(more) > 0 || !inflater.finished()) {
          throw BadInputException.of(
              file,
              pixels.length + " B in chunk " + chunk,
              inflater.getBytesWritten() + " B",
              REMEDY);
        }
      } catch (DataFormatException e) {
        throw new BadInputException(
            file + ": chunk " + chunk + ": " + e.getMessage() + "; " + REMEDY, e);
      }
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
