package dev.imagestore.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagestore.analysis.Trend;
import dev.imagestore.analysis.TrendRuns;
import dev.imagestore.analysis.Trends;
import dev.imagestore.plot.Runs;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.RunSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  @Test
  void namesNothingOutsideOfItself() throws Exception {
    String page = Page.html(List.of(Runs.complete("r")));

    assertThat(page).doesNotContain("{{").doesNotContain("sourceMappingURL");
    assertThat(Pattern.compile("<[a-z]+[^>]* (src|href)=\"(?!#)").matcher(page).find()).isFalse();
    assertThat(page).doesNotContain("@import").doesNotContain("url(");
  }

  @Test
  void thePolicyAllowsExactlyWhatIsInThePage() throws Exception {
    String page = Page.html(List.of(Runs.complete("r")));
    Matcher inline = Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL).matcher(page);
    int found = 0;
    while (inline.find()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(inline.group(2).getBytes(StandardCharsets.UTF_8));
      assertThat(page).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
      found++;
    }
    assertThat(found).isEqualTo(3);
    assertThat(page).contains("default-src 'none'").doesNotContain("unsafe-inline");
  }

  @Test
  void residentMemoryIsAMetric() throws Exception {
    Path results = Path.of("src", "test", "resources", "results", "resident.json");
    JsonNode data =
        new ObjectMapper()
            .readTree(PageData.json(List.of(ResultFiles.read(results)), Optional.empty()));
    assertThat(data.path("metrics").findValuesAsText("label"))
        .contains("resident memory beyond the heap, largest")
        .doesNotContain("residentBeyondHeap");
    assertThat(data.path("rows").path(1).path("figures").path("resident").path("value").asDouble())
        .isEqualTo(60.94e6);
  }

  @Test
  void findingsAreShownAsTextAndImageOnly() throws Exception {
    Page.Finding finding =
        new Page.Finding(
            "<b>", "\"><script>", "<svg/>".getBytes(StandardCharsets.UTF_8), "</pre><script>");

    String page = Page.html(List.of(Runs.complete("r")), List.of(finding), Optional.empty());

    assertThat(page)
        .contains("<h2>&lt;b&gt;</h2>", "alt=\"&quot;&gt;&lt;script&gt;\"", "&lt;/pre&gt;")
        .contains("src=\"data:image/svg+xml;base64,PHN2Zy8+\"", "; img-src data:; base-uri");
  }

  @Test
  void keepsTheLicencesOfWhatItHolds() throws Exception {
    assertThat(Page.html(List.of(Runs.complete("r"))))
        .contains("Chart.js Contributors", "Jukka Kurkela", "WITHOUT WARRANTY OF ANY KIND");
  }

  @Test
  void figuresAreInBaseUnits() throws Exception {
    JsonNode row = data(Runs.complete("r")).path("rows").path(0);

    assertThat(row.path("subject").asText()).isEqualTo("png");
    assertThat(row.path("x").asInt()).isEqualTo(10);
    assertThat(row.path("figures").path("time").path("value").asDouble()).isBetween(9e-4, 1.1e-3);
    assertThat(row.path("figures").path("time").path("forks").asInt()).isEqualTo(6);
    assertThat(row.path("figures").path("allocated").path("value").asDouble()).isEqualTo(40_960);
    assertThat(row.path("figures").path("allocated").path("low").isNull()).isTrue();
    assertThat(row.path("raw").size()).isEqualTo(6);
  }

  @Test
  void aBatchIsSeveralOperations() throws Exception {
    for (BenchmarkResult one :
        List.of(
            Runs.readMany("png", 10),
            Runs.result("X.y", "avgt", Map.of(), Runs.sampled("us/op", 3), Map.of()))) {
      RunSettings run = one.run();
      RunSettings batches =
          new RunSettings(
              run.jmhVersion(),
              run.jdkVersion(),
              run.vmName(),
              run.vmVersion(),
              run.jvmArgs(),
              run.forks(),
              run.warmupIterations(),
              run.warmupTime(),
              run.measurementIterations(),
              run.measurementTime(),
              10);
      BenchmarkResult ten = new BenchmarkResult(one.key(), batches, one.primary(), one.secondary());

      JsonNode rows = data(new ResultFile("r", Optional.empty(), List.of(one, ten))).path("rows");

      for (String figure : List.of("/figures/time/value", "/figures/time/high", "/raw/0/0")) {
        assertThat(rows.path(1).at(figure).asDouble())
            .as(figure)
            .isCloseTo(rows.path(0).at(figure).asDouble() / 10, withinPercentage(1e-9));
      }
    }
  }

  @Test
  void otherThreadsAreAnotherSetting() throws Exception {
    BenchmarkResult one = Runs.readMany("png", 10);
    ResultFile both = new ResultFile("r", Optional.empty(), List.of(one, Runs.byThreads(2, one)));

    JsonNode rows = data(both).path("rows");

    assertThat(rows.at("/0/setting/threads").asText()).isEqualTo("1");
    assertThat(rows.at("/1/setting/threads").asText()).isEqualTo("2");
  }

  @Test
  void percentilesOfSampleTimeAreNotShown() throws Exception {
    JsonNode data =
        data(new ResultFile("r", Optional.empty(), List.of(Runs.readRandom("png", 10))));

    assertThat(data.at("/rows/0/setting/mode").asText()).isEqualTo("sample");
    assertThat(data.at("/rows/0/figures/time/value").asDouble()).isBetween(480e-6, 530e-6);
    assertThat(data.path("metrics").findValuesAsText("id")).noneMatch(id -> id.contains("p0."));
  }

  @Test
  void whatIsNoNumberIsNull() throws Exception {
    Metric wild =
        new Metric("ops/s", 1, List.of(List.of(Double.NaN, Double.POSITIVE_INFINITY, 2.0)));
    BenchmarkResult result =
        Runs.result(
            "S.m", "thrpt", Map.of(), wild, Map.of("s", new Metric("#", Double.NaN, List.of())));

    JsonNode row =
        data(new ResultFile("r", Optional.empty(), List.of(result))).path("rows").path(0);

    assertThat(row.path("raw").path(0).path(0).isNull()).isTrue();
    assertThat(row.path("raw").path(0).path(2).asDouble()).isEqualTo(2);
    assertThat(row.path("figures").size()).isEqualTo(1);
  }

  @Test
  void subjectsOfABenchmarkDifferHoweverManyOthersThereAre() throws Exception {
    List<BenchmarkResult> results = new ArrayList<>();
    for (String benchmark : List.of("A.a", "B.b", "C.c")) {
      for (int i = 0; i < 6; i++) {
        results.add(
            Runs.result(
                benchmark, "avgt", Map.of("p", benchmark + i), Runs.sampled("ns/op", 1), Map.of()));
      }
    }

    JsonNode styles = data(new ResultFile("r", Optional.empty(), results)).path("styles");

    assertThat(styles.size()).isEqualTo(3);
    for (JsonNode palette : styles) {
      assertThat(palette.findValuesAsText("light")).hasSize(6).doesNotHaveDuplicates();
    }
  }

  @Property(tries = 200)
  void noNameCanEndTheData(@ForAll String name) throws Exception {
    ResultFile run =
        new ResultFile(
            name,
            Optional.empty(),
            List.of(
                Runs.result(
                    "A.b",
                    "avgt",
                    Map.of("p", name + "</script>\u2028<!--"),
                    Runs.sampled("s/op", 1),
                    Map.of())));

    String json = PageData.json(List.of(run), Optional.empty());

    assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    JsonNode data = new ObjectMapper().readTree(json);
    assertThat(data.path("runs").path(0).path("name").asText()).isEqualTo(name);
  }

  @Test
  void aTrendIsDataToo() throws Exception {
    Trend trend = Trends.of(TrendRuns.ofEverything(), 0.05, 0.1);

    String json = PageData.json(List.of(Runs.complete("r")), Optional.of(trend));

    assertThat(json).doesNotContain("<", ">", "&");
    JsonNode data = new ObjectMapper().readTree(json).path("trend");
    assertThat(data.path("lines").size()).isEqualTo(6);
    assertThat(data.at("/lines/0/changes/0/causes/0/after").asText()).isEqualTo("Linux 6.1.1 <b>|");
    assertThat(data(Runs.complete("r")).path("trend").isNull()).isTrue();
  }

  @Test
  void aPageThatCannotBeWrittenLeavesNothingBehind(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("new/page.html");
    Page.write(List.of(Runs.complete("r")), file);
    Page.write(List.of(Runs.complete("s")), file);

    assertThat(Files.readString(file)).contains("Benchmark results: s");
    try (Stream<Path> all = Files.list(file.getParent())) {
      assertThat(all).containsExactly(file);
    }
  }

  private static JsonNode data(ResultFile run) throws Exception {
    Matcher data = DATA.matcher(Page.html(List.of(run)));
    assertThat(data.find()).isTrue();
    return new ObjectMapper().readTree(data.group(1));
  }
}
