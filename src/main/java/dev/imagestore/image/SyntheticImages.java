package dev.imagestore.image;

import java.util.Arrays;

/**
 * Computes images that have the statistics of photographs, so that encoders find as much to do in
 * them. Not for several threads.
 *
 * <p>The model has three published parts:
 *
 * <ul>
 *   <li>Amplitude falls with spatial frequency about as 1/f, with a slope that differs from picture
 *       to picture (Field 1987; Torralba and Oliva 2003). Here an image grows from a grid of a few
 *       points: again and again the grid is doubled, each time interpolated smoothly, and noise is
 *       added that is weaker by a factor per doubling.
 *   <li>Detail comes in patches: its variance is itself a random field that is passed on from
 *       coarse to fine, a random cascade on the tree of scales (Wainwright, Simoncelli and Willsky
 *       2001). That makes flat regions and busy ones, and the heavy tails that differences between
 *       neighbours have in photographs.
 *   <li>Colour is made on three axes that are uncorrelated in photographs, luminance, yellow-blue
 *       and green-magenta, the first much stronger than the others (Ruderman, Cronin and Chiao
 *       1998).
 * </ul>
 *
 * <p>The constants of the means come from the 5,000 CIFAR-10 training images that the table is
 * about; those of contrast, fall and cascade were searched for until two PNG encoders, ImageIO's
 * default and one with zlib's level 6 and adaptive filters as Pillow's, agreed on both kinds. Bytes
 * per image of the first 5,000 of 32x32x3:
 *
 * <pre>
 *                      ImageIO                    Pillow
 *               mean    10 %    90 %       mean    10 %    90 %
 * CIFAR-10     2,862   2,484   3,119      2,260   1,892   2,550
 * these        2,840   2,571   3,066      2,280   1,903   2,647
 * </pre>
 *
 * <p>What they lack is objects: long edges, and nothing to recognise. Sums, products and {@link
 * StrictMath} only: the bytes are the same on every machine.
 */
final class SyntheticImages {
  /** The logarithm of a contrast: mean and standard deviation over images. */
  private record LogNormal(double mean, double deviation) {
    double draw(Random random) {
      return StrictMath.exp(mean + deviation * random.gaussian());
    }
  }

  /** An axis of colour: its mean over an image, and the mean's deviation over images. */
  private record Axis(double mean, double deviation) {
    float draw(Random random) {
      return (float) (mean + deviation * random.gaussian());
    }
  }

  // Grey levels of 8 bits, as is everything below.
  private static final Axis LUMINANCE = new Axis(208, 20);
  private static final Axis YELLOW_BLUE = new Axis(8, 14);
  private static final Axis GREEN_MAGENTA = new Axis(-2, 6);
  private static final LogNormal LUMINANCE_CONTRAST = new LogNormal(5.2, 0.25);
  private static final LogNormal COLOUR_CONTRAST = new LogNormal(3.75, 0.75);

  /** Contrast of green-magenta against yellow-blue. */
  private static final double GREEN_MAGENTA_PART = 0.42;

  /** By how much noise gets weaker from one scale to the next finer one: the spectrum's slope. */
  private static final LogNormal FALL = new LogNormal(-0.54, 0.1);

  /** Colour falls faster than luminance. */
  private static final double COLOUR_FALL = 0.75;

  /** The coarsest scale has less contrast than the second. */
  private static final double COARSEST = 0.3;

  /** How much local contrast changes from one scale to the next. */
  private static final float CASCADE = 0.25f;

  /** How many labels there are. */
  static final int LABELS = 10;

  private final ImageShape shape;
  private final int[] widths;
  private final int[] heights;
  private final float[][] planes;
  private final float[] contrast;
  private final float[] rows;
  private final Random random = new Random();

  /** Takes memory for images of one shape: 4 bytes a sample and 8 a pixel. */
  SyntheticImages(ImageShape shape) {
    this.shape = shape;
    int scales = 1;
    for (int n = Math.max(shape.width(), shape.height()); n > 3; n = coarser(n)) {
      scales++;
    }
    widths = new int[scales];
    heights = new int[scales];
    widths[scales - 1] = shape.width();
    heights[scales - 1] = shape.height();
    for (int k = scales - 2; k >= 0; k--) {
      widths[k] = coarser(widths[k + 1]);
      heights[k] = coarser(heights[k + 1]);
    }
    int points = 0;
    int afterRows = 0;
    for (int k = 0; k < scales; k++) {
      points = Math.max(points, widths[k] * heights[k]);
      afterRows = Math.max(afterRows, k == 0 ? 0 : widths[k] * heights[k - 1]);
    }
    planes = new float[shape.channels()][points];
    contrast = new float[points];
    rows = new float[afterRows];
  }

  /** Points of the next coarser grid: {@code 2 * (coarser(n) - 1)} is {@code n} or 1 more. */
  private static int coarser(int n) {
    return (n + 1) / 2 + 1;
  }

