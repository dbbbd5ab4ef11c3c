package dev.imagestore.plot;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisUnitTest {
  @ParameterizedTest
  @CsvSource({
    "TIME, 0, 0",
    "TIME, 1e-9, 1 ns",
    "TIME, 1e-5, 10 µs",
    "TIME, 9.9999e-4, 1 ms",
    "TIME, 0.2, 200 ms",
    "TIME, 12, 12 s",
    "TIME, 4321, 4.321 ks",
    "RATE, 5, 5/s",
    "RATE, 20000, 20 k/s",
    "BYTES, 0.5, 0.5 B",
    "BYTES, 3072, 3.072 kB",
    "BYTES, 1e7, 10 MB",
    "COUNT, 100000, '100,000'",
  })
  void writesFiguresAsPeopleDo(AxisUnit quantity, double value, String written) {
    assertThat(quantity.format(value)).isEqualTo(written);
  }

  @Test
  void figuresOfOneAxisCanShareAPrefix() {
    assertThat(AxisUnit.TIME.format(0.5, 2)).isEqualTo("0.5 s");
    assertThat(AxisUnit.TIME.format(0.5, 0.5)).isEqualTo("500 ms");
  }

  @Property
  void anyPositiveFigureIsShort(
      @ForAll AxisUnit quantity,
      @ForAll @IntRange(min = 1, max = 9_999_999) int digits,
      @ForAll @IntRange(min = -15, max = 8) int exponent) {
    double value = digits * Math.pow(10, exponent);

    assertThat(quantity.format(value)).isNotBlank().hasSizeLessThan(24);
  }
}
