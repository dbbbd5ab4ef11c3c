package dev.imagestore.docs;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.Row;
import dev.imagestore.render.Numbers;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.hipparchus.stat.descriptive.moment.StandardDeviation;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every figure of a document is computed here from the file in results/ that it comes from, or is
 * {@link #SETTLED}. To publish another one, write its sentence into the document and here, with the
 * figure computed; where a test fails, its message has the sentence as it should be.
 */
class FiguresTest {
  private static final String REFERENCE = "results/2026-11-20-143107-jdk17.json";
  private static final String WAYS = "results/2026-11-21-184219-jdk17.json";
  private static final String TRACKED = "results/2026-11-20-150444-track";
  private static final String TWO_RUNS = "results/two-runs";
  private static final String CODECS = "results/limits/runs";

  private static final Path STATISTICS = Path.of("docs", "statistics.md");
  private static final Path FORMATS = Path.of("docs", "formats.md");

  private static final Path LIMITS = Path.of("docs", "limits.md");

  /** Sections whose figures are not computed here, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "What three earlier sittings show",
          "quoted from results/limits/limits.md; a run of the plan will take its place");

  /**
   * What looks like a figure: a number with a unit, a multiple, so many of so many, a cell of
   * figures. Binary units are no figures: what is measured is in decimal ones, KiB and MiB are
   * sizes that a format or the code sets.
   */
  private static final Pattern FIGURE =
      Pattern.compile(
          "\\d[\\d.,]* ?(?:×|%|µs|ms|s|min|minutes|h|B|kB|MB|GB|times|images/s)(?![\\w%-])"
              + "|(?<!\\d)× ?\\d[\\d.,]*"
              + "|\\d[\\d,]* of (?:\\w+ ){0,3}\\d[\\d,]*"
              + "|(?<=\\| )\\d[\\d,.]{1,}(?: [^|\\p{L}]*)?(?= \\|)");

  /** What is no figure, though it may hold digits: code, and where a link leads. */
  private static final Pattern NO_FIGURE = Pattern.compile("`[^`]*`|\\]\\([^)]*\\)|<!--.*?-->");

  /** Phrases with numbers that were not measured, or not by a run, and why that is so. */
  private record Settled(String reason, List<String> phrases) {
    static Settled of(String reason, String... phrases) {
      return new Settled(reason, List.of(phrases));
    }
  }

  private static final List<Settled> SETTLED =
      List.of(
          Settled.of(
              "a confidence, a threshold or a probability that the code sets",
              "95 % interval",
              "logarithms, at 95 %",
              "wider than ± 25 %",
              "`--threshold`, 5 % unless told otherwise",
              "5 % unless told otherwise",
              "in 4 of 5 cases",
              "\"Nothing above 5 % found; 3 of 12 rows could not have shown 10 %: …\"",
              "10 % unless told otherwise",
              "15 minutes unless told otherwise",
              "and each iteration, of 50 ms or one",
              "could not have shown a slowdown of 10 % (2)",
              "is 1 % at most",
              "with a probability of 90 %",
              "by more than 64 B and more than 1 %",
              "It says nothing about either JDK at 5 %",
              "No regression of more than 5 %",
              "too few for 5 % there"),
          Settled.of(
              "how long a size of run takes, to choose one by; the run says it itself",
              "| 18 min |",
              "It takes about 18 minutes on two cores",
              "| 90 s |",
              "| 15 min |",
              "| 1 h |"),
          Settled.of("the tolerance of FootprintModelTest", "holds it to 1 %"),
          Settled.of("the heap of the forks", "512 MB of heap"),
          Settled.of("a limit that the code sets", "More than 256 MB in a fork"),
          Settled.of("how servers are warmed up", "for at most 10 s", "take 2 s unless"),
          Settled.of("from where on PostgreSQL keeps values apart", "above about 2 kB"),
          Settled.of("the largest image of a codec", "up to 16,383 × 16,383"),
          Settled.of(
              "what a histogram and its percentiles are",
              "buckets are less than 0.8 % wide",
              "the times that 50, 99 and 99.9 % of its reads don't exceed"),
          Settled.of("5,000 times 3,072 bytes", "A source of 5,000 images, 15 MB,"),
          Settled.of(
              "tolerances of SyntheticDatasetTest",
              "the mean within 5 %, the 10th and 90th percentile within 15 %"),
          Settled.of(
              "simulated: PairSimulationTest prints it",
              "within a budget of 15 minutes at 3 to 5 s per pair",
              "by 2.5 to 3.5 %, storing rows by 4 to 6 %",
              "| no change | 0.4 % | |",
              "| one reading row 5 % slower | 0.5 % | 95.8 % |",
              "| one storing row 10 % slower | 0.2 % | 99.2 % |"),
          Settled.of(
              "simulated: ComparisonSimulationTest prints it",
              "1 % / 3 % / each row its own, 0.3–5 %",
              "| one row 5 % slower, noise 1 %: found | 674 | 940 | 992 |",
              "| the same, with one odd fork in that row | 630 | 887 | 970 |",
              "up to 4 times slower",
              "they suppose a noise of 1 %",
              "it supposes a noise of 1 %"));

  /**
   * A sentence or a row of a table, its figures computed.
   *
   * @param document where it stands
   * @param file what it was computed from; named in the same section
   * @param text as it stands there
   */
  private record Claim(Path document, String file, String text) {
    @Override
    public String toString() {
      return document + ": " + text;
    }
  }

  /** All that the documents say in figures. */
  static Stream<Claim> claims() throws IOException {
    return Stream.of(reference(), waysOfUse(), tracked(), noise(), codecs()).flatMap(List::stream);
  }

  private static List<Claim> reference() throws IOException {
    Figures run = Figures.of(REFERENCE);
    List<String> texts = new ArrayList<>();
    for (String backend : List.of("raw", "png", "lmdb", "hdf5")) {
      Footprint disk = run.row("storeMany", backend, 10_000).footprint().orElseThrow();
      String apparent =
          backend.equals("png")
              ? " (%s before rounding up to blocks)"
                  .formatted(Numbers.count(Math.round(disk.apparentPerImage())))
              : "";
      texts.add(
          "| `%s` | %s | %s | %s | %s%s |"
              .formatted(
                  backend,
                  run.micros("storeMany", backend, 10_000),
                  run.micros("readMany", backend, 10_000),
                  run.micros("readRandom", backend, 10_000),
                  Numbers.count(Math.round(disk.allocatedPerImage())),
                  apparent));
    }
    texts.add(
        "At 1,000 images it takes %s × the time to store."
            .formatted(times(run.timesRaw("storeMany", "hdf5", 1_000))));
    texts.add(
        "LMDB takes %s × the time of `raw` to store 10,000 images, and %s × to read them."
            .formatted(
                times(run.timesRaw("storeMany", "lmdb", 10_000)),
                times(run.timesRaw("readMany", "lmdb", 10_000))));
    texts.add(
        "reading one image at random takes %s × as long with LMDB and %s × with `raw`; opening a store to read one takes %s × with LMDB."
            .formatted(
                growth(run, "readRandom", "lmdb"),
                growth(run, "readRandom", "raw"),
                growth(run, "readSingle", "lmdb")));
    texts.add(
        "LMDB reading in order (%s ×) and shuffled (%s ×); storing with HDF5 (%s ×) and `raw` (%s ×); HDF5 opening to read one (%s ×) and reading at random (%s ×)."
            .formatted(
                growth(run, "readMany", "lmdb"),
                growth(run, "readShuffled", "lmdb"),
                growth(run, "storeMany", "hdf5"),
                growth(run, "storeMany", "raw"),
                growth(run, "readSingle", "hdf5"),
                growth(run, "readRandom", "hdf5")));
    double png =
        grown(run).stream()
            .filter(what -> what.getValue().equals("png"))
            .mapToDouble(what -> Math.abs(run.growth(what, 10_000, 100_000) - 1))
            .max()
            .orElseThrow();
    texts.add("PNG's figures stay within %.0f %%.".formatted(Math.ceil(100 * png)));
    List<Row> besideRaw = run.besideRaw();
    ToDoubleFunction<Row> timesRaw = row -> row.timesControl().orElseThrow();
    long better = besideRaw.stream().mapToDouble(timesRaw).filter(times -> times < 1).count();
    texts.add(
        "In %d of the reference run's %d cells another backend has the better figure."
            .formatted(better, besideRaw.size()));
    Environment environment = run.run().environment().orElseThrow();
    Environment.Dataset images = environment.datasets().values().iterator().next();
    texts.add(
        "%s real CIFAR-10 images, %s, on %d cores, %s with a journal, JDK %d."
            .formatted(
                Numbers.count(images.distinct()),
                images.shapes().replace('x', '×'),
                environment.machine().cores(),
                environment.workDirectory().fileSystem(),
                environment.jdk().feature()));
    texts.add("It took %.0f minutes.".formatted(environment.run().seconds() / 60));
    texts.add("so its %.0f MB may stay in the processor's cache".formatted(images.bytes() / 1e6));
    List<Claim> claims = new ArrayList<>();
    texts.forEach(text -> claims.add(new Claim(Document.README, REFERENCE, text)));
    claims.add(
        new Claim(
            LIMITS,
            REFERENCE,
            "%d of %d cells have a better figure than `raw`.".formatted(better, besideRaw.size())));
    claims.add(
        new Claim(
            LIMITS,
            REFERENCE,
            "The furthest from it is `lmdb` in `readRandom` at 10 images, at %s × the time of `raw`"
                .formatted(times(besideRaw.stream().mapToDouble(timesRaw).min().orElseThrow()))));
    return claims;
  }

  /** Everything that was measured at 10,000 and at 100,000 images. */
  private static Set<Map.Entry<String, String>> grown(Figures run) {
    return run.rows()
        .filter(row -> row.cutoff() == 100_000)
        .map(row -> entry(row.table().shortName().replaceFirst(".*\\.", ""), row.backend()))
        .collect(Collectors.toSet());
  }

  private static String growth(Figures run, String operation, String backend) {
    return times(run.growth(entry(operation, backend), 10_000, 100_000));
  }

  /** Words without figures that stand or fall with the reference run's. */
  @Test
  void whatTheReferenceRunTellsApart() throws IOException {
    Figures run = Figures.of(REFERENCE);
    for (String operation : List.of("storeMany", "readMany")) {
      for (long images : new long[] {10_000, 100_000}) {
        assertThat(run.apart(operation, "hdf5", "raw", images)).as(operation).isFalse();
      }
    }
    assertThat(run.apart("storeMany", "hdf5", "raw", 1_000)).isTrue();
    for (String other : List.of("raw", "png", "hdf5")) {
      for (long images : new long[] {10, 100, 1_000, 10_000}) {
        assertThat(run.apart("readRandom", "lmdb", other, images)).as(other).isTrue();
        assertThat(run.row("readRandom", other, images).secondsPerImage().value())
            .isGreaterThan(run.row("readRandom", "lmdb", images).secondsPerImage().value());
      }
    }
    assertThat(run.apart("readRandom", "lmdb", "hdf5", 100_000)).isFalse();
    assertThat(run.apart("readRandom", "lmdb", "raw", 100_000)).isFalse();
    assertThat(run.apart("readRandom", "hdf5", "raw", 100_000)).isFalse();

    Map<Boolean, Set<Map.Entry<String, String>>> grown =
        grown(run).stream()
            .filter(what -> run.growth(what, 10_000, 100_000) > 1.1)
            .collect(
                Collectors.partitioningBy(
                    what -> run.apart(what, 10_000, 100_000), Collectors.toSet()));
    assertThat(grown.get(true))
        .containsExactlyInAnyOrder(
            entry("readRandom", "lmdb"), entry("readRandom", "raw"), entry("readSingle", "lmdb"));
    assertThat(grown.get(false))
        .containsExactlyInAnyOrder(
            entry("readMany", "lmdb"),
            entry("readShuffled", "lmdb"),
            entry("storeMany", "hdf5"),
            entry("storeMany", "raw"),
            entry("readSingle", "hdf5"),
            entry("readRandom", "hdf5"));
  }

  private static final Map<String, String> DOCUMENTED =
      Map.of(
          "png", "png pngCodec=imageio (documented)",
          "lmdb", "lmdb (documented)",
          "hdf5", "hdf5 (documented)");

  private static List<Claim> waysOfUse() throws IOException {
    Figures run = Figures.of(WAYS);
    Map<String, String> headings =
        Map.of(
            "png", "`png` (documented: ImageIO)",
            "lmdb", "`lmdb` (`put`, `get`, one transaction)",
            "hdf5", "`hdf5` (Java arrays and slices, by jHDF)");
    return headings.entrySet().stream()
        .map(
            backend ->
                "| %s | %s | %s | %s | %s |"
                    .formatted(
                        backend.getValue(),
                        run.micros("storeMany", backend.getKey(), 1_000),
                        run.micros("storeMany", DOCUMENTED.get(backend.getKey()), 1_000),
                        run.micros("readMany", backend.getKey(), 1_000),
                        run.micros("readMany", DOCUMENTED.get(backend.getKey()), 1_000)))
        .map(row -> new Claim(Document.README, WAYS, row))
        .toList();
  }

  @Test
  void whatTheDocumentedWaysTellApart() throws IOException {
    Figures run = Figures.of(WAYS);
    Set<String> apart = new HashSet<>();
    for (String operation : List.of("storeMany", "readMany")) {
      DOCUMENTED.forEach(
          (tuned, documented) -> {
            if (run.apart(operation, tuned, documented, 1_000)) {
              apart.add(operation + " " + tuned);
            }
          });
      assertThat(run.row(operation, DOCUMENTED.get("hdf5"), 1_000).secondsPerImage().value())
          .isGreaterThan(1_000 * run.row(operation, "hdf5", 1_000).secondsPerImage().value());
    }
    assertThat(apart)
        .containsExactlyInAnyOrder(
            "storeMany hdf5", "readMany hdf5", "storeMany png", "readMany lmdb");
  }

  /** From the verdict as it was printed then; {@code compare} may say more today. */
  private static List<Claim> tracked() throws IOException {
    List<MatchResult> rows =
        Pattern.compile("(?m)^(\\w+) .*× ([\\d.]+) +\\S+ to \\S+ +([\\d.]+) %  (\\w+)")
            .matcher(Files.readString(Path.of(TRACKED, "verdict.txt")))
            .results()
            .toList();
    long undecided = rows.stream().filter(row -> row.group(4).equals("undecided")).count();
    double[] detectable =
        rows.stream().mapToDouble(row -> Double.parseDouble(row.group(3))).sorted().toArray();
    String range =
        "%s to %s %%"
            .formatted(
                Numbers.digits(detectable[0], 3),
                Numbers.digits(detectable[detectable.length - 1], 3));
    double[] png =
        rows.stream()
            .limit(rows.size() / 2)
            .filter(row -> row.group(1).equals("png"))
            .mapToDouble(row -> Double.parseDouble(row.group(2)))
            .sorted()
            .toArray();
    return List.of(
        new Claim(
            Document.README,
            TRACKED,
            "%d of its %d rows are undecided: the smallest slowdowns that they could have shown are %s."
                .formatted(undecided, rows.size(), range)),
        new Claim(
            Document.README,
            TRACKED,
            "PNG leans to one side, at × %s to %s in three benchmarks,"
                .formatted(Numbers.digits(png[0], 3), Numbers.digits(png[png.length - 1], 3))),
        new Claim(
            STATISTICS,
            TRACKED,
            "**%d of its %d rows are undecided.** The smallest slowdowns that they could have shown are %s."
                .formatted(undecided, rows.size(), range)));
  }

  private static List<Claim> noise() throws IOException {
    List<double[]> forks =
        ResultFiles.read(Path.of(REFERENCE)).results().stream()
            .filter(result -> result.key().mode().equals("thrpt"))
            .map(FiguresTest::forks)
            .toList();
    Percentile deviations = new Percentile();
    deviations.setData(
        forks.stream()
            .mapToDouble(
                each ->
                    new StandardDeviation()
                        .evaluate(DoubleStream.of(each).map(Math::log).toArray()))
            .map(deviation -> 100 * deviation)
            .toArray());
    String median = Numbers.digits(deviations.evaluate(50), 2);
    long odd =
        forks.stream()
            .map(each -> DoubleStream.of(each).summaryStatistics())
            .filter(each -> each.getMax() > 1.2 * each.getMin())
            .count();

    List<Double> lmdb = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(TWO_RUNS))) {
      for (Path file : files.filter(each -> !each.toString().endsWith(".env.json")).toList()) {
        BenchmarkResult stored =
            Figures.of(file.toString()).row("storeMany", "lmdb", 1_000).result();
        Arrays.stream(forks(stored)).forEach(perSecond -> lmdb.add(1e6 / (1_000 * perSecond)));
      }
    }
    Map<Boolean, List<Double>> levels =
        lmdb.stream().sorted().collect(Collectors.partitioningBy(micros -> micros > 3));
    return List.of(
        new Claim(
            STATISTICS,
            REFERENCE,
            "four forks of one configuration differ with a standard deviation of %s %% in the median of %d configurations, with quartiles of %s and %s %%. In %d of them one fork is more than 1.2 × another."
                .formatted(
                    median,
                    forks.size(),
                    Numbers.digits(deviations.evaluate(25), 2),
                    Numbers.digits(deviations.evaluate(75), 3),
                    odd)),
        new Claim(
            STATISTICS,
            REFERENCE,
            "the reference run, `results/2026-11-20-143107-jdk17.json`, has %s %%"
                .formatted(median)),
        new Claim(
            STATISTICS,
            TWO_RUNS,
            "storing 1,000 images in LMDB takes %s µs per image in %d of the %d forks and %s µs in the other %d."
                .formatted(
                    range(levels.get(false)),
                    levels.get(false).size(),
                    lmdb.size(),
                    range(levels.get(true)),
                    levels.get(true).size())));
  }

  private static double[] forks(BenchmarkResult result) {
    return Measurement.of(result).figures().stream().mapToDouble(figure -> figure).toArray();
  }

  private static String range(List<Double> sorted) {
    return Numbers.digits(sorted.get(0), 2)
        + " to "
        + Numbers.digits(sorted.get(sorted.size() - 1), 2);
  }

  private static List<Claim> codecs() throws IOException {
    Figures suite = Figures.of(CODECS + "/sets-jdk17-1.json");
    Figures others = Figures.of(CODECS + "/codecs-jdk17-1.json");
    return List.of(
        new Claim(
            FORMATS,
            CODECS,
            "an image takes %s B by `suite`, %s B by `pngj` and %s B by `imageio`"
                .formatted(
                    bytes(suite, "png"),
                    bytes(others, "png pngCodec=pngj"),
                    bytes(others, DOCUMENTED.get("png")))));
  }

  private static String bytes(Figures run, String backend) {
    Footprint disk = run.row("storeMany", backend, 1_000).footprint().orElseThrow();
    return Numbers.count(Math.round(disk.apparentPerImage()));
  }

  private static String times(double ratio) {
    return Numbers.digits(ratio, 3);
  }

  @ParameterizedTest
  @MethodSource("claims")
  void aDocumentSaysWhatItsFileSays(Claim claim) {
    List<String> sections =
        Document.of(claim.document()).sections().stream()
            .filter(section -> section.contains(claim.text()))
            .toList();
    assertThat(sections).as("%s says: %s", claim.document(), claim.text()).isNotEmpty();
    assertThat(sections)
        .as("the section of %s names %s", claim, claim.file())
        .allMatch(section -> section.contains(claim.file()));
  }

  @Test
  void noFigureStandsByItself() throws IOException {
    List<Claim> claims = claims().toList();
    List<String> alone = new ArrayList<>();
    Set<String> phrases = new HashSet<>();
    for (Document document : Document.all()) {
      for (String section : document.sections()) {
        if (LEFT_OUT.keySet().stream().anyMatch(section::startsWith)) {
          continue;
        }
        String rest = section;
        for (Claim claim : claims) {
          if (claim.document().equals(document.path())) {
            rest = rest.replace(claim.text(), "");
          }
        }
        for (Settled settled : SETTLED) {
          for (String phrase : settled.phrases()) {
            if (rest.contains(phrase)) {
              phrases.add(phrase);
              rest = rest.replace(phrase, "");
            }
          }
        }
        FIGURE
            .matcher(NO_FIGURE.matcher(rest).replaceAll(""))
            .results()
            .forEach(figure -> alone.add(document + ": " + figure.group()));
      }
    }
    assertThat(alone).as("figures that no claim computes").isEmpty();
    assertThat(SETTLED.stream().flatMap(settled -> settled.phrases().stream()))
        .as("phrases that no document has any more")
        .allMatch(phrases::contains);
  }
}
