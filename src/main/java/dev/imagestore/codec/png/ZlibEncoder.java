package dev.imagestore.codec.png;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * Compresses bytes to a zlib stream (RFC 1950, 1951), made for the few thousand bytes of a small
 * image. Belongs to one thread; nothing is allocated and nothing is cleared between two streams.
 */
final class ZlibEncoder {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Symbols of one block, which share a code. */
  private static final int BLOCK = 1 << 15;

  private static final int WINDOW = 1 << 15;
  private static final int MAX_HASH_BITS = 15;

  /**
   * The bytes that are hashed. Shorter matches hardly pay among filtered samples, whose own codes
   * are short: with 4 the real images take the same 2,252 B and twice the time.
   */
  private static final int MIN_MATCH = 6;

  /** Bits of a long that are not hashed. */
  private static final int UNHASHED = Long.SIZE - 8 * MIN_MATCH;

  private static final int MAX_MATCH = 258;

  /** No better match is looked for than one of this length. */
  private static final int LONG_MATCH = 64;

  /** Earlier places that are tried for a match. */
  private static final int TRIES = 16;

  private static final int END_OF_BLOCK = 256;
  private static final int LITERALS = 286;
  private static final int DISTANCES = 30;
  private static final int STORED_MAX = 0xFFFF;

