package dev.imagestore.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a dataset sent. */
final class Reading implements ImageSink {
  final List<ImageShape> shapes = new ArrayList<>();
  final List<Boolean> signed = new ArrayList<>();
  final List<Integer> labels = new ArrayList<>();
  final List<byte[]> pixels = new ArrayList<>();
  final List<String> unreadable = new ArrayList<>();

  /** Reads the first {@code limit} images of a dataset. */
  static Reading of(Dataset dataset, long limit) throws IOException {
    Reading reading = new Reading();
    dataset.read(limit, reading);
    return reading;
  }

  @Override
  public void image(ImageShape shape, boolean isSigned, int label, ByteBuffer buffer) {
    shapes.add(shape);
    signed.add(isSigned);
    labels.add(label);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    pixels.add(bytes);
  }

  @Override
  public void unreadable(dev.imagestore.input.BadInputException why) {
    unreadable.add(why.getMessage());
  }
}
