package dev.imagestore.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.analysis.TrendRuns;
import dev.imagestore.analysis.Trends;
import dev.imagestore.plot.Runs;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Key;
import dev.imagestore.result.ResultFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it; skipped where there is none. */
class PageInBrowserTest {
  private static final String SHOWN =
      "[...new Set(CHART.chart.data.datasets.map(d => d.label))].join()";
  private static final String VALUES =
      "JSON.stringify(CHART.chart.data.datasets.map(d => d.data.map(p => p.y)))";

  private static final String OVERVIEW =
      "[...document.querySelectorAll('#overview tr')].map(r => [...r.cells].map(c => c.textContent).join('|')).join()";
  private static final String OVERVIEW_SWITCHES =
      "[...document.querySelectorAll('#overview-controls select')].map(s => s.name.replace('overview-', '')).join()";

  @TempDir static Path profile;
  private static Browser browser;

  @TempDir Path dir;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> program = Browser.program();
    assumeTrue(program.isPresent(), "no Chromium on the path");
    browser = Browser.start(program.get(), profile);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void plainWindow() {
    browser.prefer("light");
    browser.resize(1_200, 900, false);
  }

  /** Whatever a test did, nothing may have been asked of a network, or gone wrong. */
  @AfterEach
  void theConsoleIsEmptyAndTheNetworkWasLeftAlone() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).hasSize(1).allMatch(url -> url.startsWith("file:"));
  }

  @Test
  void drawsEveryBackendWithItsFigures() throws Exception {
    open(Runs.complete("r"));

    assertThat(text(SHOWN)).isEqualTo("png,lmdb,hdf5,raw");
    assertThat(number("document.querySelectorAll('#table tbody tr').length")).isEqualTo(12);
    assertThat(inkOf("#d55e00")).isPositive();
  }

  @Test
  void aClickOnTheLegendHidesABackendAndAnotherShowsItAgain() throws Exception {
    open(Runs.complete("r"));

    browser.click(legend("png"));

    assertThat(text(SHOWN)).isEqualTo("lmdb,hdf5,raw");
    assertThat(inkOf("#d55e00")).isZero();
    assertThat(text(legend("png") + ".getAttribute('aria-pressed')")).isEqualTo("false");
    assertThat(text("document.getElementById('table').textContent")).doesNotContain("png");

    browser.click(legend("png"));

    assertThat(text(SHOWN)).isEqualTo("png,lmdb,hdf5,raw");
    assertThat(inkOf("#d55e00")).isPositive();
  }

  @Test
  void aFilterChangesWhatIsDrawn() throws Exception {
    List<BenchmarkResult> results = new ArrayList<>();
    for (String durability : List.of("none", "sync")) {
      for (long cutoff : List.of(10L, durability.equals("none") ? 100L : 1_000L)) {
        results.add(Runs.storeMany("png", cutoff, "synthetic", durability));
      }
    }
    open(new ResultFile("r", Optional.empty(), results));
    String before = text(VALUES);

    choose("durability", "sync");

    assertThat(text(VALUES)).isNotEqualTo(before);
    assertThat(text("CHART.chart.data.datasets[0].data.map(p => p.x).join()")).isEqualTo("10,1000");
  }

  @Test
  void benchmarkMetricAndScaleAreChosen() throws Exception {
    open(Runs.complete("r"));
    String times = text(VALUES);

    choose("Metric", "imagesPerSecond");
    assertThat(text(VALUES)).isNotEqualTo(times);
    assertThat(text("CHART.chart.scales.y.type")).isEqualTo("logarithmic");

    choose("Scale", "linear");
    assertThat(text("CHART.chart.scales.y.type")).isEqualTo("linear");
    assertThat(number("CHART.chart.scales.y.min")).isZero();

    choose("Benchmark", "ReadBenchmark.readRandom");
    assertThat(text(SHOWN)).isEqualTo("png,lmdb,hdf5,raw");
    assertThat(text("document.getElementById('describe').textContent")).contains("mode sample");
  }

  @Test
  void aLinkLeadsToTheSameView() throws Exception {
    URI page = open(Runs.complete("r"));
    choose("Benchmark", "ReadBenchmark.readMany");
    choose("Metric", "timePerImage");
    choose("Scale", "linear");
    browser.click(legend("raw"));
    String values = text(VALUES);
    String hash = text("document.getElementById('link').hash");

    browser.open(URI.create(page + hash));

    assertThat(text(VALUES)).isEqualTo(values);
    assertThat(text(SHOWN)).isEqualTo("png,lmdb,hdf5");
    assertThat(text("CHART.chart.scales.y.type")).isEqualTo("linear");
  }

  @Test
  void aLinkToWhatIsNotThereShowsWhatIs() throws Exception {
    URI page = open(Runs.complete("r"));

    browser.open(
        URI.create(page + "#benchmark=no%3Cb%3E&metric=none&scale=x&s.mode=y&hide=z&hiderun=w"));

    assertThat(text(SHOWN)).isEqualTo("png,lmdb,hdf5,raw");
  }

  @Test
  void hoveringOverAMarkSaysValueIntervalAndForks() throws Exception {
    open(Runs.complete("r"));

    browser.evaluate("document.getElementById('chart').scrollIntoView({block: 'center'})");
    var at =
        browser.evaluate(
            "(() => { const m = CHART.chart.getDatasetMeta(0).data[1];"
                + " const b = CHART.canvas.getBoundingClientRect(); return [b.x + m.x, b.y + m.y]; })()");
    browser.mouse("mouseMoved", at.path(0).asDouble(), at.path(1).asDouble());
    frame();

    assertThat(text("CHART.chart.tooltip.title.join() + CHART.chart.tooltip.body[0].lines.join()"))
        .startsWith("png")
        .contains("time per operation: ", "95 % interval: ", "6 forks");
  }

  @Test
  void aKeyboardIsEnough() throws Exception {
    open(Runs.complete("r"));

    browser.evaluate(legend("lmdb") + ".focus()");
    browser.key(" ");
    assertThat(text(SHOWN)).isEqualTo("png,hdf5,raw");
    assertThat(text("document.activeElement.textContent"))
        .as("stays where it was")
        .isEqualTo("lmdb");

    browser.evaluate("document.getElementById('chart').focus()");
    for (String key : List.of("ArrowRight", "ArrowRight", "ArrowDown")) {
      browser.key(key);
    }
    assertThat(text("document.getElementById('chart-live').textContent"))
        .startsWith("hdf5, images: 100, time per operation: ");

    browser.evaluate("document.querySelectorAll('#table th button')[2].focus()");
    browser.key("Enter");
    assertThat(text("document.querySelector('#table [aria-sort]').textContent"))
        .isEqualTo("time per operation");
    assertThat(text("document.activeElement.textContent")).isEqualTo("time per operation");
  }

  @Test
  void theOverviewHasRatiosToTheBestOfEachRowUnderTheConditionsThatAreChosen() throws Exception {
    List<BenchmarkResult> results = new ArrayList<>();
    for (String durability : List.of("none", "sync")) {
      results.add(Runs.storeMany("png", 100, "synthetic", durability));
      results.add(Runs.storeMany("raw", 100, "synthetic", durability));
    }
    results.add(Runs.conditions(results.get(0), Map.of("pages", "fresh"), "ss"));
    URI page = open(new ResultFile("r", Optional.empty(), results));

    assertThat(text(OVERVIEW_SWITCHES)).isEqualTo("dataset,pages,durability");
    assertThat(text(OVERVIEW)).contains("images|png|raw").contains("Storing all images|100|× ");
    assertThat(number("document.querySelectorAll('#overview td.shade0').length")).isEqualTo(1);

    choose("overview-pages", "fresh");

    assertThat(text(OVERVIEW)).contains("images|png").doesNotContain("raw");
    String hash = text("document.getElementById('link').hash");
    assertThat(hash).contains("o.pages=fresh");

    browser.open(URI.create(page + hash));

    assertThat(text(OVERVIEW)).doesNotContain("raw");
    assertThat(text("document.querySelector('select[name=\"overview-pages\"]').value"))
        .isEqualTo("fresh");

    browser.click("document.querySelector('#overview th button')");

    assertThat(text("document.getElementById('describe').textContent"))
        .contains("StoreBenchmark.storeMany");
    assertThat(text("VIEW.settings.pages")).isEqualTo("fresh");
  }

  @Test
  void everythingThatCanBeUsedCanBeReachedByTab() throws Exception {
    open(Runs.complete("r"));
    browser.evaluate("document.body.focus()");
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      browser.key("Tab");
      reached.add(
          text(
              "document.activeElement.id || document.activeElement.name || document.activeElement.textContent"));
    }

    assertThat(reached)
        .containsSubsequence(
            "theme", "Benchmark", "Metric", "Scale", "png", "raw", "chart", "link");
  }

  @Test
  void theTableIsSortedByAnyColumn() throws Exception {
    open(Runs.complete("r"));
    String column =
        "[...document.querySelectorAll('#table tbody tr')].map(r => r.cells[%d].textContent)";

    browser.click("document.querySelectorAll('#table th button')[1]");
    assertThat(text(column.formatted(1) + ".join()"))
        .startsWith("10,10,10,10,100")
        .endsWith("1,000");

    browser.click("document.querySelectorAll('#table th button')[1]");
    assertThat(text(column.formatted(1) + ".join()")).startsWith("1,000").endsWith("10,10,10,10");
  }

  @Test
  void samplesAreShownWhenAskedFor() throws Exception {
    open(Runs.complete("r"));
    assertThat(number("document.querySelectorAll('.samples').length")).isZero();

    browser.click("document.querySelector('#table tbody button')");

    assertThat(number("document.querySelectorAll('.samples li').length")).isEqualTo(6);
    assertThat(text("document.querySelector('.samples').textContent"))
        .contains("ops/s", "960, 970");
  }

  @Test
  void runsAreSideBySide() throws Exception {
    Environment other = Runs.environment("quick", true);
    open(
        Runs.complete("one"),
        new ResultFile("one", Optional.of(other), Runs.results()),
        new ResultFile("theirs", Optional.empty(), Runs.results()));

    assertThat(
            text(
                "[...document.querySelectorAll('#environments thead th')].map(h => h.textContent).join()"))
        .isEqualTo(",one,one (2),theirs");
    assertThat(text("document.querySelector('#environments tr.differs').textContent"))
        .contains("run (differs)", "default", "quick");
    assertThat(text("document.getElementById('warnings').textContent"))
        .contains("one (2): quick: not for conclusions");
    assertThat(number("CHART.chart.data.datasets.length")).isEqualTo(12);

    browser.click(legend("one (2)"));

    assertThat(number("CHART.chart.data.datasets.length")).isEqualTo(8);
  }

  @Test
  void runsWithOtherThreadsAreNotSideBySide() throws Exception {
    List<BenchmarkResult> two =
        Runs.results().stream().map(result -> Runs.byThreads(2, result)).toList();
    open(Runs.complete("one"), new ResultFile("two", Optional.empty(), two));
    String runs =
        "[...new Set(CHART.chart.data.datasets.flatMap(d => d.rows.map(r => r.run)))].join()";

    assertThat(number("CHART.chart.data.datasets.length")).isEqualTo(4);
    assertThat(text(runs)).isEqualTo("0");

    choose("threads", "2");

    assertThat(number("CHART.chart.data.datasets.length")).isEqualTo(4);
    assertThat(text(runs)).isEqualTo("1");
  }

  @Test
  void markupInNamesIsShownAsText() throws Exception {
    String evil =
        "<img src=x onerror=\"document.title='owned'\"></script><script>boom()</script>\u2028&amp;";
    BenchmarkResult result =
        Runs.result(
            "StoreBenchmark.storeMany",
            "thrpt",
            Map.of("backend", evil, "cutoff", "10", "dataset", evil, evil, evil),
            Runs.sampled("ops/s", 5),
            Map.of(evil, Runs.sampled(evil, 3)));
    BenchmarkResult theirs =
        Runs.result(evil + ".b", evil, Map.of(evil, evil), Runs.sampled(evil, 3), Map.of());
    open(
        new ResultFile(evil, Optional.of(Runs.environment(evil, true)), List.of(result, theirs)),
        new ResultFile(evil, Optional.empty(), List.of(theirs)));

    assertThat(number("document.querySelectorAll('img').length")).isZero();
    assertThat(number("document.scripts.length")).isEqualTo(3);
    assertThat(text("document.title")).isEqualTo("Benchmark results: 2 runs");
    assertThat(text(legend(evil) + ".textContent")).isEqualTo(evil);
    assertThat(text("document.getElementById('table').textContent")).contains(evil);
    assertThat(text("document.getElementById('environments').textContent")).contains(evil);
    assertThat(text("document.getElementById('describe').textContent")).contains(evil);
  }

  @Test
  void otherPeoplesResultsAreShownToo() throws Exception {
    List<BenchmarkResult> results = new ArrayList<>();
    for (int size : List.of(1, 64, 4_096)) {
      for (String kind : List.of("heap", "direct")) {
        results.add(
            Runs.result(
                "Buffers.copy",
                "avgt",
                Map.of("size", "" + size, "kind", kind),
                Runs.sampled("ns/op", size * 2.0),
                Map.of("gc.alloc.rate", Runs.sampled("MB/sec", 12))));
      }
    }
    for (String name : List.of("a", "b")) {
      results.add(
          Runs.result("Plain." + name, "thrpt", Map.of(), Runs.sampled("ops/ms", 7), Map.of()));
    }
    open(new ResultFile("theirs", Optional.empty(), results));

    assertThat(text(SHOWN)).isEqualTo("kind=heap,kind=direct");
    assertThat(text("CHART.chart.options.scales.x.title.text")).isEqualTo("size");

    choose("Benchmark", "Plain.a");
    assertThat(text("CHART.chart.config.type")).isEqualTo("bar");
    assertThat(text("CHART.chart.data.labels.join()")).isEqualTo("a");
  }

  @Test
  void thereIsADarkThemeAndASwitch() throws Exception {
    browser.prefer("dark");
    open(Runs.complete("r"));
    String ground = "getComputedStyle(document.body).backgroundColor";
    assertThat(text(ground)).isEqualTo("rgb(22, 24, 27)");
    assertThat(inkOf("#f2f2f2")).as("raw is black on white only").isPositive();

    browser.click("document.getElementById('theme')");
    assertThat(text(ground)).isEqualTo("rgb(255, 255, 255)");
    assertThat(inkOf("#000000")).isPositive();

    // It is remembered, for every page of this browser.
    browser.click("document.getElementById('theme')");
    browser.click("document.getElementById('theme')");
    assertThat(text("document.getElementById('theme').textContent")).contains("as the system");
  }

  @Test
  void aPhoneNeedsNoScrollingSideways() throws Exception {
    browser.resize(360, 740, true);
    open(Runs.complete("a-rather-long-name-of-a-run-20260101-0000-jdk17"), Runs.complete("b"));

    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
    assertThat(number("document.getElementById('chart').getBoundingClientRect().width"))
        .isGreaterThan(300);
  }

  @Test
  void withoutATrendThereIsNoPlaceForOne() throws Exception {
    open(Runs.complete("r"));

    assertThat(text("document.getElementById('trend-section').hidden")).isEqualTo("true");
    assertThat(text("TREND === null")).isEqualTo("true");
  }

  @Test
  void aTrendBeginsWithTheRegressionAndSaysWhatChangedWhere() throws Exception {
    openTrend();

    assertThat(text("document.getElementById('trend-outcome').textContent"))
        .contains("4 regressions that may reach 5 %: ", "Left out, quick: 2.");
    assertThat(text("document.getElementById('trend-name').textContent")).contains("backend=png");
    assertThat(number("TREND.chart.data.datasets[0].data.length")).isEqualTo(30);
    assertThat(number("TREND.chart.data.datasets.length")).as("runs and two levels").isEqualTo(3);
    assertThat(inkOf("TREND", "#b00020")).as("the change and the newest run").isPositive();
    assertThat(text("document.getElementById('trend-facts').innerText"))
        .contains("Newest run: slower, REGRESSION, × 1.414")
        .contains("Changed at run14-jdk17, 2026-01-15: × 1.083 (1.076 to 1.089).")
        .contains("There: system: Linux 6.1.0 → Linux 6.1.1 <b>|.")
        .contains("diskApparent changed at 2026-track/run29-jdk17")
        .contains("3,073,001 → 3,400,000 B, a regression");
    assertThat(number("document.querySelectorAll('#trend-section b, #trend-section img').length"))
        .isZero();
    assertThat(text("document.getElementById('trend-jdks-table').innerText"))
        .contains("JDK 17", "JDK 25", "× 0.6314 (0.6292 to 0.6336)", "in turns, 2026-track");
    assertThat(number("document.querySelectorAll('#table tbody tr').length"))
        .as("figures of the newest run are below")
        .isEqualTo(12);
  }

  @Test
  void aConfigurationOfATrendIsChosenByKeyboardAndWalkedAlong() throws Exception {
    openTrend();

    browser.evaluate(line("backend=lmdb") + ".focus()");
    browser.key("Enter");
    assertThat(text("document.getElementById('trend-name').textContent")).contains("backend=lmdb");
    assertThat(text("document.activeElement.textContent"))
        .as("stays where it was")
        .contains("backend=lmdb");
    assertThat(text("document.activeElement.getAttribute('aria-pressed')")).isEqualTo("true");
    assertThat(text("document.getElementById('trend-facts').innerText"))
        .contains("Drift from 2026-01-01 to 2026-01-30: +0.61 % a run, × 1.192 in all.");

    browser.evaluate("document.getElementById('trend-chart').focus()");
    browser.key("ArrowRight");
    browser.key("ArrowRight");
    assertThat(text("document.getElementById('trend-live').textContent"))
        .startsWith("run01-jdk17, 2026-01-02, time of one operation: ")
        .contains("95 % interval: ", "6 forks");
  }

  @Test
  void aTrendListsWhatIsAskedFor() throws Exception {
    openTrend();
    String rows = "document.querySelectorAll('#trend-lines tbody .course').length";
    assertThat(number(rows)).isEqualTo(3);

    choose("Configurations", "first");
    assertThat(number(rows)).isEqualTo(3);
    assertThat(text("document.getElementById('trend-lines').innerText"))
        .contains("JDK 25", "the first run: nothing to hold it against");

    choose("Configurations", "all");
    assertThat(number(rows)).isEqualTo(6);
  }

  @Test
  void aTrendHasBothThemes() throws Exception {
    openTrend();
    assertThat(inkOf("TREND", "#005a9c")).isPositive();

    browser.prefer("dark");
    frame();

    assertThat(inkOf("TREND", "#7cc0ff")).isPositive();
    assertThat(inkOf("TREND", "#005a9c")).isZero();
  }

  @Test
  void aTrendFitsAPhone() throws Exception {
    browser.resize(360, 740, true);
    openTrend();

    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
    assertThat(number("TREND.canvas.getBoundingClientRect().width")).isGreaterThan(300);
  }

  @Test
  void manyVariantsAreGroupedByBackendAndHiddenTogether() throws Exception {
    List<BenchmarkResult> results = new ArrayList<>();
    for (String backend : List.of("files", "tar", "sqlite")) {
      for (String codec : List.of("raw", "png", "qoi", "zstd", "deflate")) {
        BenchmarkResult plain = Runs.storeMany(backend, 10, "synthetic", "none");
        SortedMap<String, String> params = new TreeMap<>(plain.key().params());
        params.put("codec", codec);
        Key key = new Key(plain.key().benchmark(), "thrpt", 1, params);
        results.add(new BenchmarkResult(key, plain.run(), plain.primary(), plain.secondary()));
      }
    }
    open(new ResultFile("r", Optional.empty(), results));

    browser.click(legend("all tar"));

    assertThat(text(SHOWN)).doesNotContain("tar").contains("sqlite codec=qoi");
    assertThat(text("document.getElementById('table').textContent")).doesNotContain("tar");

    browser.click(legend("all tar"));

    assertThat(text(SHOWN)).contains("tar codec=zstd");
  }

  private void openTrend() throws Exception {
    Path file = dir.resolve("trend.html");
    Page.write(List.of(Runs.complete("r")), Trends.of(TrendRuns.ofEverything(), 0.05, 0.1), file);
    browser.open(file.toUri());
  }

  private static String line(String part) {
    return "[...document.querySelectorAll('#trend-lines button')].find(b => b.textContent.includes("
        + quote(part)
        + "))";
  }

  private URI open(ResultFile... runs) throws Exception {
    Path file = dir.resolve("page.html");
    Page.write(List.of(runs), file);
    browser.open(file.toUri());
    return file.toUri();
  }

  private static String legend(String name) {
    return "[...document.querySelectorAll('#legend button')].find(b => b.textContent === "
        + quote(name)
        + ")";
  }

  private static void choose(String what, String value) {
    browser.evaluate(
        "(s => { s.value = %s; s.dispatchEvent(new Event('change')); })(document.querySelector('select[name=\"%s\"]'))"
            .formatted(quote(value), what));
  }

  /** Pixels of the chart that have exactly this colour. */
  private static double inkOf(String colour) {
    return inkOf("CHART", colour);
  }

  private static double inkOf(String chart, String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    return number(
        // A copy, since reading from the chart itself makes the browser complain.
        "(() => { const canvas = "
            + chart
            + ".canvas; const { width, height } = canvas; const copy = document.createElement('canvas');"
            + " Object.assign(copy, { width, height });"
            + " const g = copy.getContext('2d', { willReadFrequently: true }); g.drawImage(canvas, 0, 0);"
            + " const d = g.getImageData(0, 0, width, height).data;"
            + " let n = 0; for (let i = 0; i < d.length; i += 4)"
            + " if (d[i + 3] === 255 && d[i] === %d && d[i + 1] === %d && d[i + 2] === %d) n++;"
                .formatted(rgb >> 16, rgb >> 8 & 255, rgb & 255)
            + " return n; })()");
  }

  /** Until the browser has drawn what it was told. */
  private static void frame() {
    browser.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
  }

  private static String text(String expression) {
    return browser.evaluate(expression).asText();
  }

  private static double number(String expression) {
    return browser.evaluate(expression).asDouble();
  }

  private static String quote(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
  }
}
