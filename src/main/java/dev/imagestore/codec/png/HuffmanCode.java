package dev.imagestore.codec.png;

import java.util.Arrays;

/**
 * A canonical prefix code of limited length for symbols that were counted (RFC 1951, 3.2.2). The
 * arrays are used again for every code.
 */
final class HuffmanCode {
  private static final int SYMBOL_BITS = 9;
  private static final int SYMBOL = (1 << SYMBOL_BITS) - 1;
  private static final int MAX_BITS = 15;

  private final int limit;
  private final int[] keys;
  private final int[] tree;
  private final int[] lengthCounts = new int[MAX_BITS + 1];
  private final int[] nextCode = new int[MAX_BITS + 2];

  /** How often each symbol occurs; the caller counts here. */
  final int[] counts;

  /** Bits of each symbol's code, 0 where the symbol does not occur. */
  final byte[] lengths;

  /** The code of each symbol, its first bit lowest, and from bit 16 on its length. */
  final int[] codes;

  /**
   * Makes room for a code.
   *
   * @param symbols how many symbols there are, at most 512
   * @param limit bits of the longest code that is allowed, at most 15
   */
  HuffmanCode(int symbols, int limit) {
    this.limit = limit;
    counts = new int[symbols];
    lengths = new byte[symbols];
    codes = new int[symbols];
    keys = new int[symbols];
    tree = new int[symbols];
  }

  /** Makes the shortest code for the counts. Their sum must stay under 2^22. */
  void build() {
    int used = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] != 0) {
        keys[used++] = (counts[symbol] << SYMBOL_BITS) | symbol;
      }
    }
    Arrays.fill(lengths, (byte) 0);
    Arrays.fill(lengthCounts, 0);
    if (used < 2) {
      // Decoders take a code of one symbol and one bit; of none, too, but not all of them.
      lengths[used == 0 ? 0 : keys[0] & SYMBOL] = 1;
      lengthCounts[1] = 1;
    } else {
      Arrays.sort(keys, 0, used);
      for (int i = 0; i < used; i++) {
        tree[i] = keys[i] >>> SYMBOL_BITS;
      }
      depths(tree, used);
      for (int i = 0; i < used; i++) {
        lengthCounts[Math.min(tree[i], limit)]++;
      }
      shorten();
      int rarest = 0;
      for (int length = limit; length > 0; length--) {
        for (int n = lengthCounts[length]; n > 0; n--) {
          lengths[keys[rarest++] & SYMBOL] = (byte) length;
        }
      }
    }
    assign();
  }

  /** Makes the code of {@link #lengths} that were set by hand. */
  void buildFromLengths() {
    Arrays.fill(lengthCounts, 0);
    for (byte length : lengths) {
      lengthCounts[length]++;
    }
    lengthCounts[0] = 0;
    assign();
  }

  /** Bits that all counted symbols take with these lengths. */
  long bits(byte[] lengths) {
    long bits = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      bits += (long) counts[symbol] * lengths[symbol];
    }
    return bits;
  }

  /**
   * Turns weights in ascending order into the depths of the leaves of the tree of least weighted
   * depth, in place and in linear time: Moffat and Katajainen, In-place calculation of
   * minimum-redundancy codes, 1995.
   */
  private static void depths(int[] a, int n) {
    a[0] += a[1];
    int root = 0;
    int leaf = 2;
    for (int next = 1; next < n - 1; next++) {
      if (leaf >= n || a[root] < a[leaf]) {
        a[next] = a[root];
        a[root++] = next;
      } else {
        a[next] = a[leaf++];
      }
      if (leaf >= n || (root < next && a[root] < a[leaf])) {
        a[next] += a[root];
        a[root++] = next;
      } else {
        a[next] += a[leaf++];
      }
    }
    a[n - 2] = 0;
    for (int next = n - 3; next >= 0; next--) {
      a[next] = a[a[next]] + 1;
    }
    int available = 1;
    int inner = 0;
    int depth = 0;
    root = n - 2;
    int next = n - 1;
    while (available > 0) {
      while (root >= 0 && a[root] == depth) {
        inner++;
        root--;
      }
      while (available > inner) {
        a[next--] = depth;
        available--;
      }
      available = 2 * inner;
      depth++;
      inner = 0;
    }
  }

  /** Moves codes down from the limit until Kraft's sum is 1 again. */
  private void shorten() {
    long sum = 0;
    for (int length = 1; length <= limit; length++) {
      sum += (long) lengthCounts[length] << (limit - length);
    }
    while (sum > 1L << limit) {
      // One code of the greatest length goes below a shorter one, which becomes longer by a bit.
      lengthCounts[limit]--;
      int length = limit - 1;
      while (lengthCounts[length] == 0) {
        length--;
      }
      lengthCounts[length]--;
      lengthCounts[length + 1] += 2;
      sum--;
    }
  }

  private void assign() {
    int code = 0;
    for (int length = 1; length <= MAX_BITS; length++) {
      code = (code + lengthCounts[length - 1]) << 1;
      nextCode[length] = code;
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      codes[symbol] =
          length == 0
              ? 0
              : (Integer.reverse(nextCode[length]++) >>> (32 - length)) | (length << 16);
    }
  }
}
