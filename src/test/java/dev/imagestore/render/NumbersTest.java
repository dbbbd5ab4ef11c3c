package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures in words. */
class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "80.6, 80.6 s",
    "1, 1.00 s",
    "0.0015, 1.50 ms",
    "0.0000581, 58.1 µs",
    "0.00099951, '1,000 µs'",
    "0.00000000123, 1.23 ns",
    "12345, '12,300 s'",
    "0, 0 s",
    "NaN, – s",
    "Infinity, ∞ s",
  })
  void times(double seconds, String text) {
    assertThat(Numbers.time(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.0015, 1.5 ms", "0.48, 480 ms", "8.83, 8.83 s", "0.004, 4 ms"})
  void timesOfWhichNobodyKnowsHowExactTheyAre(double seconds, String text) {
    assertThat(Numbers.briefTime(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "171923.4, '171,900'",
    "12.3456, 12.35",
    "0.99999, 1.000",
    "999.96, '1,000'",
    "0.00012345, 0.0001234",
    "-1234.4, '-1,234'",
    "1e20, 1.000e+20",
    "1e-9, 1.000e-09",
  })
  void rates(double rate, String text) {
    assertThat(Numbers.rate(rate)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"41310, 41.3", "41310000, '41,310'", "999960, '1,000.0'", "0, 0.0"})
  void kilobytes(double bytes, String text) {
    assertThat(Numbers.kilobytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "3075048, 3075048",
    "123456789012345, 123456789012345",
    "0.1, 0.1",
    "0.000012345678, 0.0000123457",
    "100, 100",
    "0, 0",
    "1234567.8, 1234570",
  })
  void forPrograms(double figure, String text) {
    assertThat(Numbers.precise(figure).toPlainString()).isEqualTo(text);
  }

  @Test
  void theLocaleDoesNotMatter() {
    java.util.Locale before = java.util.Locale.getDefault();
    try {
      java.util.Locale.setDefault(java.util.Locale.GERMANY);
      assertThat(Numbers.rate(1234.4)).isEqualTo("1,234");
      assertThat(Numbers.rate(1e20)).isEqualTo("1.000e+20");
    } finally {
      java.util.Locale.setDefault(before);
    }
  }

  @Property(tries = 500, seed = "20260101", edgeCases = EdgeCasesMode.MIXIN)
  void everyFigureHasAText(@ForAll long bits) {
    double figure = Double.longBitsToDouble(bits);
    assertThat(Numbers.time(figure)).hasSizeLessThan(30);
    assertThat(Numbers.rate(figure)).hasSizeLessThan(30);
    if (Double.isFinite(figure) && figure != 0) {
      assertThat(Numbers.precise(figure).doubleValue() / figure).isBetween(0.99999, 1.00001);
    }
  }
}
