package dev.imagestore.store.hdf5;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.flat.ColumnWriter;
import dev.imagestore.store.flat.PixelWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The same datasets as {@link Hdf5Tuned}'s, but {@code /images} in compressed chunks, see {@link
 * DeflatedChunks}. Images of several shapes have no such chunks, and are refused.
 */
final class Hdf5Deflate implements ImageStore {
  private final int threads;

  /**
   * A store of compressed chunks.
   *
   * @param threads how many compress and decompress, 1 or more
   */
  Hdf5Deflate(int threads) {
    this.threads = threads;
  }

  /**
   * Refuses images that have no chunks.
   *
   * @throws BadInputException that names the option
   */
  static void checkShapes(ImageSet images) throws BadInputException {
    if (!images.uniform()) {
      throw new BadInputException(
          Hdf5Backend.DEFLATE
              + ": expected images of one shape, which lie in chunks, found several shapes; leave"
              + " the option out");
    }
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    checkShapes(images);
    Path dir = at.directory();
    Path file = dir.resolve(Hdf5File.NAME);
    ImageShape shape = images.shape(0);
    StreamedDataset.Layout layout = new StreamedDataset.Layout();
    Hdf5Tuned.write(
        file,
        List.of(
            new StreamedDataset(
                layout,
                Hdf5File.LABELS,
                ColumnWriter.labelWidth(images.maxLabel()),
                new long[] {images.count()},
                channel -> PixelWriter.labels(images, channel)),
            new StreamedDataset(
                    layout,
                    Hdf5File.IMAGES,
                    shape.sampleBytes(),
                    new long[] {images.count(), shape.height(), shape.width(), shape.channels()},
                    new DeflatedChunks(images, threads))
                .signed(images.signed())));
    if (durability == Durability.sync) {
      DiskSync.force(file);
      DiskSync.entries(dir);
    }
  }

  @Override
  public Optional<String> obstacleToAppend() {
    return Optional.of(Hdf5Backend.WRITTEN_ONCE);
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    Path dir = at.directory();
    Path file = dir.resolve(Hdf5File.NAME);
    FileChannel channel = FileIo.open(dir, file, "hdf5");
    try {
      return new DeflatedReader(file, channel, Hdf5File.checked(file, channel), threads);
    } catch (IOException e) {
      try (channel) {
        throw e;
      }
    } catch (RuntimeException | StackOverflowError e) {
      try (channel) {
        throw Hdf5File.unreadable(file, e);
      }
    }
  }
}
