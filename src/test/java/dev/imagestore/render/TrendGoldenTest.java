package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.TrendRuns;
import dev.imagestore.analysis.Trends;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every form, with one of everything: compared with files that were looked at. {@code
 * -Dgolden.update=true} writes them anew; look at the difference before it is committed.
 */
class TrendGoldenTest {
  @ParameterizedTest
  @CsvSource({"text,txt", "markdown,md", "csv,csv", "json,json"})
  void oneOfEverything(String format, String extension) throws Exception {
    golden(
        "trend." + extension,
        Formats.render(
            format, new TrendReport(Trends.of(TrendRuns.ofEverything(), 0.05, 0.1), false)));
  }

  private static void golden(String name, String shown) throws Exception {
    if (Boolean.getBoolean("golden.update")) {
      Path file = Path.of("src/test/resources/dev/imagestore/render/trend", name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, shown);
      return;
    }
    try (InputStream in = TrendGoldenTest.class.getResourceAsStream("trend/" + name)) {
      assertThat(in).as("golden file " + name).isNotNull();
      assertThat(shown).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
