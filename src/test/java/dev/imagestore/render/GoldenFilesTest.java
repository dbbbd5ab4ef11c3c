package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.RunSummary;
import dev.imagestore.analysis.TestResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every format, character by character, as it stands in {@code src/test/resources/golden}. After a
 * change that is meant, {@code mvn test -Dtest=GoldenFilesTest -Dgolden.update=true} writes these
 * files anew: read the difference before you commit it.
 */
class GoldenFilesTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  @ParameterizedTest
  @CsvSource({
    "main, text, txt",
    "main, markdown, md",
    "main, csv, csv",
    "main, json, json",
    "main, benchstat, bench",
    "main, github-action, smaller.json",
    "main, github-action-bigger, bigger.json",
    "quick, text, txt",
    "quick, markdown, md",
    "quick, json, json",
    "quick, github-action, smaller.json",
    "modes, text, txt",
    "modes, csv, csv",
    "modes, benchstat, bench",
    "resident, text, txt",
    "resident, markdown, md",
    "resident, csv, csv",
    "resident, json, json",
    "foreign, text, txt",
    "foreign, markdown, md",
    "foreign, csv, csv",
    "foreign, json, json",
    "foreign, benchstat, bench",
    "foreign, github-action, smaller.json",
    "foreign, github-action-bigger, bigger.json",
    "quick foreign, text, txt",
    "quick foreign, benchstat, bench",
    "quick foreign, github-action, smaller.json",
  })
  void report(String files, String format, String extension) throws IOException {
    String rendered = Formats.render(format, new RunReport(read(files)));
    check(files.replace(' ', '-') + "." + extension, rendered);
  }

  @ParameterizedTest
  @CsvSource({"text, txt", "markdown, md", "csv, csv", "json, json"})
  void article(String format, String extension) throws IOException {
    String rendered = Formats.render(format, new ArticleReport(read("article")));
    check("article-beside." + extension, rendered);
  }

  @ParameterizedTest
  @CsvSource({"text, txt", "markdown, md", "csv, csv", "json, json"})
  void footprint(String format, String extension) throws IOException {
    FootprintReport report = FootprintReport.of(RunSummary.of(TestResults.read("main")));
    check("footprint." + extension, Formats.render(format, report));
  }

  @ParameterizedTest
  @CsvSource({"quick"})
  void coloursForATerminal(String file) throws IOException {
    check(file + ".ansi", new TextFormat().render(new RunReport(read(file)), true));
  }

  private static List<RunSummary> read(String files) throws IOException {
    List<RunSummary> figures = new ArrayList<>();
    for (String name : files.split(" ", -1)) {
      figures.add(RunSummary.of(TestResults.read(name)));
    }
    return figures;
  }

  private static void check(String name, String rendered) throws IOException {
    Path golden = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, rendered);
    }
    assertThat(rendered).as(name).isEqualTo(Files.readString(golden));
  }
}
