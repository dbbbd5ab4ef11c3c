package dev.imagestore.image;

import java.io.IOException;
import java.util.List;

/**
 * Images with labels in a fixed order, wherever they come from. Making one costs nothing: files are
 * looked at when images are asked for. {@link Datasets#parse} makes it from its name.
 */
public interface Dataset {

  /** The name as the user wrote it, {@code folder:/data/scans}. */
  String name();

  /** The kind and the last part of the path, which may be published: {@code folder:scans}. */
  String publicName();

  /**
   * How many images there are. For a folder this looks into every file; {@link #bytes} and {@link
   * #read} stop at the last one that they need.
   */
  long size() throws IOException;

  /**
   * The bytes of pixels of the first {@code limit} images, or of all if there are fewer, found
   * without decoding them.
   *
   * @param limit 1 or more
   */
  long bytes(long limit) throws IOException;

  /**
   * Sends the first {@code limit} images, or all if there are fewer, to {@code sink}, in order and
   * one at a time.
   *
   * @param limit 1 or more
   * @throws dev.imagestore.input.BadInputException if there is no image at all
   */
  void read(long limit, ImageSink sink) throws IOException;

  /** What there is. For a folder this decodes every picture, to find those that are broken. */
  DatasetSummary summary() throws IOException;

  /** The names of the labels by number; empty where labels are only numbers. */
  default List<String> labelNames() throws IOException {
    return List.of();
  }
}
