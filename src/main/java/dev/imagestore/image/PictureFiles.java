package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Picture files as ImageIO reads them, with the samples that the file holds: no change of colour
 * space or gamma, colour profiles ignored. A palette is expanded to its colours, to grey if it has
 * no others; fewer than 8 bits a sample are spread to 8. Of a file with several pictures the first
 * is taken.
 */
final class PictureFiles implements PictureFormat {
  /** A decoder may need the file's pixels twice: as they come, and in our layout. */
  private static final int COPIES = 3;

  static {
    ImageIO.setUseCache(false); // no temporary files
  }

  @Override
  public Content look(Path file) throws IOException {
    return with(file, reader -> content(shape(reader, type(reader).getColorModel())));
  }

  @Override
  public Picture read(Path file, int index) throws IOException {
    return with(file, PictureFiles::decode);
  }

  private static Content content(ImageShape shape) {
    return new Content(shape, false, 1);
  }

  /** What is done with a reader. */
  @FunctionalInterface
  private interface Action<T> {
    T apply(ImageReader reader) throws IOException, Unusable;
  }

  /** A picture that can't be used, and why. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why);
    }
  }

  private static <T> T with(Path file, Action<T> action) throws IOException {
    if (Files.isDirectory(file)) {
      throw bad(file, "a directory that can't be read, or a link that leads in a circle", null);
    }
    if (!Files.isRegularFile(file)) { // reading a pipe would wait for ever
      throw bad(file, Files.exists(file) ? "no regular file" : "a link to nothing", null);
    }
    if (!Files.isReadable(file)) {
      throw bad(file, "a file that may not be read", null);
    }
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw bad(file, Files.size(file) == 0 ? "an empty file" : "another format", null);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return action.apply(reader);
      } finally {
        reader.dispose();
      }
    } catch (BadInputException e) {
      throw e;
    } catch (Unusable | IOException e) {
      throw bad(file, reason(e), e);
    } catch (RuntimeException e) {
      // ImageIO's readers meet broken files with any of them.
      throw bad(file, "a broken file (" + reason(e) + ")", e);
    }
  }

  private static BadInputException bad(Path file, String found, Throwable cause) {
    return new BadInputException(
        file + ": expected an image that ImageIO can read, found " + found, cause);
  }

  private static String reason(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }

  private static ImageTypeSpecifier type(ImageReader reader) throws IOException, Unusable {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      throw new Unusable("no layout of pixels that it knows");
    }
    return types.next();
  }

  private static ImageShape shape(ImageReader reader, ColorModel colours)
      throws IOException, Unusable {
    return shape(reader.getWidth(0), reader.getHeight(0), colours);
  }

  private static ImageShape shape(int width, int height, ColorModel colours) throws Unusable {
    try {
      return new ImageShape(width, height, channels(colours), depth(colours));
    } catch (IllegalArgumentException e) {
      throw new Unusable(e.getMessage());
    }
  }

  private static int channels(ColorModel colours) throws Unusable {
    if (colours instanceof IndexColorModel palette) {
      int alpha = palette.getTransparency() == Transparency.OPAQUE ? 0 : 1;
      return (isGrey(palette) ? 1 : 3) + alpha;
    }
    int space = colours.getColorSpace().getType();
    if (space != ColorSpace.TYPE_GRAY && space != ColorSpace.TYPE_RGB) {
      throw new Unusable("colours that are neither grey nor red, green and blue (such as CMYK)");
    }
    return colours.getNumComponents();
  }

  private static boolean isGrey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private static int depth(ColorModel colours) throws Unusable {
    if (colours instanceof IndexColorModel) {
      return 8;
    }
    int most = 0;
    for (int bits : colours.getComponentSize()) {
      most = Math.max(most, bits);
    }
    int type = colours.getTransferType();
    boolean packed = !(colours instanceof java.awt.image.ComponentColorModel);
    if (most > 16 || !(packed || type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)) {
      throw new Unusable(
          String.format(
              Locale.ROOT, "samples that are not unsigned numbers of 8 or 16 bits (%d)", most));
    }
    return most > 8 ? 16 : 8;
  }

  private static Picture decode(ImageReader reader) throws IOException, Unusable {
    ImageTypeSpecifier type = type(reader);
    ImageShape announced = shape(reader, type.getColorModel());
    long heap = Runtime.getRuntime().maxMemory();
    if ((long) announced.bytes() * COPIES > heap) {
      throw new Unusable(
          String.format(
              Locale.ROOT,
              "one of %s, which needs %,d B of heap to decode where the JVM has %,d B",
              announced,
              (long) announced.bytes() * COPIES,
              heap));
    }
    String[] cutShort = new String[1];
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          // The JPEG reader fills what is missing with grey and only warns.
          String what = warning.toLowerCase(Locale.ROOT);
          if (what.contains("premature end") || what.contains("truncated")) {
            cutShort[0] = warning;
          }
        });
    ImageReadParam how = reader.getDefaultReadParam();
    how.setDestinationType(type);
    if (reader.getFormatName().equalsIgnoreCase("jpeg") && announced.channels() == 3) {
      // Whoever names the bands gets them as they are. Otherwise the reader converts those of a
      // file with a colour profile to sRGB.
      int[] bands = {0, 1, 2};
      how.setSourceBands(bands);
      how.setDestinationBands(bands);
    }
    BufferedImage image = reader.read(0, how);
    if (cutShort[0] != null) {
      throw new Unusable("a file that was cut short (" + cutShort[0] + ")");
    }
    ImageShape shape = shape(image.getWidth(), image.getHeight(), image.getColorModel());
    return new Picture(content(shape), pixels(image, shape));
  }

  private static byte[] pixels(BufferedImage image, ImageShape shape) {
    ColorModel colours = image.getColorModel();
    Raster raster = image.getRaster();
    int width = shape.width();
    int bands = raster.getNumBands();
    byte[] pixels = new byte[shape.bytes()];
    int[] row = new int[width * bands];
    int[] bits = colours.getComponentSize();
    int at = 0;
    for (int y = 0; y < shape.height(); y++) {
      raster.getPixels(0, y, width, 1, row);
      if (colours instanceof IndexColorModel palette) {
        for (int x = 0; x < width; x++) {
          at = putColour(palette, row[x], shape.channels(), pixels, at);
        }
      } else if (shape.depth() == 16) {
        for (int i = 0; i < row.length; i++) {
          int sample = spread(row[i], bits[i % bands], 16);
          pixels[at++] = (byte) sample;
          pixels[at++] = (byte) (sample >> 8);
        }
      } else {
        for (int i = 0; i < row.length; i++) {
          pixels[at++] = (byte) spread(row[i], bits[i % bands], 8);
        }
      }
    }
    return pixels;
  }

  private static int putColour(
      IndexColorModel palette, int index, int channels, byte[] pixels, int offset) {
    int at = offset;
    pixels[at++] = (byte) palette.getRed(index);
    if (channels >= 3) {
      pixels[at++] = (byte) palette.getGreen(index);
      pixels[at++] = (byte) palette.getBlue(index);
    }
    if (channels % 2 == 0) {
      pixels[at++] = (byte) palette.getAlpha(index);
    }
    return at;
  }

  /** A sample of {@code bits} as one of {@code depth}; 0 stays 0 and the largest the largest. */
  private static int spread(int sample, int bits, int depth) {
    if (bits == depth) {
      return sample;
    }
    int most = (1 << bits) - 1;
    return (sample * ((1 << depth) - 1) + most / 2) / most;
  }
}