  /**
   * Computes image {@code index} of this shape.
   *
   * @param pixels takes them, in {@link ImageShape}'s layout
   * @return the label
   */
  int fill(long index, byte[] pixels) {
    random.start(index);
    int label = random.below(LABELS);
    int channels = shape.channels();
    double light = LUMINANCE_CONTRAST.draw(random);
    double fall = FALL.draw(random);
    double colour = COLOUR_CONTRAST.draw(random);
    boolean grey = channels < 3;
    double[] strength =
        grey
            ? new double[] {light, light}
            : new double[] {light, colour, colour * GREEN_MAGENTA_PART, light};
    double[] falls =
        grey
            ? new double[] {fall, fall}
            : new double[] {fall, fall * COLOUR_FALL, fall * COLOUR_FALL, fall};
    float luminance = LUMINANCE.draw(random);
    float yellowBlue = YELLOW_BLUE.draw(random);
    float greenMagenta = GREEN_MAGENTA.draw(random);

    grow(strength, falls);

    int pixelCount = shape.width() * shape.height();
    Samples out = new Samples(pixels, shape.depth());
    for (int i = 0; i < pixelCount; i++) {
      float y = (luminance + planes[0][i]) * 0.57735f; // 1/sqrt(3): the axes have length 1
      if (grey) {
        out.put(y);
      } else {
        float yb = (yellowBlue + planes[1][i]) * 0.70711f;
        float gm = (greenMagenta + planes[2][i]) * 0.40825f;
        out.put(y + yb + gm);
        out.put(y - 2 * gm);
        out.put(y - yb + gm);
      }
      if (channels % 2 == 0) {
        // Mostly opaque, with holes that have soft borders.
        out.put(255 + 4 * (planes[channels - 1][i] + 50));
      }
    }
    return label;
  }

  private void grow(double[] strength, double[] falls) {
    int w = widths[0];
    int h = heights[0];
    Arrays.fill(contrast, 0, w * h, 1f);
    for (float[] plane : planes) {
      Arrays.fill(plane, 0, w * h, 0f);
    }
    for (int k = 0; k < widths.length; k++) {
      if (k > 0) {
        for (float[] plane : planes) {
          enlarge(plane, w, h, widths[k], heights[k]);
        }
        enlarge(contrast, w, h, widths[k], heights[k]);
        w = widths[k];
        h = heights[k];
      }
      int points = w * h;
      for (int i = 0; i < points; i++) {
        contrast[i] *= Math.max(0.02f, 1 + CASCADE * random.gaussian());
      }
      for (int c = 0; c < planes.length; c++) {
        float[] plane = planes[c];
        float s = (float) (k == 0 ? COARSEST * strength[c] : strength[c]);
        for (int i = 0; i < points; i++) {
          plane[i] += s * contrast[i] * random.gaussian();
        }
        strength[c] *= falls[c];
      }
    }
  }

  /**
   * Doubles the resolution in place: each new point lies a quarter of a step from an old one and
   * takes 3/4 of it and 1/4 of the next one on its other side, which is a quadratic spline.
   */
  private void enlarge(float[] plane, int w, int h, int newW, int newH) {
    for (int y = 0; y < h; y++) {
      int from = y * w;
      int to = y * newW;
      for (int x = 0; x < newW; x++) {
        int left = from + (x >> 1);
        int odd = x & 1;
        rows[to + x] = 0.75f * plane[left + odd] + 0.25f * plane[left + 1 - odd];
      }
    }
    for (int y = 0; y < newH; y++) {
      int odd = y & 1;
      int near = ((y >> 1) + odd) * newW;
      int far = ((y >> 1) + 1 - odd) * newW;
      int to = y * newW;
      for (int x = 0; x < newW; x++) {
        plane[to + x] = 0.75f * rows[near + x] + 0.25f * rows[far + x];
      }
    }
  }

  /** Appends samples at the image's depth. */
  private static final class Samples {
    private final byte[] target;
    private final boolean deep;
    private int at;

    Samples(byte[] target, int depth) {
      this.target = target;
      deep = depth == 16;
    }

    /**
     * Takes a grey level, 0 to 255, with a fraction. At 16 bits 12 of them count, as a scanner
     * delivers them, and their upper four fill the rest, which spreads them from 0 to 65,535.
     */
    void put(float level) {
      if (deep) {
        int twelve = Math.max(0, Math.min(4095, (int) (level * (4095f / 255f) + 0.5f)));
        int value = (twelve << 4) | (twelve >> 8);
        target[at++] = (byte) value;
        target[at++] = (byte) (value >> 8);
      } else {
        target[at++] = (byte) Math.max(0, Math.min(255, (int) (level + 0.5f)));
      }
    }
  }

  /**
   * SplitMix64 (Steele, Lea and Flood 2014), written out because no JDK promises which numbers its
   * own generators give.
   */
  private static final class Random {
    private static final long SEED = 20261120;
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final float UNIT = (float) (1 / StrictMath.sqrt(65536.0 * 65536.0 / 3));
    private long state;

    /** Begins the numbers of one image. */
    void start(long index) {
      state = SEED + index * 0xD1342543DE82EF95L;
    }

    private long next() {
      state += GAMMA;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }

    int below(int bound) {
      return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** Mean 0, deviation 1: the sum of four even 16-bit numbers, which is near enough. */
    float gaussian() {
      long bits = next();
      int sum =
          (int) (bits & 0xFFFF)
              + (int) ((bits >>> 16) & 0xFFFF)
              + (int) ((bits >>> 32) & 0xFFFF)
              + (int) (bits >>> 48);
      return (sum - 131_070) * UNIT;
    }
  }
}
