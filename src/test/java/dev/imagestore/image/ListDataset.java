package dev.imagestore.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Images made for a test. */
final class ListDataset implements Dataset {
  @SuppressWarnings("ArrayRecordComponent") // compared by its parts
  record Entry(ImageShape shape, boolean signed, int label, byte[] pixels) {
    Entry(ImageShape shape, int label, byte[] pixels) {
      this(shape, false, label, pixels);
    }
  }

  final List<Entry> entries = new ArrayList<>();
  private final Random random = new Random(7);

  ListDataset add(ImageShape shape, int label) {
    return add(shape, false, label);
  }

  ListDataset add(ImageShape shape, boolean signed, int label) {
    byte[] pixels = new byte[shape.bytes()];
    random.nextBytes(pixels);
    entries.add(new Entry(shape, signed, label, pixels));
    return this;
  }

  @Override
  public String name() {
    return "list";
  }

  @Override
  public String publicName() {
    return "list";
  }

  @Override
  public long size() {
    return entries.size();
  }

  @Override
  public long bytes(long limit) {
    return entries.stream().limit(limit).mapToLong(e -> e.pixels.length).sum();
  }

  @Override
  public void read(long limit, ImageSink sink) throws IOException {
    for (Entry e : entries.subList(0, (int) Math.min(limit, entries.size()))) {
      sink.image(e.shape, e.signed, e.label, ByteBuffer.wrap(e.pixels));
    }
  }

  @Override
  public DatasetSummary summary() {
    throw new UnsupportedOperationException();
  }
}
