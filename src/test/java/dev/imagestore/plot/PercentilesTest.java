package dev.imagestore.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.plot.Curve.Point;
import dev.imagestore.result.Histogram;
import dev.imagestore.result.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  @Test
  void areTheNearestRanksInSeconds() {
    // 1 to 1,000 µs, each once.
    List<Point> points = Percentiles.of(Runs.readRandom("png", 10).primary());

    assertThat(points).extracting(Point::x).containsExactly(2.0, 10.0, 100.0, 1_000.0);
    assertThat(points.get(0).y().value()).isEqualTo(500e-6, within(1e-12));
    assertThat(points.get(1).y().value()).isEqualTo(900e-6, within(1e-12));
    assertThat(points.get(2).y().value()).isEqualTo(990e-6, within(1e-12));
    assertThat(points.get(3).y().value()).isEqualTo(999e-6, within(1e-12));
    assertThat(points.get(0).y().samples()).isEqualTo(6);
  }

  @Test
  void stopWhereAForkHasTooFewSamples() {
    Histogram many = new Histogram(new TreeMap<>(Map.of(1.0, 1_000_000L)));
    Histogram few = new Histogram(new TreeMap<>(Map.of(1.0, 50L)));

    assertThat(Percentiles.of(new Metric("ns/op", 1, List.of(), List.of(many, few))))
        .extracting(Point::x)
        .containsExactly(2.0, 10.0);
  }

  @Test
  void ofNoSamplesAreNone() {
    Histogram empty = new Histogram(new TreeMap<>());

    assertThat(Percentiles.of(new Metric("ns/op", 1, List.of(), List.of(empty)))).isEmpty();
    assertThat(Percentiles.of(new Metric("ns/op", 1, List.of(), List.of()))).isEmpty();
  }
}
