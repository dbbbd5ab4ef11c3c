package dev.imagestore.image;

import java.nio.ByteBuffer;
import java.util.List;

/** Describes a dataset by the images that it sends. */
final class SummarySink implements ImageSink {
  private final Shapes shapes = new Shapes();
  private long images;
  private long bytes;
  private int maxLabel = -1;

  @Override
  public void image(ImageShape shape, boolean signed, int label, ByteBuffer pixels) {
    images++;
    bytes += shape.bytes();
    shapes.add(shape, signed);
    maxLabel = Math.max(maxLabel, label);
  }

  DatasetSummary summary() {
    int labels = (int) Math.min(Integer.MAX_VALUE, maxLabel + 1L);
    return new DatasetSummary(images, shapes.inWords(), labels, bytes, "", List.of());
  }
}
