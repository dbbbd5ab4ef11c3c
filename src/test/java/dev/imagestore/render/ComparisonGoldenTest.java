package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.ComparisonOptions;
import dev.imagestore.analysis.ComparisonRuns;
import dev.imagestore.analysis.Comparisons;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every form, with every kind of row: compared with files that were looked at. {@code
 * -Dgolden.update=true} writes them anew; look at the difference before it is committed.
 */
class ComparisonGoldenTest {
  private static final String STORE_MANY = "dev.imagestore.workload.StoreBenchmark.storeMany";

  @ParameterizedTest
  @CsvSource({"text,txt", "markdown,md", "csv,csv", "json,json"})
  void everyKindOfRow(String format, String extension) throws Exception {
    String shown =
        Formats.render(
            format,
            new ComparisonReport(
                List.of(
                    Comparisons.compare(base(), next(), ComparisonOptions.of(0.05)),
                    Comparisons.compare(base(), quick(), ComparisonOptions.of(0.05)))));
    golden("comparison." + extension, shown);
  }

  private static ResultFile base() {
    return rows(new ComparisonRuns("jdk17", 1), 1, 1)
        .rate(STORE_MANY, "png", 1000, 5, 3)
        .rate(STORE_MANY, "raw", 1000, 1500, 6)
        .file();
  }

  private static ResultFile next() {
    Map<String, Metric> larger = new TreeMap<>(ComparisonRuns.disk(3_073_000));
    larger.put("diskApparent", ComparisonRuns.metric("B", 3_073_001));
    larger.put("gc.alloc.rate", ComparisonRuns.metric("MB/sec", 100));
    return rows(new ComparisonRuns("jdk25", 2), 0.8, 1.5)
        .with(ComparisonRuns.environment("25.0.3", 25, "default"))
        .rate(STORE_MANY, "png", 1000, 5, 6)
        .add(
            ComparisonRuns.result(
                STORE_MANY,
                "avgt",
                4,
                Map.of("backend", "<b>|lmdb", "cutoff", "1000", "dataset", "synthetic"),
                ComparisonRuns.metric("us/op", 600, 610),
                larger))
        .add(
            ComparisonRuns.result(
                STORE_MANY,
                "thrpt",
                1,
                Map.of("backend", "raw", "cutoff", "1000", "dataset", "synthetic"),
                ComparisonRuns.metric("ops/ms", 1.2, 1.5, 0.9, 2.1, 1.7, 1.1),
                larger))
        .file();
  }

  private static ResultFile quick() {
    return new ComparisonRuns("quick", 3)
        .with(ComparisonRuns.environment("17.0.15", 17, "quick"))
        .rate(ComparisonRuns.READ_MANY, "raw", 1000, 4000, 1)
        .file();
  }

  /** Twelve rows without a change, two with one, one with an odd fork. */
  private static ComparisonRuns rows(ComparisonRuns runs, double hdf5, double lmdb) {
    for (int cutoff : new int[] {10, 100, 1000}) {
      for (String backend : List.of("png", "lmdb", "hdf5", "raw")) {
        double factor = backend.equals("hdf5") && cutoff == 1000 ? hdf5 : 1;
        factor *= backend.equals("lmdb") && cutoff == 10 ? lmdb : 1;
        runs.rate(ComparisonRuns.READ_MANY, backend, cutoff, factor * 4e6 / cutoff, 6);
      }
    }
    Metric odd = ComparisonRuns.metric("ops/s", 990, 1001, 300, 1010, 1000, 995);
    return runs.add(
        ComparisonRuns.result(
            "dev.imagestore.workload.ReadBenchmark.readRandom",
            "thrpt",
            1,
            Map.of("backend", "raw", "cutoff", "1000", "dataset", "synthetic"),
            odd,
            Map.of()));
  }

  private static void golden(String name, String shown) throws Exception {
    if (Boolean.getBoolean("golden.update")) {
      Path file = Path.of("src/test/resources/dev/imagestore/render/comparison", name);
      Files.writeString(file, shown);
    }
    try (InputStream in = ComparisonGoldenTest.class.getResourceAsStream("comparison/" + name)) {
      assertThat(in).as("golden file " + name).isNotNull();
      if (!Boolean.getBoolean("golden.update")) {
        assertThat(shown).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }
}