  /** In which order the lengths of the code-length code are sent (RFC 1951, 3.2.7). */
  private static final int[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  /** The literal/length symbol of a match's length, less 257. */
  private static final byte[] LENGTH_SYMBOL = new byte[MAX_MATCH + 1];

  private static final int[] LENGTH_BASE = new int[29];
  private static final int[] LENGTH_EXTRA = new int[29];

  static {
    int length = 3;
    for (int symbol = 0; symbol < 28; symbol++) {
      LENGTH_EXTRA[symbol] = symbol < 8 ? 0 : (symbol >> 2) - 1;
      LENGTH_BASE[symbol] = length;
      for (int n = 1 << LENGTH_EXTRA[symbol]; n > 0; n--) {
        LENGTH_SYMBOL[length++] = (byte) symbol;
      }
    }
    LENGTH_BASE[28] = MAX_MATCH;
    LENGTH_SYMBOL[MAX_MATCH] = 28;
  }

  private final Adler32 adler = new Adler32();
  private final HuffmanCode literals = new HuffmanCode(LITERALS, 15);
  private final HuffmanCode distances = new HuffmanCode(DISTANCES, 15);
  private final HuffmanCode lengths = new HuffmanCode(19, 7);
  private final HuffmanCode fixedLiterals = new HuffmanCode(288, 15);
  private final HuffmanCode fixedDistances = new HuffmanCode(DISTANCES, 15);

  /** A byte, or {@code length << 16 | distance}. */
  private final int[] symbols = new int[BLOCK];

  /** Runs of code lengths: a symbol, and from bit 8 on its extra bits. */
  private final int[] runs = new int[LITERALS + DISTANCES];

  private final byte[] allLengths = new byte[LITERALS + DISTANCES];

  /**
   * The last place with a hash, and for each place of the window the one before it with the same
   * hash. Places are counted on from stream to stream, so that those of earlier streams show by
   * themselves, and clearing, which takes zlib most of its time with small inputs, is not needed.
   */
  private final int[] last = new int[1 << MAX_HASH_BITS];

  private final int[] before = new int[WINDOW];
  private int base = WINDOW;
  private int hashShift;

  private byte[] in;
  private int inEnd;
  private int matchDistance;

  private byte[] out;
  private int outAt;
  private long bits;
  private int bitCount;

  ZlibEncoder() {
    Arrays.fill(fixedLiterals.lengths, 0, 144, (byte) 8);
    Arrays.fill(fixedLiterals.lengths, 144, 256, (byte) 9);
    Arrays.fill(fixedLiterals.lengths, 256, 280, (byte) 7);
    Arrays.fill(fixedLiterals.lengths, 280, 288, (byte) 8);
    fixedLiterals.buildFromLengths();
    Arrays.fill(fixedDistances.lengths, (byte) 5);
    fixedDistances.buildFromLengths();
  }

  /** Bytes that the stream of {@code length} bytes takes at most, with room for whole words. */
  static long bound(int length) {
    return length + 5L * (length / (BLOCK / 2) + length / STORED_MAX + 2) + 6 + 16;
  }

  /**
   * Compresses the first {@code length} bytes of {@code in}.
   *
   * @param out has room for {@link #bound} bytes from {@code at} on
   * @return where the stream ends in {@code out}
   */
  int encode(byte[] in, int length, byte[] out, int at) {
    this.in = in;
    this.out = out;
    inEnd = length;
    outAt = at;
    bits = 0;
    bitCount = 0;
    hashShift =
        Long.SIZE
            - Math.min(MAX_HASH_BITS, Integer.SIZE + 1 - Integer.numberOfLeadingZeros(length));
    if (base > Integer.MAX_VALUE - length) {
      Arrays.fill(last, 0);
      Arrays.fill(before, 0);
      base = WINDOW;
    }
    out[outAt++] = 0x78; // deflate, a window of 32 KiB
    out[outAt++] = 0x01;
    int from = 0;
    do {
      from = block(from);
    } while (from < length);
    base += length;
    putBits(0, 7);
    adler.reset();
    adler.update(in, 0, length);
    int sum = (int) adler.getValue();
    INT.set(out, outAt, Integer.reverseBytes(sum));
    return outAt + 4;
  }

  /** Compresses one block that begins at {@code from} and returns where it ends. */
  private int block(int from) {
    Arrays.fill(literals.counts, 0);
    Arrays.fill(distances.counts, 0);
    int count = 0;
    int at = from;
    // A literal that gives way to a better match at the next place, and the match: two symbols.
    while (at < inEnd && count < BLOCK - 1) {
      int length = longestMatch(at, MIN_MATCH - 1);
      if (length == 0) {
        int literal = in[at++] & 0xFF;
        literals.counts[literal]++;
        symbols[count++] = literal;
        continue;
      }
      int distance = matchDistance;
      int matched = at + 1;
      if (length < LONG_MATCH) {
        int better = longestMatch(at + 1, length);
        matched++;
        if (better > length) {
          int literal = in[at++] & 0xFF;
          literals.counts[literal]++;
          symbols[count++] = literal;
          length = better;
          distance = matchDistance;
        }
      }
      literals.counts[257 + LENGTH_SYMBOL[length]]++;
      distances.counts[distanceSymbol(distance)]++;
      symbols[count++] = (length << 16) | distance;
      at += length;
      for (int place = matched; place < Math.min(at, inEnd - Long.BYTES + 1); place++) {
        remember(place, (long) LONG.get(in, place));
      }
    }
    literals.counts[END_OF_BLOCK] = 1;
    write(from, at, count);
    return at;
  }

  /** Remembers the place {@code at}, which begins with {@code word}, and returns the one before. */
  private int remember(int at, long word) {
    int hash = (int) (((word << UNHASHED) * 0x9E3779B97F4A7C15L) >>> hashShift);
    int earlier = last[hash];
    before[at & (WINDOW - 1)] = earlier;
    last[hash] = base + at;
    return earlier;
  }

  /**
   * Remembers the place {@code at} and looks for earlier bytes that are as those there. Puts how
   * far back they are into {@link #matchDistance}, and returns how many are the same if they are
   * more than {@code least}, or 0.
   */
  private int longestMatch(int at, int least) {
    if (at > inEnd - Long.BYTES) {
      return 0;
    }
    long word = (long) LONG.get(in, at);
    int place = remember(at, word);
    // Whether the place is of this stream can't be foreseen, whether it matches can: photographs
    // hardly ever do. So this is the only branch, and a collision costs none; it ends the search.
    long there = (long) LONG.get(in, Math.max(place - base, 0));
    return (there ^ word) << UNHASHED == 0 ? longestMatch(at, place, least) : 0;
  }

  private int longestMatch(int at, int place, int least) {
    int lowest = Math.max(base, base + at - WINDOW + 1);
    int most = Math.min(MAX_MATCH, inEnd - at);
    int best = least;
    int tries = TRIES;
    while (place >= lowest && tries-- > 0 && best < most) {
      int there = place - base;
      if (in[there + best] == in[at + best]) {
        int length = sameBytes(there, at, most);
        if (length > best) {
          best = length;
          matchDistance = at - there;
          if (length >= LONG_MATCH) {
            break;
          }
        }
      }
      place = before[there & (WINDOW - 1)];
    }
    return best > least ? best : 0;
  }

  private int sameBytes(int a, int b, int most) {
    int n = 0;
    while (n + Long.BYTES <= most) {
      long differ = (long) LONG.get(in, a + n) ^ (long) LONG.get(in, b + n);
      if (differ != 0) {
        return n + (Long.numberOfTrailingZeros(differ) >> 3);
      }
      n += Long.BYTES;
    }
    while (n < most && in[a + n] == in[b + n]) {
      n++;
    }
    return n;
  }

  /** Two symbols for each power of two (RFC 1951, 3.2.5). */
  private static int distanceSymbol(int distance) {
    if (distance <= 2) {
      return distance - 1;
    }
    int d = distance - 1;
    int power = 31 - Integer.numberOfLeadingZeros(d);
    return 2 * power + ((d >> (power - 1)) & 1);
  }

  private static int distanceExtra(int symbol) {
    return symbol < 4 ? 0 : (symbol >> 1) - 1;
  }

  /** Writes a block in the shortest of the three ways. */
  private void write(int from, int to, int count) {
    literals.build();
    distances.build();
    int literalCount = LITERALS;
    while (literals.lengths[literalCount - 1] == 0) {
      literalCount--;
    }
    int distanceCount = DISTANCES;
    while (distanceCount > 1 && distances.lengths[distanceCount - 1] == 0) {
      distanceCount--;
    }
    int runCount = runs(literalCount, distanceCount);
    lengths.build();
    int lengthCount = LENGTH_ORDER.length;
    while (lengthCount > 4 && lengths.lengths[LENGTH_ORDER[lengthCount - 1]] == 0) {
      lengthCount--;
    }
    long dynamic =
        5
            + 5
            + 4
            + 3L * lengthCount
            + lengths.bits(lengths.lengths)
            + 2L * lengths.counts[16]
            + 3L * lengths.counts[17]
            + 7L * lengths.counts[18]
            + literals.bits(literals.lengths)
            + distances.bits(distances.lengths);
    long fixed = literals.bits(fixedLiterals.lengths) + distances.bits(fixedDistances.lengths);
    long extra = 0;
    for (int symbol = 8; symbol < 28; symbol++) {
      extra += (long) literals.counts[257 + symbol] * LENGTH_EXTRA[symbol];
    }
    for (int symbol = 4; symbol < DISTANCES; symbol++) {
      extra += (long) distances.counts[symbol] * distanceExtra(symbol);
    }
    int isLast = to == inEnd ? 1 : 0;
    long stored = 8L * (to - from) + 40L * ((to - from) / STORED_MAX + 1);
    if (stored < Math.min(dynamic, fixed) + extra) {
      store(from, to, isLast);
    } else if (fixed <= dynamic) {
      putBits(isLast | (1 << 1), 3);
      put(count, fixedLiterals.codes, fixedDistances.codes);
    } else {
      putBits(isLast | (2 << 1), 3);
      putBits((literalCount - 257) | ((distanceCount - 1) << 5) | ((lengthCount - 4) << 10), 14);
      for (int i = 0; i < lengthCount; i++) {
        putBits(lengths.lengths[LENGTH_ORDER[i]], 3);
      }
      for (int i = 0; i < runCount; i++) {
        int symbol = runs[i] & 0xFF;
        putCode(lengths.codes[symbol]);
        if (symbol >= 16) {
          putBits(runs[i] >> 8, symbol == 16 ? 2 : symbol == 17 ? 3 : 7);
        }
      }
      put(count, literals.codes, distances.codes);
    }
  }

  /** Writes bytes as they are. */
  private void store(int from, int to, int isLast) {
    int at = from;
    do {
      int length = Math.min(STORED_MAX, to - at);
      putBits(at + length == to ? isLast : 0, 3);
      putBits(0, -bitCount & 7);
      flush();
      putBits(length | ((~length & 0xFFFF) << 16), 32);
      flush();
      System.arraycopy(in, at, out, outAt, length);
      outAt += length;
      at += length;
    } while (at < to);
  }

  /** Describes the lengths of both codes by runs, counts these, and returns how many there are. */
  private int runs(int literalCount, int distanceCount) {
    System.arraycopy(literals.lengths, 0, allLengths, 0, literalCount);
    System.arraycopy(distances.lengths, 0, allLengths, literalCount, distanceCount);
    Arrays.fill(lengths.counts, 0);
    int end = literalCount + distanceCount;
    int count = 0;
    int at = 0;
    while (at < end) {
      int length = allLengths[at];
      int same = 1;
      while (at + same < end && allLengths[at + same] == length) {
        same++;
      }
      at += same;
      if (length != 0) {
        count = run(count, length, 0);
        same--;
      }
      while (same >= 3) {
        int n;
        if (length != 0) {
          n = Math.min(same, 6);
          count = run(count, 16, n - 3);
        } else if (same <= 10) {
          n = same;
          count = run(count, 17, n - 3);
        } else {
          n = Math.min(same, 138);
          count = run(count, 18, n - 11);
        }
        same -= n;
      }
      for (; same > 0; same--) {
        count = run(count, length, 0);
      }
    }
    return count;
  }

  private int run(int count, int symbol, int extra) {
    lengths.counts[symbol]++;
    runs[count] = (extra << 8) | symbol;
    return count + 1;
  }

  /** Writes the symbols of a block and its end. */
  private void put(int count, int[] literalCodes, int[] distanceCodes) {
    // Locals stay in registers; a word is written with whole bytes of it counted as done.
    long bits = this.bits;
    int bitCount = this.bitCount;
    int outAt = this.outAt;
    byte[] out = this.out;
    int[] symbols = this.symbols;
    for (int i = 0; i < count; i++) {
      int symbol = symbols[i];
      if (symbol < 256) {
        int code = literalCodes[symbol];
        bits |= (code & 0xFFFFL) << bitCount;
        bitCount += code >>> 16;
        if (bitCount >= 48) {
          LONG.set(out, outAt, bits);
          outAt += 6;
          bits >>>= 48;
          bitCount -= 48;
        }
        continue;
      }
      LONG.set(out, outAt, bits);
      outAt += bitCount >> 3;
      bits >>>= bitCount & ~7;
      bitCount &= 7;
      int length = symbol >>> 16;
      int distance = symbol & 0xFFFF;
      int lengthSymbol = LENGTH_SYMBOL[length];
      int code = literalCodes[257 + lengthSymbol];
      bits |= (code & 0xFFFFL) << bitCount;
      bitCount += code >>> 16;
      bits |= (long) (length - LENGTH_BASE[lengthSymbol]) << bitCount;
      bitCount += LENGTH_EXTRA[lengthSymbol];
      int distanceSymbol = distanceSymbol(distance);
      code = distanceCodes[distanceSymbol];
      bits |= (code & 0xFFFFL) << bitCount;
      bitCount += code >>> 16;
      int extra = distanceExtra(distanceSymbol);
      bits |= ((distance - 1) & ((1L << extra) - 1)) << bitCount;
      bitCount += extra;
      LONG.set(out, outAt, bits);
      outAt += bitCount >> 3;
      bits >>>= bitCount & ~7;
      bitCount &= 7;
    }
    this.bits = bits;
    this.bitCount = bitCount;
    this.outAt = outAt;
    putCode(literalCodes[END_OF_BLOCK]);
  }

  private void putCode(int code) {
    putBits(code & 0xFFFF, code >>> 16);
  }

  /** Appends {@code count} bits, at most 32, the lowest first. */
  private void putBits(int value, int count) {
    if (bitCount > 64 - 8 - count) {
      flush();
    }
    bits |= (value & 0xFFFFFFFFL) << bitCount;
    bitCount += count;
    flush();
  }

  /** Writes all whole bytes. */
  private void flush() {
    LONG.set(out, outAt, bits);
    outAt += bitCount >> 3;
    bits >>>= bitCount & ~7;
    bitCount &= 7;
  }
}
