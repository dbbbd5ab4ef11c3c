package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sample files that {@code medical_samples.py} makes with the libraries of their formats, and what
 * these libraries read from them.
 *
 * @param directory where the files are
 */
record MedicalSamples(Path directory) {
  static final Path SCRIPT = Path.of("src", "test", "python", "medical_samples.py");

  /** Those that the repository holds. */
  static final MedicalSamples KEPT =
      new MedicalSamples(
          Path.of("src", "test", "resources", "dev", "imagestore", "image", "medical"));

  /** The dataset of a sample's file name, or that of its directory for DICOM. */
  Dataset dataset(String sample) throws IOException {
    return Datasets.parse(name(sample));
  }

  String name(String sample) {
    String kind = "dicom";
    if (sample.endsWith(".npz")) {
      kind = "npz";
    } else if (sample.matches(".*\\.(nii|hdr|img)(\\.gz)?")) {
      kind = "nifti";
    }
    return kind + ":" + directory.resolve(sample);
  }

  /** What each sample must give. */
  Map<String, Reading> expected() throws IOException {
    Map<String, Reading> samples = new LinkedHashMap<>();
    for (String line : Files.readAllLines(directory.resolve("images.csv"))) {
      String[] row = line.split(",", -1);
      int[] numbers = new int[row.length];
      for (int i = 1; i < row.length - 1; i++) {
        numbers[i] = Integer.parseInt(row[i]);
      }
      Reading reading = samples.computeIfAbsent(row[0], name -> new Reading());
      reading.shapes.add(new ImageShape(numbers[2], numbers[1], numbers[3], numbers[4]));
      reading.signed.add(numbers[5] == 1);
      reading.labels.add(numbers[6]);
      reading.pixels.add(HexFormat.of().parseHex(row[7]));
    }
    return samples;
  }

  /** What must be refused, and words that the message must have. */
  Map<String, String> refused() throws IOException {
    Map<String, String> samples = new LinkedHashMap<>();
    for (String line : Files.readAllLines(directory.resolve("refused.csv"))) {
      String[] row = line.split(",", 2);
      samples.put(row[0], row[1].startsWith("\"") ? row[1].replaceAll("^\"|\"$", "") : row[1]);
    }
    return samples;
  }

  /** Asserts that a dataset sends what is expected, in parts too, and says so beforehand. */
  static void assertSends(Dataset dataset, Reading expected) throws IOException {
    int count = expected.shapes.size();
    assertThat(dataset.size()).isEqualTo(count);
    for (int limit : new int[] {1, count - 1, count, count + 1}) {
      if (limit < 1) {
        continue;
      }
      Reading read = Reading.of(dataset, limit);
      int n = Math.min(limit, count);
      assertThat(read.shapes).isEqualTo(expected.shapes.subList(0, n));
      assertThat(read.signed).isEqualTo(expected.signed.subList(0, n));
      assertThat(read.labels).isEqualTo(expected.labels.subList(0, n));
      assertThat(hex(read.pixels)).isEqualTo(hex(expected.pixels.subList(0, n)));
      assertThat(dataset.bytes(limit))
          .isEqualTo(read.shapes.stream().mapToLong(ImageShape::bytes).sum());
    }
  }

  private static List<String> hex(List<byte[]> pixels) {
    List<String> hex = new ArrayList<>();
    pixels.forEach(each -> hex.add(HexFormat.of().formatHex(each)));
    return hex;
  }
}
