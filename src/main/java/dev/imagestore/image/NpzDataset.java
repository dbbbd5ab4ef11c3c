package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A numpy archive of images and labels, as MedMNIST publishes them: {@code train_images} and {@code
 * train_labels}, then {@code val_} and {@code test_}, or {@code images} and {@code labels}.
 *
 * <p>Images are (N, H, W) or (N, H, W, C) with 1 to 4 channels; of volumes, (N, D, H, W), each
 * slice is an image with the volume's label. Labels are (N) or (N, 1); of several labels an image,
 * (N, k) of 0 and 1, the label is the number whose bits they are, the first the lowest.
 */
final class NpzDataset implements Dataset {
  private static final String EXTENSION = ".npz";
  private static final List<String> SETS = List.of("train_", "val_", "test_", "");
  private static final int MAX_CHANNELS = 4;

  /** Bits of a label. */
  private static final int MAX_BITS = 31;

  private final String name;
  private final Path file;
  private List<Part> parts;

  private NpzDataset(String name, Path file) {
    this.name = name;
    this.file = file;
  }

  static Dataset parse(String name, String path) throws BadInputException {
    return new NpzDataset(name, Datasets.file(name, path, "a numpy archive, *.npz"));
  }

  /**
   * Images and their labels.
   *
   * @param shape of each image
   * @param slices images for each label
   */
  private record Part(NpyArray images, NpyArray labels, ImageShape shape, long slices) {
    static Part of(NpyArray images, NpyArray labels) throws BadInputException {
      long[] shape = images.shape();
      boolean channels = shape.length == 4 && shape[3] <= MAX_CHANNELS;
      boolean volumes = shape.length == 4 && !channels;
      if ((shape.length != 3 && shape.length != 4) || images.itemBytes() > 2) {
        throw new BadInputException(
            images.name()
                + ": expected images (N, H, W), (N, H, W, C) or (N, D, H, W) of 8 or 16 bits, found "
                + images.inWords());
      }
      if (labels.rows() != images.rows()
          || labels.shape().length > 2
          || bits(labels) < 1
          || bits(labels) > MAX_BITS) {
        throw new BadInputException(
            labels.name()
                + ": expected labels ("
                + images.rows()
                + ") or ("
                + images.rows()
                + ", k) with k up to "
                + MAX_BITS
                + ", found "
                + labels.inWords());
      }
      int first = volumes ? 2 : 1;
      try {
        ImageShape each =
            new ImageShape(
                Math.toIntExact(shape[first + 1]),
                Math.toIntExact(shape[first]),
                channels ? (int) shape[3] : 1,
                8 * images.itemBytes());
        return new Part(images, labels, each, volumes ? shape[1] : 1);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new BadInputException(images.name() + ": " + e.getMessage(), e);
      }
    }

    private static long bits(NpyArray labels) {
      return labels.shape().length == 2 ? labels.shape()[1] : 1;
    }

    long count() {
      return images.rows() * slices;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String publicName() {
    String last = Datasets.lastPart(file);
    return Datasets.publicName(
        name,
        last.endsWith(EXTENSION) ? last.substring(0, last.length() - EXTENSION.length()) : last);
  }

  private synchronized List<Part> parts() throws IOException {
    if (parts == null) {
      try (ZipFile zip = open()) {
        parts = find(zip);
      }
    }
    return parts;
  }

  private ZipFile open() throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException(
          file + ": expected a numpy archive, found no whole zip file (" + e.getMessage() + ")", e);
    }
  }

  private List<Part> find(ZipFile zip) throws IOException {
    List<Part> found = new ArrayList<>();
    for (String set : SETS) {
      ZipEntry images = ZipEntryStream.find(file, zip, set + "images.npy");
      ZipEntry labels = ZipEntryStream.find(file, zip, set + "labels.npy");
      if (images != null && labels != null) {
        found.add(Part.of(NpyArray.of(file, zip, images), NpyArray.of(file, zip, labels)));
      } else if (images != null || labels != null) {
        throw BadInputException.of(
            file,
            set + "images and " + set + "labels",
            "only " + set + (images != null ? "images" : "labels"));
      }
    }
    if (found.isEmpty()) {
      throw BadInputException.of(
          file, "train_images and train_labels, or images and labels", "neither of them");
    }
    if (found.stream().allMatch(part -> part.count() == 0)) {
      throw BadInputException.of(file, "images", "empty arrays");
    }
    return List.copyOf(found);
  }

  @Override
  public long size() throws IOException {
    return parts().stream().mapToLong(Part::count).sum();
  }

  @Override
  public long bytes(long limit) throws IOException {
    long left = limit;
    long bytes = 0;
    for (Part part : parts()) {
      long n = Math.min(left, part.count());
      bytes += n * part.shape().bytes();
      left -= n;
    }
    return bytes;
  }

  @Override
  public void read(long limit, ImageSink sink) throws IOException {
    long left = limit;
    for (Part part : parts()) {
      if (left == 0) {
        break;
      }
      left -= read(part, Math.min(left, part.count()), sink);
    }
  }

  private long read(Part part, long count, ImageSink sink) throws IOException {
    NpyArray images = part.images();
    SampleArrays.checkHeap(images.name(), part.shape());
    byte[] pixels = new byte[part.shape().bytes()];
    try (ZipFile zip = open();
        InputStream imageBytes = images.open(zip);
        InputStream labelBytes = part.labels().open(zip)) {
      int label = 0;
      for (long i = 0; i < count; i++) {
        if (i % part.slices() == 0) {
          label = label(part.labels(), labelBytes, i / part.slices());
        }
        imageBytes.readNBytes(pixels, 0, pixels.length);
        if (images.bigEndian() && images.itemBytes() == 2) {
          SampleArrays.swapBytes(pixels);
        }
        sink.image(part.shape(), images.signed(), label, ByteBuffer.wrap(pixels));
      }
    }
    return count;
  }

  private static int label(NpyArray labels, InputStream in, long row) throws IOException {
    long bits = Part.bits(labels);
    if (bits == 1) {
      return (int) number(labels, in, row, Integer.MAX_VALUE);
    }
    int label = 0;
    for (int bit = 0; bit < bits; bit++) {
      label |= (int) number(labels, in, row, 1) << bit;
    }
    return label;
  }

  private static long number(NpyArray labels, InputStream in, long row, long most)
      throws IOException {
    byte[] bytes = in.readNBytes(labels.itemBytes());
    long value = 0;
    for (int i = 0; i < bytes.length; i++) {
      int place = labels.bigEndian() ? bytes.length - 1 - i : i;
      value |= (bytes[i] & 0xFFL) << (8 * place);
    }
    int unused = Long.SIZE - 8 * bytes.length;
    value = labels.signed() ? (value << unused) >> unused : value;
    if (value < 0 || value > most) {
      throw new BadInputException(
          labels.name() + ": row " + row + ": expected 0 to " + most + ", found " + value);
    }
    return value;
  }

  /** Reads all of it: a header does not tell that the pixels behind it are whole. */
  @Override
  public DatasetSummary summary() throws IOException {
    SummarySink found = new SummarySink();
    read(Long.MAX_VALUE, found);
    return found.summary();
  }
}
