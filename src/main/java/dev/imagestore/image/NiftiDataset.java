package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A NIfTI-1 volume, {@code .nii}, {@code .nii.gz}, or a pair of {@code .hdr} and {@code .img}. Its
 * images are the slices along the last of the three axes of space, in the order of the file: of all
 * time points and of what other dimensions follow. The first axis runs along the rows of an image.
 * The label of a slice is the number of its volume, 0 where there is only one.
 */
final class NiftiDataset implements Dataset {
  private final String name;
  private final Path file;
  private NiftiHeader header;

  private NiftiDataset(String name, Path file) {
    this.name = name;
    this.file = file;
  }

  static Dataset parse(String name, String path) throws BadInputException {
    return new NiftiDataset(
        name, Datasets.file(name, path, "a NIfTI-1 file, *.nii, *.nii.gz, *.hdr or *.img"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String publicName() {
    String last = Datasets.lastPart(file);
    return Datasets.publicName(name, last.replaceFirst("\\.(nii|hdr|img)(\\.gz)?$", ""));
  }

  private synchronized NiftiHeader header() throws IOException {
    if (header == null) {
      header = NiftiHeader.of(file);
    }
    return header;
  }

  @Override
  public long size() throws IOException {
    return header().slices();
  }

  @Override
  public long bytes(long limit) throws IOException {
    return Math.min(limit, size()) * header().shape().bytes();
  }

  @Override
  public void read(long limit, ImageSink sink) throws IOException {
    NiftiHeader volume = header();
    ImageShape shape = volume.shape();
    SampleArrays.checkHeap(file.toString(), shape);
    byte[] pixels = new byte[shape.bytes()];
    long count = Math.min(limit, volume.slices());
    try (InputStream in = NiftiHeader.open(volume.data())) {
      try {
        in.skipNBytes(volume.offset());
      } catch (EOFException e) {
        throw new BadInputException(
            volume.data() + ": expected samples from offset " + volume.offset() + ", found less",
            e);
      }
      for (long i = 0; i < count; i++) {
        int n = in.readNBytes(pixels, 0, pixels.length);
        if (n < pixels.length) {
          throw BadInputException.of(
              volume.data(), pixels.length + " B of slice " + i, n + " B", "it is cut short");
        }
        if (volume.bigEndian() && shape.depth() == 16) {
          SampleArrays.swapBytes(pixels);
        }
        int label = (int) (i / volume.depth());
        sink.image(shape, volume.signed(), label, ByteBuffer.wrap(pixels));
      }
      if (count == volume.slices() && volume.compressed()) {
        in.transferTo(OutputStream.nullOutputStream()); // a gzip file's checksum is at its end
      }
    }
  }

  @Override
  public DatasetSummary summary() throws IOException {
    SummarySink found = new SummarySink();
    read(Long.MAX_VALUE, found);
    return found.summary();
  }
}
