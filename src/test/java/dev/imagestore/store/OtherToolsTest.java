package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.Datasets;
import dev.imagestore.image.ImageFile;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stores are opened with Pillow, py-lmdb, h5py, numpy and what Python brings, and with zarrita,
 * where these are installed.
 */
class OtherToolsTest {
  private static final Path SCRIPT = Path.of("src", "test", "python", "read_stores.py");

  private static final Path WRITER = Path.of("src", "test", "python", "write_stores.py");

  private static final Path ZARR_SCRIPT = Path.of("src", "test", "js", "read_zarr.mjs");

  /** Where {@code npm install} was told to put zarrita. */
  private static final Path NPM = Path.of("target", "npm");

  private static String python;

  @TempDir Path temp;

  @BeforeAll
  static void findPython() {
    Optional<String> found =
        Stream.of("python3", "/usr/bin/python3")
            .filter(p -> run(p, "-c", "import numpy, h5py, lmdb, PIL").isEmpty())
            .findFirst();
    assumeTrue(found.isPresent(), "python3 with numpy, h5py, lmdb and PIL is not installed");
    python = found.get();
  }

  private static List<TestImages> sets() {
    ImageShape rgb = new ImageShape(32, 32, 3, 8);
    ImageShape grey = new ImageShape(28, 29, 1, 8);
    ImageShape grey16 = new ImageShape(13, 14, 1, 16);
    ImageShape rgba = new ImageShape(11, 7, 4, 8);
    int[] labels = {9, 256, 0, 65_536, 7};
    return List.of(
        TestImages.uniform(1, 30, rgb).first(70),
        TestImages.uniform(2, 20, grey),
        TestImages.uniform(3, 20, grey16),
        TestImages.uniform(4, 20, rgba),
        TestImages.of(5, labels, rgb, grey, grey16, rgba, new ImageShape(90, 40, 3, 8)).first(13));
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#documentedToo")
  void otherToolsReadTheSame(StoreVariant backend) throws IOException {
    int i = 0;
    for (ImageSet images : sets()) {
      if (!images.uniform() && !backend.isDefault()) {
        continue; // Not every documented way takes several shapes.
      }
      Path store = Files.createDirectory(temp.resolve("store" + i));
      Path reference = Files.createDirectory(temp.resolve("reference" + i));
      i++;
      backend.store(images, store, Durability.none);
      writeReference(images, reference);
      assertThat(compare(backend, store, reference))
          .as("%s, %s", backend, images.shape(0))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deflate", "zstd"})
  void zarritaReadsCompressedChunks(String codec) throws IOException {
    StoreVariant zarr = StoreVariant.of("zarr", Map.of("codec", codec));
    otherToolsReadTheSame(zarr);
  }

  @Test
  void h5pyReadsCompressedChunks() throws IOException {
    otherToolsReadTheSame(StoreVariant.of("hdf5", Map.of("codec", "deflate")));
  }

  /** What {@code write_stores.py} writes, and the backend that reads it. */
  static Stream<Arguments> foreign() {
    return Stream.of(
        Arguments.of("tarfile", StoreVariant.of("tar")),
        Arguments.of("gnu-tar", StoreVariant.of("tar", Map.of("codec", "png"))),
        Arguments.of("sqlite", StoreVariant.of("sqlite")));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void whatOtherToolsWroteIsRead(String kind, StoreVariant backend) throws IOException {
    for (ImageSet images : sets()) {
      boolean png = images.uniform() && images.shape(0).depth() == 8;
      if (!kind.equals("gnu-tar") || png) {
        Path store = Files.createTempDirectory(temp, "foreign");
        write(kind, images, store);
        StoreChecks.holds(backend, store, images, 1);
        StoreChecks.holds(backend, store, images, 9);
      }
    }
  }

  @Test
  void anArchiveOfAnotherToolThatIsCutIsRefused() throws IOException {
    TestImages images = TestImages.uniform(9, 4, new ImageShape(5, 4, 3, 8));
    Path store = Files.createTempDirectory(temp, "foreign");
    write("tarfile", images, store);
    StoreVariant tar = StoreVariant.of("tar");
    for (String name : List.of("train-1.tar", "train-0.tar")) {
      Path archive = store.resolve(name);
      byte[] whole = Files.readAllBytes(archive);
      for (int length = 0; length <= lastByte(whole); length += 7) {
        Files.write(archive, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> StoreChecks.holds(tar, store, images, 2))
            .isInstanceOf(BadInputException.class)
            .hasMessageStartingWith(store.toString())
            .hasMessageMatching("[^\\n]*");
      }
      Files.write(archive, whole);
    }
    StoreChecks.holds(tar, store, images, 2);
  }

  private static int lastByte(byte[] bytes) {
    int last = bytes.length - 1;
    while (bytes[last] == 0) {
      last--;
    }
    return last + 1;
  }

  /** The ImageFolder trees of other tools are a dataset, and so are the trees of {@code dirs}. */
  @Test
  void treesOfALabelEachAreADataset() throws IOException {
    TestImages images = TestImages.uniform(10, 25, new ImageShape(9, 7, 3, 8));
    Path foreign = Files.createTempDirectory(temp, "foreign");
    Path own = Files.createTempDirectory(temp, "own");
    write("imagefolder", images, foreign);
    StoreVariant.of("dirs").store(images, own, Durability.none);
    Files.delete(own.resolve("labels.csv"));
    for (Path tree : List.of(foreign, own)) {
      ImageSet found = dataset("folder:" + tree, 100);
      assertThat(found.count()).isEqualTo(images.count());
      Set<String> pixels = new HashSet<>();
      for (long id = 0; id < images.count(); id++) {
        pixels.add(labelAndPixels(images, id));
      }
      for (long id = 0; id < images.count(); id++) {
        assertThat(pixels).contains(labelAndPixels(found, id));
      }
    }
  }

  private ImageSet dataset(String name, long most) throws IOException {
    Path file = Files.createTempDirectory(temp, "dataset").resolve("images");
    ImageFile.write(file, Datasets.parse(name), most);
    return ImageFile.open(file);
  }

  private static String labelAndPixels(ImageSet images, long id) {
    byte[] pixels = new byte[images.shape(id).bytes()];
    images.copyPixels(id, pixels, 0);
    return images.label(id) + " " + HexFormat.of().formatHex(pixels);
  }

  /** Files of codecs are decoded by the tools of their formats. */
  @ParameterizedTest
  @CsvSource({
    "webp, dwebp -quiet -ppm FILE -o -",
    "zstd, zstd -q -d -c FILE",
    "deflate, gzip -d -c FILE"
  })
  void aFileIsDecodedByItsFormatsTool(String codec, String tool) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool.split(" ")));
    assumeTrue(isInstalled(command.get(0)), command.get(0) + " is not installed");
    TestImages images = TestImages.uniform(11, 3, new ImageShape(13, 11, 3, 8));
    Path store = Files.createTempDirectory(temp, "encoded");
    StoreVariant.of("files", Map.of("codec", codec)).store(images, store, Durability.none);
    for (long id = 0; id < images.count(); id++) {
      Path file;
      try (Stream<Path> all = Files.list(store)) {
        String begin = id + ".";
        file =
            all.filter(each -> each.getFileName().toString().startsWith(begin))
                .findFirst()
                .orElseThrow();
      }
      command.replaceAll(word -> word.equals("FILE") ? file.toString() : word);
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      byte[] decoded = process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).isZero();
      command.replaceAll(word -> word.equals(file.toString()) ? "FILE" : word);
      byte[] pixels = new byte[images.shape(id).bytes()];
      images.copyPixels(id, pixels, 0);
      // A PPM file begins with its size.
      int header = decoded.length - pixels.length;
      assertThat(header).isEqualTo(codec.equals("webp") ? "P6\n13 11\n255\n".length() : 0);
      assertThat(Arrays.copyOfRange(decoded, header, decoded.length)).isEqualTo(pixels);
    }
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool)));
  }

  @Test
  void compressedChunksTakeWhatThoseOfH5pyTake() throws IOException {
    Path store = Files.createTempDirectory(temp, "deflate");
    ImageSet images = dataset("synthetic", 640);
    StoreVariant.of("hdf5", Map.of("codec", "deflate", "hdf5Threads", "3"))
        .store(images, store, Durability.none);
    Path theirs = temp.resolve("theirs.h5");
    String script =
        "import h5py, sys; a = h5py.File(sys.argv[1])['images'][...];"
            + " f = h5py.File(sys.argv[2], 'w'); f.create_dataset('images', data=a,"
            + " chunks=(64, 32, 32, 3), compression='gzip', compression_opts=4); f.close()";
    assertThat(run(python, "-c", script, "" + store.resolve("images.h5"), "" + theirs)).isEmpty();
    assertThat((double) Files.size(store.resolve("images.h5")))
        .isCloseTo((double) Files.size(theirs), Percentage.withPercentage(3));
  }

  private void write(String kind, ImageSet images, Path store) throws IOException {
    Path reference = Files.createTempDirectory(temp, "reference");
    writeReference(images, reference);
    assertThat(run(python, "-B", WRITER.toString(), kind, "" + reference, "" + store)).isEmpty();
  }

  /** What another tool says against a store. */
  private static String compare(StoreVariant backend, Path store, Path reference)
      throws IOException {
    String name = backend.backend().name();
    assumeTrue(!name.equals("mvstore"), "nothing but H2 itself opens an MVStore");
    if (!name.equals("zarr")) {
      return run(python, SCRIPT.toString(), name, "" + store, "" + reference);
    }
    assumeTrue(
        Files.isDirectory(NPM.resolve("node_modules/zarrita")),
        "zarrita is not installed: npm install --prefix target/npm zarrita");
    Path script = NPM.resolve(ZARR_SCRIPT.getFileName());
    Files.copy(ZARR_SCRIPT, script, StandardCopyOption.REPLACE_EXISTING);
    return run("node", script.toString(), "" + store, "" + reference);
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#documentedToo")
  void aDifferenceIsFound(StoreVariant backend) throws IOException {
    ImageShape shape = new ImageShape(5, 4, 3, 8);
    Path store = Files.createDirectory(temp.resolve("store"));
    Path reference = Files.createDirectory(temp.resolve("reference"));
    backend.store(TestImages.uniform(6, 10, shape), store, Durability.none);
    writeReference(TestImages.uniform(7, 10, shape), reference);
    assertThat(compare(backend, store, reference)).contains("the pixels of image 0 differ");
  }

  @Test
  void h5pySeesSignedNumbersWhereTheImagesAre() throws IOException {
    TestImages images = TestImages.uniform(8, 10, new ImageShape(13, 14, 1, 16));
    String script =
        "import h5py, sys; d = h5py.File(sys.argv[1])['images']; print(d.dtype, d[...].min() < 0)";
    for (TestImages each : List.of(images, images.withSign())) {
      Path store = Files.createDirectory(temp.resolve("signed" + each.signed()));
      StoreVariant.defaults()
          .filter(v -> v.backend().name().equals("hdf5"))
          .findFirst()
          .orElseThrow()
          .store(each, store, Durability.none);
      assertThat(run(python, "-c", script, "" + store.resolve("images.h5")))
          .isEqualTo(each.signed() ? "int16 True" : "uint16 False");
    }
  }

  static void writeReference(ImageSet images, Path dir) throws IOException {
    List<String> lines = new ArrayList<>();
    try (FileChannel pixels =
        FileChannel.open(
            dir.resolve("images.bin"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long id = 0; id < images.count(); id++) {
        ImageShape shape = images.shape(id);
        byte[] bytes = new byte[shape.bytes()];
        images.copyPixels(id, bytes, 0);
        assertThat(pixels.write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
        lines.add(
            "%d,%d,%d,%d,%d"
                .formatted(
                    shape.height(),
                    shape.width(),
                    shape.channels(),
                    shape.depth(),
                    images.label(id)));
      }
    }
    Files.write(dir.resolve("images.csv"), lines);
  }

  /** What a command says, or that it failed; empty if it did not and said nothing. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      int exit = process.waitFor();
      return exit == 0 ? output : "exit status " + exit + ": " + output;
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }
}
