package dev.imagestore.store.mvstore;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;

/**
 * What H2 makes of values whose keys ascend, by the rules of {@code MVMap} and {@code Page} in its
 * source: a page over 16 KiB of memory, or over 48 keys, is split in two halves, of which the first
 * stays as it is. Each commit writes a chunk of the pages that are new since the one before.
 *
 * @param encoding of the images
 */
record MvFootprint(Encoding encoding) implements FootprintModel {
  private static final int BLOCK_BYTES = 4096;
  private static final int MOST_KEYS = 48;
  private static final int MOST_MEMORY = 16 << 10;
  private static final int LEAF_MEMORY = 113;

  /** Of a key and its value, beside what {@link StoredImage} counts: two pointers and a long. */
  private static final int ENTRY_MEMORY = 8 + 8 + 8;

  /**
   * Of a page: length, check value, map, number of keys and kind, and its entry in the chunk's
   * table of pages. Its number, which is of variable length, comes besides.
   */
  private static final int PAGE_BYTES = 4 + 2 + 1 + 1 + 1 + Long.BYTES;

  /** A child's place and its number of images. */
  private static final int CHILD_BYTES = Long.BYTES + 1;

  /** Header and footer of a chunk, and the maps of maps and of the store. */
  private static final int CHUNK_BYTES = 165 + 128 + 220;

  /** What each chunk says of those before it, in the map of chunks, as far as one page goes. */
  private static final int EARLIER_CHUNK_BYTES = 160;

  private static final int EARLIER_CHUNKS = 36;

  /** The file's header, twice. */
  private static final int HEADER_BLOCKS = 2;

  @Override
  public long[] encodedBytes(ImageSet images) throws BadInputException {
    return encoding.payloadBytes(images);
  }

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    Tree tree = new Tree();
    long uncommitted = 0;
    for (long id = 0; id < images.count(); id++) {
      long payload = images.encodedBytes(id);
      tree.add(id, payload, headerBytes(images.shape(id), images.label(id), payload));
      uncommitted += payload;
      if (uncommitted >= MvImageStore.COMMIT_BYTES) {
        tree.commit();
        uncommitted = 0;
      }
    }
    tree.finish();
    ledger.put("images", images.encodedBytes());
    ledger.put("keys and headers of values", tree.entryBytes);
    ledger.put("pages", tree.pageBytes);
    ledger.put("pages that were written again", tree.againBytes);
    ledger.put("chunks and their unused ends", tree.chunkBytes);
    ledger.put("header", HEADER_BLOCKS * BLOCK_BYTES);
    ledger.endFile();
  }

  private static int headerBytes(ImageShape shape, int label, long payload) {
    return varint(label) + varint(shape.height()) + varint(shape.width()) + 1 + 1 + varint(payload);
  }

  private static int varint(long value) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  /** The B-tree, as far as its right edge decides what becomes of it. */
  private static final class Tree {
    private static final int MOST_LEVELS = 16;

    /** Of the entries of the last leaf: bytes in the file, and in memory. */
    private final long[] bytes = new long[MOST_KEYS + 1];

    private final long[] memory = new long[MOST_KEYS + 1];
    private int keys;
    private long leafMemory = LEAF_MEMORY;

    /** Children of the last node of each level; 0 where there is none yet. */
    private final int[] children = new int[MOST_LEVELS];

    /** Bytes of whole pages that no chunk has yet, and how many there are. */
    private long newBytes;

    private int pages;
    private long chunks;

    /** Of the chunk before: bytes of its right edge, and those beside entries. */
    private long lastEdge;

    private long lastEdgePages;
    private long entryBytes;
    private long pageBytes;
    private long againBytes;
    private long chunkBytes;

    void add(long id, long payload, int header) {
      bytes[keys] = varint(id) + header + payload;
      entryBytes += varint(id) + header;
      memory[keys] = ENTRY_MEMORY + StoredImage.Type.memory(payload);
      leafMemory += memory[keys];
      keys++;
      while (keys > MOST_KEYS || (leafMemory > MOST_MEMORY && keys > 1)) {
        splitLeaf(id);
      }
    }

    private void splitLeaf(long id) {
      int left = keys >> 1;
      int page = nextPage();
      newBytes += page;
      pageBytes += page;
      leafMemory = LEAF_MEMORY;
      for (int i = 0; i < left; i++) {
        newBytes += bytes[i];
      }
      for (int i = left; i < keys; i++) {
        bytes[i - left] = bytes[i];
        memory[i - left] = memory[i];
        leafMemory += memory[i];
      }
      keys -= left;
      addChild(0, varint(id));
    }

    /** A page below a node of this level was split. */
    private void addChild(int level, int key) {
      if (children[level] == 0) {
        children[level] = 1;
      }
      children[level]++;
      if (children[level] > MOST_KEYS + 1) {
        int left = (MOST_KEYS + 1) / 2 + 1;
        long node = nextPage() + childBytes(left, key);
        newBytes += node;
        pageBytes += node;
        children[level] -= left;
        addChild(level + 1, key);
      }
    }

    /** Bytes of the next page of the chunk, without what is in it. */
    private int nextPage() {
      return PAGE_BYTES + varint(pages++);
    }

    private static long childBytes(int children, int key) {
      return children * (long) (CHILD_BYTES + key) - key;
    }

    /** Writes a chunk: what is whole by now, and the right edge, which the next writes again. */
    void commit() {
      long edgePages = nextPage();
      for (int level = 0; children[level] > 0; level++) {
        edgePages += nextPage() + childBytes(children[level], 3);
      }
      long edge = edgePages;
      for (int i = 0; i < keys; i++) {
        edge += bytes[i];
      }
      long chunk = CHUNK_BYTES + EARLIER_CHUNK_BYTES * Math.min(chunks, EARLIER_CHUNKS);
      long length = newBytes + edge + chunk;
      long whole = (length + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
      chunkBytes += whole - newBytes - edge;
      againBytes += lastEdge;
      lastEdge = edge;
      lastEdgePages = edgePages;
      newBytes = 0;
      pages = 0;
      chunks++;
    }

    /** Writes the last chunk, whose right edge nothing replaces. */
    void finish() {
      commit();
      pageBytes += lastEdgePages;
    }
  }
}
