package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Computed images that are like photographs to an encoder; {@link SyntheticImages} says how they
 * are made. The same on every machine and JDK.
 */
final class SyntheticDataset implements Dataset {
  private static final ImageShape PHOTO = new ImageShape(32, 32, 3, 8);
  private static final int PHOTOS = 10_000;
  private static final long BUDGET = 64L << 20;
  private static final Pattern SHAPE =
      Pattern.compile("([0-9]{1,9})x([0-9]{1,9})x([0-9]{1,9})(?:x([0-9]{1,9}))?");

  private final String name;
  private final ImageShape shape;
  private final long size;

  private SyntheticDataset(String name, ImageShape shape, long size) {
    this.name = name;
    this.shape = shape;
    this.size = size;
  }

  /**
   * The 10,000 photographs, or images of another shape, as many as fit 64 MiB.
   *
   * @param name the whole name
   * @param shape {@code WxHxC} or {@code WxHxCx16}; empty for the photographs
   */
  static Dataset parse(String name, String shape) throws BadInputException {
    if (shape.isEmpty()) {
      return new SyntheticDataset(name, PHOTO, PHOTOS);
    }
    Matcher m = SHAPE.matcher(shape);
    if (!m.matches()) {
      throw new BadInputException(
          name
              + ": expected WxHxC or WxHxCx16 (width, height, channels, 16 bits a sample), such as"
              + " synthetic:512x512x1x16, found "
              + shape);
    }
    ImageShape parsed;
    try {
      parsed =
          new ImageShape(
              Integer.parseInt(m.group(1)),
              Integer.parseInt(m.group(2)),
              Integer.parseInt(m.group(3)),
              m.group(4) == null ? 8 : Integer.parseInt(m.group(4)));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(name + ": " + e.getMessage(), e);
    }
    if (parsed.bytes() > BUDGET) {
      throw new BadInputException(
          String.format(
              java.util.Locale.ROOT,
              "%s: expected an image of %,d B (64 MiB) or less, found %,d B",
              name,
              BUDGET,
              parsed.bytes()));
    }
    return new SyntheticDataset(name, parsed, BUDGET / parsed.bytes());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String publicName() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long bytes(long limit) {
    return Math.min(limit, size) * shape.bytes();
  }

  @Override
  public void read(long limit, ImageSink sink) throws IOException {
    SyntheticImages images = new SyntheticImages(shape);
    byte[] pixels = new byte[shape.bytes()];
    for (long i = 0; i < Math.min(limit, size); i++) {
      int label = images.fill(i, pixels);
      sink.image(shape, false, label, ByteBuffer.wrap(pixels));
    }
  }

  @Override
  public DatasetSummary summary() {
    return new DatasetSummary(
        size, shape.toString(), SyntheticImages.LABELS, bytes(size), "computed", List.of());
  }
}
