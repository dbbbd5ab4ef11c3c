package dev.imagestore.workload;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The resident memory of this process beyond the Java heap: what a backend maps, takes in direct
 * buffers or in native code, and what the JVM itself needs beside the heap. Exact, from Linux's
 * {@code /proc/self/smaps}: the sum of {@code Rss} of all mappings, without the heap's and without
 * the mapped file of the images to be stored, which is the harness's and the same for all backends.
 *
 * <p>Counting allocates next to nothing, since it happens between iterations whose allocation a
 * profiler may be counting.
 */
final class ResidentMemory {
  private static final Path SMAPS = Path.of("/proc/self/smaps");
  private static final byte[] RSS = {'R', 's', 's', ':'};
  private static final int KIBI = 1024;

  /**
   * {@code [0x00000000e0000000, 0x00000000eaaa0000, 0x00000000eaaa0000)}: from, up to two others,
   * to.
   */
  private static final Pattern ADDRESSES =
      Pattern.compile("\\[0x([0-9a-f]{1,16}), (?:0x[0-9a-f]{1,16}, ){0,2}0x([0-9a-f]{1,16})\\)");

  private final Range heap;
  private final byte[] ignoredPrefix;
  private final byte[] ignoredSuffix;
  private final byte[] buffer = new byte[8192];
  private final Line line = new Line();

  /**
   * Prepares to count.
   *
   * @param heap where the Java heap is
   * @param ignoredPrefix with {@code ignoredSuffix} the beginning and end of the names of files
   *     whose mappings are not counted; ASCII
   */
  ResidentMemory(Range heap, String ignoredPrefix, String ignoredSuffix) {
    this.heap = heap;
    this.ignoredPrefix = ignoredPrefix.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    this.ignoredSuffix = ignoredSuffix.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /**
   * Addresses, unsigned.
   *
   * @param from the first
   * @param to the first beyond
   */
  record Range(long from, long to) {}

  /**
   * For this process; empty where there is no {@code smaps}, or where the JVM does not say where
   * its heap is, as with collectors whose heap is not one range.
   */
  static Optional<ResidentMemory> ofThisProcess() {
    if (!Files.isReadable(SMAPS)) {
      return Optional.empty();
    }
    return heapRange(heapInfo())
        .map(
            heap ->
                new ResidentMemory(heap, Workspace.IMAGE_FILE_PREFIX, Workspace.IMAGE_FILE_SUFFIX));
  }

  /** What the diagnostic command {@code GC.heap_info} says; empty where there is none. */
  static String heapInfo() {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      Object said =
          server.invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "gcHeapInfo",
              new Object[0],
              new String[0]);
      return String.valueOf(said);
    } catch (JMException e) {
      return "";
    }
  }

  /** From the lowest to the highest address that a heap's description has; empty without any. */
  static Optional<Range> heapRange(String heapInfo) {
    Matcher matcher = ADDRESSES.matcher(heapInfo);
    Range all = null;
    while (matcher.find()) {
      long from = Long.parseUnsignedLong(matcher.group(1), 16);
      long to = Long.parseUnsignedLong(matcher.group(2), 16);
      all =
          all == null
              ? new Range(from, to)
              : new Range(
                  Long.compareUnsigned(from, all.from) < 0 ? from : all.from,
                  Long.compareUnsigned(to, all.to) > 0 ? to : all.to);
    }
    return Optional.ofNullable(all);
  }

  /** Bytes that are resident now; empty if they can't be told from the heap's. */
  OptionalLong bytes() {
    try (InputStream smaps = new FileInputStream(SMAPS.toFile())) {
      return bytes(smaps);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * The sum over the text of an {@code smaps}. A mapping is a line that begins with its addresses,
   * in hexadecimal, and lines with a capital letter and its properties.
   */
  OptionalLong bytes(InputStream smaps) throws IOException {
    long kibi = 0;
    boolean counted = false;
    line.clear();
    for (int n = smaps.read(buffer); n >= 0; n = smaps.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] != '\n') {
          line.add(buffer[i]);
          continue;
        }
        if (line.startsWithAddress()) {
          long from = line.hexFrom(0);
          long to = line.hexFrom(line.indexOf((byte) '-') + 1);
          boolean beforeHeap = Long.compareUnsigned(to, heap.from) <= 0;
          boolean afterHeap = Long.compareUnsigned(from, heap.to) >= 0;
          boolean inHeap =
              Long.compareUnsigned(from, heap.from) >= 0 && Long.compareUnsigned(to, heap.to) <= 0;
          if (!beforeHeap && !afterHeap && !inHeap) {
            // The kernel joined a part of the heap with its neighbour.
            return OptionalLong.empty();
          }
          counted = !inHeap && !line.endsWithName(ignoredPrefix, ignoredSuffix);
        } else if (counted && line.startsWith(RSS)) {
          kibi += line.decimalFrom(RSS.length);
        }
        line.clear();
      }
    }
    return OptionalLong.of(kibi * KIBI);
  }

  /** One line of bytes, reused. */
  private static final class Line {
    private byte[] bytes = new byte[512];
    private int length;

    void clear() {
      length = 0;
    }

    void add(byte b) {
      if (length == bytes.length) {
        bytes = java.util.Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = b;
    }

    boolean startsWithAddress() {
      return length > 0
          && Character.digit(bytes[0], 16) >= 0
          && !(bytes[0] >= 'A' && bytes[0] <= 'F');
    }

    boolean startsWith(byte[] word) {
      return isAt(0, word);
    }

    /** True if the last part of the path at the end begins and ends so. */
    boolean endsWithName(byte[] prefix, byte[] suffix) {
      int slash = length - 1;
      while (slash >= 0 && bytes[slash] != '/') {
        slash--;
      }
      return slash >= 0
          && length - slash - 1 >= prefix.length + suffix.length
          && isAt(slash + 1, prefix)
          && isAt(length - suffix.length, suffix);
    }

    private boolean isAt(int at, byte[] word) {
      return at + word.length <= length
          && java.util.Arrays.equals(bytes, at, at + word.length, word, 0, word.length);
    }

    int indexOf(byte b) {
      int i = 0;
      while (i < length && bytes[i] != b) {
        i++;
      }
      return i;
    }

    long hexFrom(int start) {
      long value = 0;
      for (int i = start; i < length && Character.digit(bytes[i], 16) >= 0; i++) {
        value = value << 4 | Character.digit(bytes[i], 16);
      }
      return value;
    }

    long decimalFrom(int start) {
      int i = start;
      while (i < length && bytes[i] == ' ') {
        i++;
      }
      long value = 0;
      for (; i < length && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
        value = value * 10 + (bytes[i] - '0');
      }
      return value;
    }
  }
}
