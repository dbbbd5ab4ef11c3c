package dev.imagestore.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.imagestore.input.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a medical file says: it is refused in one line, or its images are sent, and no more
 * memory is taken than a file of its size can need.
 */
class HostileMedicalFilesTest {
  private static final Path SAMPLES = MedicalSamples.KEPT.directory();

  /** Buffers of the JDK, and what 2 KB can inflate to. */
  private static final long MEMORY = 6 << 20;

  private static final int AT_DIMENSIONS = 40;
  private static final int AT_OFFSET = 108;

  @TempDir Path dir;

  /** What a file holds, or nothing if it is refused as it must be. */
  private static Optional<Reading> read(String dataset, Path file) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      Dataset all = Datasets.parse(dataset);
      long images = all.size();
      Reading reading = Reading.of(all, Long.MAX_VALUE);
      reading.unreadable.forEach(line -> assertThat(line).startsWith("" + file));
      assertThat(reading.shapes).hasSize((int) images);
      return Optional.of(reading);
    } catch (BadInputException e) {
      assertThat(e.getMessage()).startsWith("" + file.getParent()).matches("[ -~]*");
      return Optional.empty();
    } finally {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MEMORY);
    }
  }

  /** The dataset of one file, whatever its kind. */
  private Optional<Reading> read(Path file) throws IOException {
    String name = MedicalSamples.KEPT.name("" + file.getFileName());
    return read(name.startsWith("dicom") ? "dicom:" + dir : kind(name) + ":" + file, file);
  }

  private static String kind(String name) {
    return name.substring(0, name.indexOf(':'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grey.npz",
        "int16.npz",
        "fortran-5x4x3.npz",
        "int16.nii",
        "time.nii.gz",
        "dicom/ct/signed.dcm",
        "dicom/ct/implicit.dcm",
        "dicom/big/us-planar-frames.dcm"
      })
  void aFileCutShortAtAnyLengthIsRefused(String sample) throws IOException {
    int whole = (int) Files.size(SAMPLES.resolve(sample));
    Path file = copy(sample);
    assertThat(read(file)).isPresent();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int length = whole - 1; length >= 0; length--) {
        channel.truncate(length);
        assertThat(read(file)).as("%d of %d B", length, whole).isEmpty();
      }
    }
  }

  private Path copy(String sample) throws IOException {
    Path original = SAMPLES.resolve(sample);
    return Files.copy(original, dir.resolve(original.getFileName()));
  }

  /** Their checksums tell every change of a byte. */
  @ParameterizedTest
  @ValueSource(strings = {"grey.npz", "int16.npz", "fortran-5x4x3.npz", "time.nii.gz"})
  void aChangedByteIsFoundWhereThereAreChecksums(String sample) throws IOException {
    Reading expected = MedicalSamples.KEPT.expected().get(sample);
    for (Path file : changed(sample)) {
      if (read(file).isPresent()) {
        String name = kind(MedicalSamples.KEPT.name(sample)) + ":" + file;
        MedicalSamples.assertSends(Datasets.parse(name), expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"int16.nii", "uint16-big.nii", "rgb.nii"})
  void aChangedByteOfAVolumeGivesPixelsOfTheFileOrNone(String sample) throws IOException {
    boolean swapped = sample.contains("big");
    for (Path file : changed(sample)) {
      Optional<Reading> reading = read(file);
      if (reading.isPresent()) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        reading.get().pixels.forEach(sent::writeBytes);
        byte[] pixels = sent.toByteArray();
        if (swapped) {
          SampleArrays.swapBytes(pixels);
        }
        ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(file));
        whole.order(swapped ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int from = (int) whole.getFloat(AT_OFFSET);
        assertThat(pixels).isEqualTo(Arrays.copyOfRange(whole.array(), from, from + pixels.length));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dicom/ct/signed.dcm",
        "dicom/ct/implicit.dcm",
        "dicom/us/planar-frames.dcm",
        "dicom/words/odd-big.dcm"
      })
  void aChangedByteOfADicomFileGivesAllItsPixelsOrNone(String sample) throws IOException {
    Path original = SAMPLES.resolve(sample);
    Path alone = Files.createDirectory(dir.resolve("original"));
    Files.copy(original, alone.resolve("file.dcm"));
    long bytes = Datasets.parse("dicom:" + alone).bytes(Long.MAX_VALUE);
    Files.delete(alone.resolve("file.dcm"));
    Files.delete(alone);
    for (Path file : changed(sample)) {
      Optional<Reading> reading = read(file);
      if (reading.isPresent()) {
        // A byte more where the value was filled up to an even length.
        assertThat(reading.get().pixels.stream().mapToLong(each -> each.length).sum())
            .isBetween(bytes - bytes % 2, bytes + bytes % 2);
      }
    }
  }

  /** The file with one byte changed, each in turn, in several ways. */
  private Iterable<Path> changed(String sample) throws IOException {
    byte[] whole = Files.readAllBytes(SAMPLES.resolve(sample));
    Path file = copy(sample);
    SplittableRandom random = new SplittableRandom(sample.length());
    int[] flips = {1, random.nextInt(2, 0x100)};
    return () ->
        java.util.stream.IntStream.range(0, whole.length * flips.length)
            .mapToObj(
                i -> {
                  byte[] bytes = whole.clone();
                  bytes[i / flips.length] ^= (byte) flips[i % flips.length];
                  try {
                    // Not truncated first, which some file systems answer with a flush.
                    return Files.write(file, bytes, StandardOpenOption.WRITE);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                })
            .iterator();
  }

  private void assertRefused(Path file, String words) throws IOException {
    Dataset dataset =
        Datasets.parse(kind(MedicalSamples.KEPT.name("" + file.getFileName())) + ":" + file);
    assertThat(read(file)).isEmpty();
    assertThatThrownBy(dataset::summary)
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("" + file)
        .hasMessageContaining(words);
  }

  private static byte[] npy(String header, int bytes) {
    ByteBuffer npy =
        ByteBuffer.allocate(10 + header.length() + bytes).order(ByteOrder.LITTLE_ENDIAN);
    npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    return npy.putShort((short) header.length()).put(header.getBytes(ISO_8859_1)).array();
  }

  private static String header(String shape) {
    return "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }\n";
  }

  private Path npz(byte[] images) throws IOException {
    Path file = dir.resolve("hostile.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry :
          Map.of("images.npy", images, "labels.npy", npy(header("1"), 1)).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1, 2, 2 | 4 | ",
        "1, 40000, 40000 | 4 | expected 1600000",
        "1, 2, 2 | 50000000 | found 500000",
        "9223372036854775807, 9223372036854775807, 2 | 4 | expected a shape",
        "99999999999999999999, 2, 2 | 4 | expected a shape",
        "-1, 2, 2 | 4 | expected an array of integers",
        "1, 2, 2, 2, 2 | 16 | expected images (N, H, W)",
        "1, 0, 2 | 0 | has 0 pixels",
        "| 1 | expected images (N, H, W)"
      })
  void anArrayIsHeldToItsShape(String shape, int bytes, String words) throws IOException {
    Path file = npz(npy(header(shape == null ? "" : shape), bytes));
    if (words == null) {
      assertThat(read(file)).isPresent();
    } else {
      assertRefused(file, words);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 6, 7, 8, 9, 10, 60})
  void anEntryThatEndsInItsHeaderIsRefused(int length) throws IOException {
    assertRefused(npz(Arrays.copyOf(npy(header("1, 2, 2"), 4), length)), "expected ");
  }

  @Test
  void aHeaderOfFourGibibytesIsNotRead() throws IOException {
    byte[] npy = npy(header("1, 2, 2"), 4);
    npy[6] = 2;
    Arrays.fill(npy, 8, 12, (byte) 0xFF);
    assertRefused(npz(npy), "expected a header of 10000 B or less, found 4294967295 B");
  }

  @Test
  void anEntryThatLiesAboutItsSizeIsRefused() throws IOException {
    String shape = "1, 30000, 30000";
    int claimed = npy(header(shape), 0).length + 900_000_000;
    Path file = npz(npy(header(shape), 4));
    byte[] zip = Files.readAllBytes(file);
    int directory = indexOf(zip, new byte[] {'P', 'K', 1, 2});
    while (zip[directory + 46] != 'i') { // until it is that of images.npy
      directory =
          directory
              + 4
              + indexOf(
                  Arrays.copyOfRange(zip, directory + 4, zip.length), new byte[] {'P', 'K', 1, 2});
    }
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, claimed);
    Files.write(file, zip);
    assertRefused(file, "B that can't be the " + claimed + " B that the archive says");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, expected 1 to 7 dimensions",
    "0, expected 1 to 7 dimensions",
    "8, expected 1 to 7 dimensions",
    "7, expected dimensions of a volume"
  })
  void absurdDimensionsAreRefused(int rank, String words) throws IOException {
    for (String name : new String[] {"volume.nii", "volume.nii.gz"}) {
      ByteBuffer volume = volume();
      volume.putShort(AT_DIMENSIONS, (short) rank);
      for (int d = 1; d < 8; d++) {
        volume.putShort(AT_DIMENSIONS + 2 * d, Short.MAX_VALUE);
      }
      assertRefused(write(name, volume), words);
    }
  }

  @Test
  void moreSlicesThanTheFileCanHoldAreRefused() throws IOException {
    ByteBuffer volume = volume();
    for (int d = 1; d <= 3; d++) {
      volume.putShort(AT_DIMENSIONS + 2 * d, (short) 1000);
    }
    assertRefused(write("volume.nii", volume), "expected 2000000352 B for 1000 slices");
    assertRefused(write("volume.nii.gz", volume), "compressed B");
    volume.putShort(AT_DIMENSIONS + 2, (short) 0);
    assertRefused(write("volume.nii", volume), "expected dimension 1 of 1 or more, found 0");
    volume.putShort(AT_DIMENSIONS + 2, (short) -5);
    assertRefused(write("volume.nii", volume), "expected dimension 1 of 1 or more, found -5");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, -352, 0, 351, 352.5f, Float.POSITIVE_INFINITY, 1e30f})
  void samplesElsewhereAreRefused(float offset) throws IOException {
    ByteBuffer volume = volume().putFloat(AT_OFFSET, offset);
    assertRefused(write("volume.nii", volume), "expected ");
    assertRefused(write("volume.nii.gz", volume), "expected ");
  }

  @Test
  void headersOfOtherSizesAreRefused() throws IOException {
    for (int size : new int[] {-348, 0, 347, Integer.MIN_VALUE}) {
      assertRefused(write("volume.nii", volume().putInt(0, size)), "expected a NIfTI-1 header");
    }
  }

  /** A gzip file that goes on for a hundred times what its header says is read, in a buffer. */
  @Test
  void whatIsBehindACompressedVolumeTakesNoMemory() throws IOException {
    ByteBuffer volume = volume();
    Path file = write("volume.nii.gz", ByteBuffer.wrap(Arrays.copyOf(bytes(volume), 20_000_000)));
    assertThat(read(file)).isPresent();
  }

  private static ByteBuffer volume() throws IOException {
    byte[] bytes = Files.readAllBytes(SAMPLES.resolve("int16.nii"));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.capacity()];
    content.get(0, bytes);
    return bytes;
  }

  private Path write(String name, ByteBuffer content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (name.endsWith(".gz")) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(bytes(content));
      }
    } else {
      bytes.writeBytes(bytes(content));
    }
    return Files.write(dir.resolve(name), bytes.toByteArray());
  }

  /** A DICOM file with other elements put in before its pixels. */
  private Path dicom(byte[]... elements) throws IOException {
    byte[] whole = Files.readAllBytes(SAMPLES.resolve("dicom/us/odd.dcm"));
    int pixels = indexOf(whole, new byte[] {(byte) 0xE0, 0x7F, 0x10, 0});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(whole, 0, pixels);
    for (byte[] element : elements) {
      bytes.writeBytes(element);
    }
    bytes.write(whole, pixels, whole.length - pixels);
    return Files.write(dir.resolve("file.dcm"), bytes.toByteArray());
  }

  private static byte[] element(int group, int number, String vr, long length, byte[] value) {
    ByteBuffer element = ByteBuffer.allocate(12 + value.length).order(ByteOrder.LITTLE_ENDIAN);
    element.putShort((short) group).putShort((short) number).put(vr.getBytes(ISO_8859_1));
    if (vr.equals("SQ") || vr.equals("UN") || vr.equals("OB")) {
      element.putShort((short) 0).putInt((int) length);
    } else if (!vr.isEmpty()) {
      element.putShort((short) length);
    } else {
      element.putInt((int) length);
    }
    return Arrays.copyOf(element.put(value).array(), element.position());
  }

  private static final byte[] ITEM = element(0xFFFE, 0xE000, "", 0xFFFF_FFFFL, new byte[0]);
  private static final byte[] ITEM_END = element(0xFFFE, 0xE00D, "", 0, new byte[0]);
  private static final byte[] SEQUENCE_END = element(0xFFFE, 0xE0DD, "", 0, new byte[0]);

  @Test
  void sequencesNestToAnyDepth() throws IOException {
    byte[] sequence = element(0x0040, 0x0275, "SQ", 0xFFFF_FFFFL, new byte[0]);
    ByteArrayOutputStream nested = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      nested.writeBytes(sequence);
      nested.writeBytes(ITEM);
    }
    byte[] open = nested.toByteArray();
    assertThat(read(dicom(open))).isEmpty();
    for (int i = 0; i < 20_000; i++) {
      nested.writeBytes(ITEM_END);
      nested.writeBytes(SEQUENCE_END);
    }
    assertThat(read(dicom(nested.toByteArray()))).isPresent();
  }

  /** As the standard has it, whatever the transfer syntax. */
  @Test
  void whatIsUnknownAndOfUndefinedLengthIsImplicitInside() throws IOException {
    byte[] unknown = element(0x0041, 0x1001, "UN", 0xFFFF_FFFFL, new byte[0]);
    byte[] inside = element(0x0028, 0x0010, "", 2, new byte[] {9, 9});
    byte[] known = element(0x0042, 0x0010, "LO", 2, new byte[] {'a', 'b'});
    Path file = dicom(unknown, ITEM, inside, ITEM_END, SEQUENCE_END, known);
    assertThat(read(file).orElseThrow().shapes).containsExactly(new ImageShape(5, 3, 1, 8));
  }

  @ParameterizedTest
  @CsvSource({"0", "-3", "1e3", "999999999", "99999999999", "'3 frames'", "''"})
  void numbersOfFramesThatAreNoneAreRefused(String frames) throws IOException {
    byte[] text = Arrays.copyOf(frames.getBytes(ISO_8859_1), 14);
    Path file = dicom(element(0x0028, 0x0008, "IS", text.length, text));
    assertThat(read(file)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0xFFFF_FFFEL, 0x8000_0000L, 1_000})
  void valuesLongerThanTheFileAreRefused(long length) throws IOException {
    Path file = dicom(element(0x0041, 0x1001, "OB", length, new byte[10]));
    assertThatThrownBy(() -> Datasets.parse("dicom:" + dir).size())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file + ": expected " + length + " B of (0041,1001) at offset ");
    assertThat(read(file)).isEmpty();
  }
}
