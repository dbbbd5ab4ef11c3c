package dev.imagestore.store.lmdb;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Ledger;
import dev.imagestore.store.footprint.SizedImages;

/**
 * What LMDB makes of values whose keys ascend, by the rules of {@code mdb_node_add} and {@code
 * mdb_page_split} in its source: a value goes into a leaf if two of its size fit there, else into
 * pages of its own, and its leaf has the number of the first.
 *
 * @param encoding of the images
 * @param documented if values are put, which leaves a leaf without its last value when it is full;
 *     else they are appended, which leaves it full
 */
record LmdbFootprint(Encoding encoding, boolean documented) implements FootprintModel {
  /** Where the page of the system is of this size, as nearly everywhere. */
  private static final int PAGE_BYTES = 4096;

  private static final int PAGE_HEADER_BYTES = 16;
  private static final int ROOM = PAGE_BYTES - PAGE_HEADER_BYTES;
  private static final int NODE_HEADER_BYTES = 8;
  private static final int POINTER_BYTES = 2;

  /** The number of a page. */
  private static final int NUMBER_BYTES = 8;

  /** The largest node, two of which fit a page. */
  private static final int NODE_MOST = (ROOM / 2 & -2) - POINTER_BYTES;

  private static final int META_PAGES = 2;

  /** What is written of the file of locks, and what is left out behind it for 126 readers. */
  private static final int LOCK_BYTES = 4096;

  private static final int LOCK_HOLE_BYTES = 4096;

  @Override
  public long[] encodedBytes(ImageSet images) throws BadInputException {
    return encoding.payloadBytes(images);
  }

  @Override
  public void lay(SizedImages images, Ledger ledger) {
    int key = LmdbCommit.keyDigits(images.count());
    Tree tree = new Tree(key);
    long commits = 0;
    long uncommitted = 0;
    for (long id = 0; id < images.count(); id++) {
      long value = LmdbValue.HEADER_BYTES + images.encodedBytes(id);
      tree.add(value);
      uncommitted += value + LmdbStore.OVERHEAD_BYTES / 4;
      if (uncommitted >= LmdbTuned.COMMIT_BYTES) {
        commits++;
        uncommitted = 0;
      }
    }
    if (uncommitted > 0) {
      commits++;
    }
    tree.addRecord(LmdbCommit.bytes(encoding.name()));
    long headers = LmdbValue.HEADER_BYTES * images.count();
    ledger.put("images", images.encodedBytes());
    ledger.put("headers of values", headers);
    ledger.put("keys and nodes", tree.nodeBytes);
    ledger.put(
        "headers and unused ends of pages",
        (tree.leaves + tree.overflowPages) * PAGE_BYTES
            - images.encodedBytes()
            - headers
            - tree.nodeBytes);
    ledger.put("branch pages", tree.branches() * PAGE_BYTES);
    ledger.put("free pages", documented ? 0 : freePages(commits, tree.depth()) * PAGE_BYTES);
    ledger.put("meta pages", META_PAGES * PAGE_BYTES);
    ledger.endFile();
    ledger.put("locks", LOCK_BYTES);
    ledger.skip(LOCK_HOLE_BYTES);
    ledger.endFile();
  }

  /**
   * Each transaction writes the pages that it changes anew: a leaf, and what is above it. The old
   * ones are used again by the next transaction but one. They are listed in a page of their own.
   */
  private static long freePages(long commits, int depth) {
    return commits == 1 ? 0 : commits == 2 ? depth + 1 : 2L * (depth + 1) + 1;
  }

  /** The B-tree, as far as its right edge decides what becomes of it. */
  private final class Tree {
    private static final int MOST_LEVELS = 16;

    private final int key;
    private final int[] branchRoom = new int[MOST_LEVELS];
    private final long[] branchPages = new long[MOST_LEVELS];
    private long leaves = 1;
    private long overflowPages;
    private long nodeBytes;
    private int room = ROOM;
    private int lastNode;

    /** What the first leaf has left once others follow it. */
    private int firstRoom = -1;

    Tree(int key) {
      this.key = key;
    }

    void add(long value) {
      long node = NODE_HEADER_BYTES + key + value;
      int others = NODE_HEADER_BYTES + key + POINTER_BYTES;
      if (node > NODE_MOST) {
        node = (long) NODE_HEADER_BYTES + key + NUMBER_BYTES;
        others += NUMBER_BYTES;
        overflowPages += (PAGE_HEADER_BYTES - 1 + value) / PAGE_BYTES + 1;
      }
      int size = (int) (node + POINTER_BYTES + 1) & -2;
      nodeBytes += others;
      if (size > room) {
        if (firstRoom < 0) {
          firstRoom = documented ? room + lastNode : room;
        }
        leaves++;
        room = documented ? ROOM - lastNode : ROOM;
        addChild(0);
      }
      room -= size;
      lastNode = size;
    }

    /** The record of the store goes before all others. */
    void addRecord(int value) {
      int size = (NODE_HEADER_BYTES + LmdbCommit.KEY.length() + value + POINTER_BYTES + 1) & -2;
      nodeBytes += size;
      if (size > (firstRoom < 0 ? room : firstRoom)) {
        leaves++;
        if (leaves == 2) {
          addChild(0);
        }
      }
    }

    /** A page below a branch of this level, counted from the leaves, was split. */
    private void addChild(int level) {
      int size = (NODE_HEADER_BYTES + key + POINTER_BYTES + 1) & -2;
      // The first child of a branch needs no key.
      int firstChild = NODE_HEADER_BYTES + POINTER_BYTES;
      if (branchPages[level] == 0) {
        branchPages[level] = 1;
        branchRoom[level] = ROOM - firstChild;
      }
      if (size > branchRoom[level]) {
        // The last child moves to the new page with the one that did not fit.
        branchPages[level]++;
        branchRoom[level] = ROOM - firstChild;
        addChild(level + 1);
      }
      branchRoom[level] -= size;
    }

    long branches() {
      long all = 0;
      for (long pages : branchPages) {
        all += pages;
      }
      return all;
    }

    int depth() {
      int levels = 1;
      while (branchPages[levels - 1] > 0) {
        levels++;
      }
      return levels;
    }
  }
}
