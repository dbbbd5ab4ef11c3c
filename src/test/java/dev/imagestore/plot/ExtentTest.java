package dev.imagestore.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.plot.Axis.Scale;
import dev.imagestore.plot.Curve.Point;
import dev.imagestore.plot.Curve.Tone;
import dev.imagestore.plot.Picture.Kind;
import dev.imagestore.plot.Picture.Reference;
import dev.imagestore.stats.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExtentTest {
  @Test
  void aLogarithmicVerticalAxisIsWholeDecades() {
    Extent y = Extent.ofY(picture(Scale.LOG, point(10, 0.0003), point(100, 2)));

    assertDecades(y, 1e-4, 10);
  }

  @Test
  void aFigureOnADecadeAloneHasADecadeOfItsOwn() {
    Extent y = Extent.ofY(picture(Scale.LOG, point(10, 1)));

    assertDecades(y, 1, 10);
  }

  @Test
  void aLinearAxisBeginsJustBelowZeroSoThatMarkersAreNotCut() {
    Picture picture = picture(Scale.LINEAR, point(10, 1), point(1_000, 200));

    for (Extent extent : List.of(Extent.ofX(picture), Extent.ofY(picture))) {
      assertThat(extent.low()).isNegative().isGreaterThan(-0.05 * extent.high());
    }
    assertThat(Extent.ofX(picture).high()).isGreaterThan(1_000);
    assertThat(Extent.ofY(picture).high()).isGreaterThan(200);
  }

  @Test
  void allPointsAreInsideTheHorizontalAxisWithRoom() {
    Extent x = Extent.ofX(picture(Scale.LOG, point(10, 1), point(10_000, 1)));

    assertThat(x.low()).isLessThan(9);
    assertThat(x.high()).isGreaterThan(11_000);
  }

  @Test
  void anIntervalWithoutEndDoesNotStretchTheAxisForEver() {
    Point wild = new Point(10, new Estimate(1, 1e-9, 1e9, 2));
    Picture picture = picture(Scale.LOG, wild);

    assertDecades(Extent.ofY(picture), 0.1, 10);
    assertThat(Extent.cutsAnInterval(Scale.LOG, picture.curves())).isTrue();
    assertThat(Extent.ofY(picture).near(Double.POSITIVE_INFINITY)).isBetween(11.0, 25.0);
    assertThat(Extent.ofY(picture).near(0)).isBetween(0.01, 0.09);
    assertThat(Extent.ofY(picture).near(3)).isEqualTo(3);
  }

  @Test
  void anIntervalInsideTheAxisIsNotCut() {
    Picture picture = picture(Scale.LOG, new Point(10, new Estimate(2, 1.9, 2.1, 6)));

    assertThat(Extent.cutsAnInterval(Scale.LOG, picture.curves())).isFalse();
  }

  @Test
  void theReferenceIsOnTheAxis() {
    Picture picture =
        new Picture(
            "p",
            "",
            "",
            "",
            Kind.LINES,
            List.of(),
            axis(Scale.LOG),
            axis(Scale.LOG),
            List.of(new Curve("a", "a", Tone.FULL, List.of(point(1, 500)))),
            Optional.of(new Reference("pixels", 3_072)),
            List.of());

    assertDecades(Extent.ofY(picture), 100, 10_000);
  }

  private static Picture picture(Scale scale, Point... points) {
    return new Picture(
        "p",
        "",
        "",
        "",
        Kind.LINES,
        List.of(),
        axis(scale),
        axis(scale),
        List.of(new Curve("a", "a", Tone.FULL, Arrays.asList(points))),
        Optional.empty(),
        List.of());
  }

  /** These decades, and room for half a marker beyond. */
  private static void assertDecades(Extent extent, double low, double high) {
    assertThat(extent.low()).isBetween(low * 0.8, low * 0.99);
    assertThat(extent.high()).isBetween(high * 1.01, high * 1.25);
  }

  private static Axis axis(Scale scale) {
    return new Axis("", AxisUnit.COUNT, scale);
  }

  private static Point point(double x, double y) {
    return new Point(x, new Estimate(y, Double.NaN, Double.NaN, 1));
  }
}
