package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** The first images of a dataset on one sheet, to see that pixels and channels are right. */
public final class ContactSheet {
  private static final int COLUMNS = 10;
  private static final int IMAGES = 60;

  /** The side of the square that an image is fitted into, in pixels. */
  private static final int CELL = 96;

  private static final int GAP = 12;
  private static final int LABEL = 20;
  private static final int TITLE = 40;
  private static final Color PAPER = new Color(0xFAFAFA);
  private static final Color INK = new Color(0x222222);
  private static final Color PALE = new Color(0x777777);
  private static final Color CHECKER = new Color(0xD8D8D8);

  private ContactSheet() {}

  /** Samples, row by row, the channels of a pixel side by side. */
  private record Samples(ImageShape shape, boolean signed, ByteBuffer pixels) {
    int at(long index) {
      int at = pixels.position() + (int) (index * shape.sampleBytes());
      int low = pixels.get(at);
      if (shape.depth() == 8) {
        return signed ? low : low & 0xFF;
      }
      int high = pixels.get(at + 1);
      return ((signed ? high : high & 0xFF) << 8) | (low & 0xFF);
    }

    int lowest() {
      return signed ? -1 << (shape.depth() - 1) : 0;
    }

    int highest() {
      return lowest() + (1 << shape.depth()) - 1;
    }
  }

  /** An image, ready to be drawn. */
  private record Entry(BufferedImage image, int label) {}

  /**
   * Draws the sheet as a PNG file, which appears whole or not at all. Needs no display.
   *
   * @return a line for each file that was passed over because it holds no image
   */
  public static List<String> draw(Dataset dataset, Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    dataset.read(
        IMAGES,
        new ImageSink() {
          @Override
          public void image(ImageShape shape, boolean signed, int label, ByteBuffer pixels) {
            entries.add(new Entry(thumbnail(new Samples(shape, signed, pixels)), label));
          }

          @Override
          public void unreadable(BadInputException why) {
            unreadable.add(why.getMessage());
          }
        });
    write(sheet(dataset, entries), file);
    return unreadable;
  }

  private static BufferedImage sheet(Dataset dataset, List<Entry> entries) throws IOException {
    List<String> names = dataset.labelNames();
    int columns = Math.min(COLUMNS, entries.size());
    int rows = (entries.size() + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(
            Math.max(GAP + columns * (CELL + GAP), 4 * (CELL + GAP)),
            TITLE + rows * (CELL + LABEL + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(PAPER);
      g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      g.setColor(INK);
      g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
      String title =
          String.format(
              Locale.ROOT, "%s – the first %d images", dataset.publicName(), entries.size());
      g.drawString(fit(title, g.getFontMetrics(), sheet.getWidth() - 2 * GAP), GAP, TITLE - 14);
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        int x = GAP + i % columns * (CELL + GAP);
        int y = TITLE + i / columns * (CELL + LABEL + GAP);
        // Small images grow by whole numbers only, so that their pixels stay squares.
        g.drawImage(
            entry.image,
            x + (CELL - entry.image.getWidth()) / 2,
            y + (CELL - entry.image.getHeight()) / 2,
            null);
        String label =
            entry.label < names.size()
                ? entry.label + " " + names.get(entry.label)
                : Integer.toString(entry.label);
        FontMetrics metrics = g.getFontMetrics();
        String text = fit(label, metrics, CELL + GAP - 2);
        g.setColor(PALE);
        g.drawString(text, x + (CELL - metrics.stringWidth(text)) / 2, y + CELL + 14);
      }
    } finally {
      g.dispose();
    }
    return sheet;
  }

  private static String fit(String text, FontMetrics metrics, int width) {
    if (metrics.stringWidth(text) <= width) {
      return text;
    }
    String cut = text;
    while (!cut.isEmpty() && metrics.stringWidth(cut + "…") > width) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut + "…";
  }

  private static void write(BufferedImage sheet, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      if (!ImageIO.write(sheet, "png", part.toFile())) {
        throw new IOException("this JDK has no PNG writer");
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The image in a cell: enlarged by a whole number, or made smaller by averaging. */
  private static BufferedImage thumbnail(Samples samples) {
    ImageShape shape = samples.shape();
    int longest = Math.max(shape.width(), shape.height());
    int width;
    int height;
    if (longest <= CELL) {
      int factor = CELL / longest;
      width = shape.width() * factor;
      height = shape.height() * factor;
    } else {
      width = Math.max(1, (int) ((long) shape.width() * CELL / longest));
      height = Math.max(1, (int) ((long) shape.height() * CELL / longest));
    }
    double[] range = range(samples);
    BufferedImage cell = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    double[] sum = new double[4];
    for (int y = 0; y < height; y++) {
      int top = (int) ((long) y * shape.height() / height);
      int bottom = Math.max(top + 1, (int) ((y + 1L) * shape.height() / height));
      for (int x = 0; x < width; x++) {
        int left = (int) ((long) x * shape.width() / width);
        int right = Math.max(left + 1, (int) ((x + 1L) * shape.width() / width));
        average(samples, left, top, right, bottom, sum);
        cell.setRGB(x, y, colour(samples, sum, range, ((x >> 3) + (y >> 3)) % 2 == 0));
      }
    }
    return cell;
  }

  /** Black and white: of 16-bit images the darkest and the brightest sample, as viewers do. */
  private static double[] range(Samples samples) {
    ImageShape shape = samples.shape();
    if (shape.depth() == 8) {
      return new double[] {samples.lowest(), samples.highest()};
    }
    int low = samples.highest();
    int high = samples.lowest();
    boolean alpha = shape.channels() % 2 == 0;
    long count = (long) shape.width() * shape.height() * shape.channels();
    for (long i = 0; i < count; i++) {
      if (!alpha || i % shape.channels() < shape.channels() - 1) {
        int value = samples.at(i);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new double[] {low, Math.max(high, low + 1)};
  }

  private static void average(
      Samples samples, int left, int top, int right, int bottom, double[] sum) {
    int channels = samples.shape().channels();
    long width = samples.shape().width();
    for (int c = 0; c < channels; c++) {
      long total = 0;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          total += samples.at((y * width + x) * channels + c);
        }
      }
      sum[c] = (double) total / ((right - left) * (bottom - top));
    }
  }

  private static int colour(Samples samples, double[] value, double[] range, boolean light) {
    int channels = samples.shape().channels();
    double opaque = channels % 2 == 0 ? value[channels - 1] / samples.highest() : 1;
    int background = light ? 255 : CHECKER.getRed();
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      double sample = value[channels < 3 ? 0 : c];
      double shown = 255 * (sample - range[0]) / (range[1] - range[0]);
      long level = Math.round(opaque * shown + (1 - opaque) * background);
      rgb = (rgb << 8) | (int) Math.max(0, Math.min(255, level));
    }
    return rgb;
  }
}
