package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeHistogramTest {
  private final TimeHistogram histogram = new TimeHistogram();

  @Test
  void shortTimesAreExact() {
    for (int nanos = 1; nanos <= 200; nanos++) {
      histogram.add(nanos);
    }
    assertThat(histogram.percentile(50)).isEqualTo(100);
    assertThat(histogram.percentile(99)).isEqualTo(198);
    assertThat(histogram.percentile(100)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 257, 511, 512, 1_000, 123_456_789, 1L << 62})
  void longerTimesAreLessThanAPercentTooHigh(long nanos) {
    histogram.add(nanos);
    assertThat(histogram.percentile(50)).isBetween(nanos, nanos + nanos / 128);
  }

  @Test
  void everyOneOfManyIsCounted() {
    // A hundred slow reads of a million: JMH's sample mode makes 32 times as many of them.
    for (int i = 0; i < 999_900; i++) {
      histogram.add(1_000);
    }
    for (int i = 0; i < 100; i++) {
      histogram.add(50_000);
    }
    assertThat(histogram.total()).isEqualTo(1_000_000);
    assertThat(histogram.percentile(99.99)).isBetween(1_000L, 1_008L);
    assertThat(histogram.percentile(99.991)).isBetween(50_000L, 50_400L);
  }

  @Test
  void percentilesAreThoseOfTheSortedTimes() {
    long[] times =
        new SplittableRandom(7).longs(10_001, 300, 5_000_000).map(t -> t * t / 1_000).toArray();
    Arrays.stream(times).forEach(histogram::add);
    Arrays.sort(times);
    for (double percent : new double[] {0.01, 50, 99, 99.9}) {
      long exact = times[(int) Math.ceil(percent / 100 * times.length) - 1];
      assertThat(histogram.percentile(percent)).isBetween(exact, exact + exact / 128);
    }
  }

  @Test
  void threadsAreAddedUp() {
    TimeHistogram other = new TimeHistogram();
    histogram.add(10);
    other.add(20);
    other.add(30);
    histogram.add(other);
    assertThat(histogram.total()).isEqualTo(3);
    assertThat(histogram.percentile(50)).isEqualTo(20);
  }

  @Test
  void afterAResetThereAreNone() {
    histogram.add(5);
    histogram.reset();
    assertThat(histogram.total()).isZero();
    assertThatThrownBy(() -> histogram.percentile(50)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClockThatWentBackCountsAsNoTime() {
    histogram.add(-5);
    assertThat(histogram.percentile(100)).isZero();
  }
}
