package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.input.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever stands in a file, the reader gives a result or one line. */
class JmhJsonPropertyTest {
  private static final Path FILE = Path.of("results.json");

  @Property(tries = 300, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
  void whatJmhWritesIsReadBack(@ForAll("documents") List<BenchmarkResult> results)
      throws IOException {
    assertThat(read(JmhJsonDocument.of(results).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(results);
  }

  @Property(tries = 300, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
  void aDocumentCutOffIsRefused(
      @ForAll("documents") List<BenchmarkResult> results, @ForAll @IntRange(max = 1_000_000) int at)
      throws IOException {
    byte[] whole = JmhJsonDocument.of(results).getBytes(StandardCharsets.UTF_8);
    byte[] cut = java.util.Arrays.copyOf(whole, at % whole.length);
    assertThat(complaint(cut)).isNotNull();
  }

  @Property(tries = 500, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
  void anyChangeGivesAResultOrOneLine(
      @ForAll("documents") List<BenchmarkResult> results,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 1_000_000) Integer> places,
      @ForAll @Size(value = 4) List<Byte> bytes)
      throws IOException {
    byte[] document = JmhJsonDocument.of(results).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < places.size(); i++) {
      document[places.get(i) % document.length] = bytes.get(i);
    }
    complaint(document);
  }

  @Property(tries = 500, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
  void anyTokenInAnyPlaceGivesAResultOrOneLine(
      @ForAll("documents") List<BenchmarkResult> results,
      @ForAll @IntRange(max = 1_000_000) int place,
      @ForAll("tokens") String token)
      throws IOException {
    String document = JmhJsonDocument.of(results);
    // After a colon, bracket or comma stands a value: put another there.
    int from = Math.max(document.indexOf(' ', place % document.length()), 0);
    int to = document.indexOf('\n', from);
    String changed = document.substring(0, from) + token + document.substring(Math.max(from, to));
    complaint(changed.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
  void bytesGiveAResultOrOneLine(@ForAll byte[] bytes) throws IOException {
    complaint(bytes);
  }

  private static List<BenchmarkResult> read(byte[] document) throws IOException {
    return JmhJson.read(FILE, new ByteArrayInputStream(document));
  }

  /** The message, if the document is refused; anything but a BadInputException fails the test. */
  private static String complaint(byte[] document) throws IOException {
    try {
      read(document);
      return null;
    } catch (BadInputException e) {
      assertThat(e.getMessage()).startsWith("results.json: ").doesNotContain("\n", "\r");
      assertThat(e.getMessage().length()).isLessThan(1000);
      return e.getMessage();
    }
  }

  @Provide
  Arbitrary<String> tokens() {
    return Arbitraries.of(
        "null",
        "true",
        "{}",
        "[]",
        "[[]]",
        "[[[]]]",
        "[[[1]]]",
        "[[[1,2,3]]]",
        "\"NaN\"",
        "\"x\"",
        "NaN",
        "-1",
        "1e999",
        "123456789012345678901234567890",
        "\"\\u0000\"",
        "{\"a\":[{}]}",
        "",
        "],",
        "},",
        "/* */",
        "[".repeat(2000),
        "{\"a\":".repeat(200),
        "9".repeat(2000));
  }

  @Provide
  Arbitrary<List<BenchmarkResult>> documents() {
    return results().list().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<BenchmarkResult> results() {
    Arbitrary<Key> keys =
        Combinators.combine(
                words(),
                Arbitraries.of("thrpt", "avgt", "sample", "ss"),
                Arbitraries.integers().between(1, 64),
                params())
            .as(Key::new);
    return Combinators.combine(keys, runs(), metrics(), maps(metrics())).as(BenchmarkResult::new);
  }

  private static Arbitrary<RunSettings> runs() {
    Arbitrary<Integer> counts = Arbitraries.integers().between(0, 100);
    return Combinators.combine(
            words(), words(), words(), words().list().ofMaxSize(3), counts, counts, counts)
        .as(
            (jmh, jdk, vm, args, forks, warmups, measurements) ->
                new RunSettings(
                    jmh, jdk, vm, vm, args, forks, warmups, "1 s", measurements, "10 ms"));
  }

  private static Arbitrary<Metric> metrics() {
    Arbitrary<String> units = Arbitraries.of("ops/s", "us/op", "B", "files", "counts", "·");
    return Combinators.combine(units, figures(), figures().list().ofMaxSize(3).list().ofMaxSize(3))
        .as(Metric::new);
  }

  private static Arbitrary<SortedMap<String, String>> params() {
    return maps(words());
  }

  private static <T> Arbitrary<SortedMap<String, T>> maps(Arbitrary<T> values) {
    return Arbitraries.maps(words(), values).ofMaxSize(3).map(TreeMap::new);
  }

  private static Arbitrary<Double> figures() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble),
        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0));
  }

  private static Arbitrary<String> words() {
    return Arbitraries.strings().ofMinLength(1).ofMaxLength(20);
  }
}
