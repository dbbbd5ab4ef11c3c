package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.store.Backends;
import dev.imagestore.store.DirectoryLocation;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The article's programs by themselves, where Python and its libraries are installed. */
class PythonArticleTest {
  private static final Path SCRIPT = Path.of("src", "peers", "python_article.py");

  private static String python;

  @TempDir Path temp;

  private record Said(int status, String out, String err) {}

  @BeforeAll
  static void findPython() {
    Optional<String> found =
        Stream.of("python3", "/usr/bin/python3")
            .filter(each -> run(each, SCRIPT.toString(), "--versions").status() == 0)
            .findFirst();
    assumeTrue(found.isPresent(), "python3 with numpy, h5py, lmdb and Pillow is not installed");
    python = found.get();
  }

  @ParameterizedTest
  @CsvSource({
    "storeMany, png, 25",
    "readMany, png, 25",
    "storeMany, lmdb, 25",
    "storeMany, lmdb sync=False, 25",
    "readMany, lmdb, 25",
    "storeMany, hdf5, 25",
    "readMany, hdf5, 25",
    "storeSingle, lmdb, 1",
    "readSingle, hdf5, 1"
  })
  void oneProcessGivesOneForkThatReportReads(String operation, String method, int count)
      throws IOException {
    Said said = measure(new ImageShape(8, 9, 3, 8), operation, method, count);
    assertThat(said.status()).as(said.err()).isZero();
    ResultFile file = ResultFiles.read(Files.writeString(temp.resolve("python.json"), said.out()));
    BenchmarkResult result = file.results().get(0);
    assertThat(file.results()).hasSize(1);
    assertThat(result.key().shortName()).isEqualTo("Python." + operation);
    assertThat(result.key().param("backend")).isEqualTo(method);
    assertThat(result.key().param("cutoff")).isEqualTo(Integer.toString(count));
    assertThat(result.key().param("dataset")).isEqualTo("noise");
    assertThat(result.primary().unit()).isEqualTo("s/op");
    assertThat(result.primary().raw())
        .singleElement()
        .satisfies(times -> assertThat(times).hasSize(count == 1 ? 50 : 3).allMatch(t -> t > 0));
    assertThat(result.secondary().get("images").score() * count)
        .isBetween(result.primary().score() * 0.999, result.primary().score() * 1.001);
    assertThat(result.secondary().containsKey("diskApparent"))
        .isEqualTo(operation.startsWith("store"));
  }

  @ParameterizedTest
  @CsvSource({
    "storeMany, files",
    "readMany, dirs",
    "storeMany, dirs codec=raw",
    "readMany, files codec=jpeg",
    "storeMany, files codec=webp",
    "readMany, files codec=deflate",
    "storeMany, tar",
    "readMany, tar",
    "storeMany, sqlite",
    "readMany, sqlite",
    "readRandom, sqlite",
    "storeMany, hdf5 codec=deflate",
    "readMany, hdf5 codec=deflate"
  })
  void theStoresThatAreFilesAreMeasuredLikewise(String operation, String method)
      throws IOException {
    Path script = SCRIPT.resolveSibling("python_stores.py");
    // Pillow makes colour of what is grey in WebP.
    for (int channels : method.endsWith("webp") ? new int[] {3} : new int[] {1, 3}) {
      Said said = measure(script, new ImageShape(8, 9, channels, 8), operation, method, 25);
      assertThat(said.status()).as(said.err()).isZero();
      BenchmarkResult result =
          ResultFiles.read(Files.writeString(temp.resolve("python.json"), said.out()))
              .results()
              .get(0);
      assertThat(result.key().shortName()).isEqualTo("Python." + operation);
      assertThat(result.key().param("backend")).isEqualTo(method);
      assertThat(result.key().param("cutoff")).isEqualTo("25");
      int images = operation.equals("readRandom") ? 1 : 25;
      assertThat(result.secondary().get("images").score() * images)
          .isBetween(result.primary().score() * 0.999, result.primary().score() * 1.001);
    }
  }

  @Test
  void greyImagesAreTakenAndSixteenBitsRefused() throws IOException {
    assertThat(measure(new ImageShape(5, 6, 1, 8), "readMany", "png", 4).status()).isZero();
    Said said = measure(new ImageShape(5, 6, 1, 16), "readMany", "png", 4);
    assertThat(said.status()).isNotZero();
    assertThat(said.err()).contains("expected a store of the backend raw with 8-bit images");
  }

  private Said measure(ImageShape shape, String operation, String method, int count)
      throws IOException {
    return measure(SCRIPT, shape, operation, method, count);
  }

  private Said measure(Path script, ImageShape shape, String operation, String method, int count)
      throws IOException {
    ImageSet images = TestImages.uniform(1, 10, shape);
    Path store = Files.createTempDirectory(temp, "images");
    ImageStore raw = Backends.named("raw").store(OptionValues.DEFAULTS);
    raw.store(images, new DirectoryLocation(store), Durability.none);
    return run(
        python,
        script.toString(),
        store.toString(),
        temp.resolve("work").toString(),
        "--dataset",
        "noise",
        "--only",
        operation,
        method,
        Integer.toString(count));
  }

  private static Said run(String... command) {
    try {
      Path err = Files.createTempFile("python", ".err");
      try {
        List<String> words = new ArrayList<>(List.of(command));
        words.add(1, "-B");
        Process process = new ProcessBuilder(words).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, Files.readString(err));
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      return new Said(-1, "", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Said(-1, "", e.toString());
    }
  }
}
