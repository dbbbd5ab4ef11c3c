package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code npz:}, {@code nifti:} and {@code dicom:} give what the libraries of the formats give. */
class MedicalDatasetsTest {
  @TempDir Path dir;

  private static Stream<String> samples() throws IOException {
    return MedicalSamples.KEPT.expected().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theStoredValuesAreSent(String sample) throws IOException {
    Reading expected = MedicalSamples.KEPT.expected().get(sample);
    MedicalSamples.assertSends(MedicalSamples.KEPT.dataset(sample), expected);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theSummaryIsThatOfTheImages(String sample) throws IOException {
    Reading expected = MedicalSamples.KEPT.expected().get(sample);
    Dataset dataset = MedicalSamples.KEPT.dataset(sample);
    DatasetSummary summary = dataset.summary();
    assertThat(summary.images()).isEqualTo(expected.shapes.size());
    assertThat(summary.bytes()).isEqualTo(dataset.bytes(Long.MAX_VALUE));
    assertThat(summary.labels())
        .isEqualTo(1 + expected.labels.stream().mapToInt(Integer::intValue).max().orElseThrow());
    assertThat(summary.shapes().endsWith(" signed"))
        .isEqualTo(expected.signed.stream().allMatch(signed -> signed));
  }

  private static Stream<String> refused() throws IOException {
    return MedicalSamples.KEPT.refused().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatHoldsNoImageOfOursIsNamedInOneLine(String sample) throws IOException {
    assertRefused(MedicalSamples.KEPT, sample);
  }

  private static void assertRefused(MedicalSamples samples, String sample) throws IOException {
    String words = samples.refused().get(sample);
    Path file = samples.directory().resolve(sample);
    if (sample.startsWith("unread/")) {
      Dataset dataset = samples.dataset("unread");
      for (List<String> unreadable :
          List.of(Reading.of(dataset, 10).unreadable, dataset.summary().unreadable())) {
        assertThat(unreadable)
            .filteredOn(line -> line.startsWith(file + ": expected "))
            .singleElement()
            .asString()
            .contains(words)
            .doesNotContain("\n");
      }
    } else {
      assertThatThrownBy(() -> samples.dataset(sample).summary())
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("" + file.getParent())
          .hasMessageContaining(words)
          .hasMessageMatching("[^\\n]*");
    }
  }

  @Test
  void whatTheLibrariesWriteNowIsReadToo() throws IOException {
    String tools =
        "import numpy, nibabel, pydicom, shutil, sys; sys.exit(not shutil.which('dcmconv'))";
    Optional<String> python =
        Stream.of("/usr/bin/python3", "python3")
            .filter(p -> run(p, "-c", tools).isEmpty())
            .findFirst();
    assumeTrue(
        python.isPresent(),
        "python3 with numpy, nibabel and pydicom, and dcmtk, are not installed");
    assertThat(run(python.get(), MedicalSamples.SCRIPT.toString(), dir.toString()))
        .doesNotContain("exit status");
    MedicalSamples made = new MedicalSamples(dir);
    Map<String, Reading> expected = made.expected();
    assertThat(expected.keySet()).isEqualTo(MedicalSamples.KEPT.expected().keySet());
    for (Map.Entry<String, Reading> sample : expected.entrySet()) {
      MedicalSamples.assertSends(made.dataset(sample.getKey()), sample.getValue());
    }
    for (String sample : made.refused().keySet()) {
      assertRefused(made, sample);
    }
  }

  /** What a command says, or that it failed. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      return exit == 0 ? output : "exit status " + exit + ": " + output;
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "grey.npz, npz:grey",
    "int16.nii, nifti:int16",
    "time.nii.gz, nifti:time",
    "packed.img.gz, nifti:packed",
    "dicom, dicom:dicom"
  })
  void kindAndLastPartArePublished(String sample, String publicName) throws IOException {
    Dataset dataset = MedicalSamples.KEPT.dataset(sample);
    assertThat(dataset.publicName()).isEqualTo(publicName);
    assertThat(dataset.name()).isEqualTo(MedicalSamples.KEPT.name(sample));
  }

  @Test
  void eitherFileNamesAPair() throws IOException {
    Map<String, Reading> expected = MedicalSamples.KEPT.expected();
    MedicalSamples.assertSends(MedicalSamples.KEPT.dataset("pair.hdr"), expected.get("pair.img"));
    MedicalSamples.assertSends(
        MedicalSamples.KEPT.dataset("packed.hdr.gz"), expected.get("packed.img.gz"));
  }

  @Test
  void theDirectoriesOfDicomImagesNameTheLabels() throws IOException {
    assertThat(MedicalSamples.KEPT.dataset("dicom").labelNames())
        .containsExactly("big", "ct", "us", "words");
  }

  @ParameterizedTest
  @CsvSource({"npz, a numpy archive", "nifti, a NIfTI-1 file"})
  void whatIsNotThereIsSaidAtOnce(String kind, String what) throws IOException {
    Path missing = dir.resolve("missing");
    assertThatThrownBy(() -> Datasets.parse(kind + ":" + missing))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(missing + ": expected " + what)
        .hasMessageEndingWith("found nothing of that name");
    assertThatThrownBy(() -> Datasets.parse(kind + ":" + dir))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("found no regular file");
  }

  @ParameterizedTest
  @CsvSource({"int16.nii, true", "uint16.nii, false", "dicom, false", "int8.npz, true"})
  void aPreparedSetIsSignedIfAllOfItsImagesAre(String sample, boolean signed) throws IOException {
    Path file = dir.resolve("images");
    ImageFile.Info info = ImageFile.write(file, MedicalSamples.KEPT.dataset(sample), 1_000);
    assertThat(info.shapes().endsWith(" signed")).isEqualTo(signed);
    ImageSet images = ImageFile.open(file);
    assertThat(images.signed()).isEqualTo(signed);
    assertThat(images.first(1).signed()).isEqualTo(signed);
  }

  @ParameterizedTest
  @CsvSource({"1", "79", "80", "160", "400", "1000"})
  void fortranOrderIsGatheredInWhateverFits(int budget) throws IOException {
    long[] shape = {5, 4, 3, 2};
    byte[] inOrder = new byte[2 * 5 * 4 * 3 * 2];
    byte[] fortran = new byte[inOrder.length];
    for (int i = 0; i < inOrder.length / 2; i++) {
      int a = i / 24;
      int b = i / 6 % 4;
      int c = i / 2 % 3;
      int d = i % 2;
      int j = a + 5 * (b + 4 * (c + 3 * d));
      inOrder[2 * i] = fortran[2 * j] = (byte) i;
      inOrder[2 * i + 1] = fortran[2 * j + 1] = (byte) -i;
    }
    try (FortranRows rows =
        new FortranRows(shape, 2, () -> new java.io.ByteArrayInputStream(fortran), budget)) {
      assertThat(rows.readAllBytes()).isEqualTo(inOrder);
    }
  }

  /** A file may grow behind what is needed of it, as after Files.copy of a volume into a block. */
  @Test
  void bytesBehindAVolumeAreNoMatter() throws IOException {
    Path file = dir.resolve("int16.nii");
    byte[] whole = Files.readAllBytes(MedicalSamples.KEPT.directory().resolve("int16.nii"));
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 100));
    MedicalSamples.assertSends(
        Datasets.parse("nifti:" + file), MedicalSamples.KEPT.expected().get("int16.nii"));
  }
}
