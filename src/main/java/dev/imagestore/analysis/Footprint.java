package dev.imagestore.analysis;

import java.util.OptionalDouble;

/**
 * What a store takes on disk.
 *
 * @param dataset as results name it; empty where it is not known
 * @param backend how the images are kept
 * @param images how many there are: the cutoff
 * @param apparentBytes lengths of all files
 * @param allocatedBytes blocks of the disk that the files take
 * @param files how many
 * @param pixelBytes bytes of the images' pixels, without any format around them; 0 where it is not
 *     known
 */
public record Footprint(
    String dataset,
    String backend,
    long images,
    long apparentBytes,
    long allocatedBytes,
    long files,
    double pixelBytes) {

  /** Lengths of the files, for each image. */
  public double apparentPerImage() {
    return (double) apparentBytes / images;
  }

  /** What each image takes of the disk. */
  public double allocatedPerImage() {
    return (double) allocatedBytes / images;
  }

  /** What the store takes of the disk as a multiple of its pixels; empty where they are unknown. */
  public OptionalDouble timesPixels() {
    return pixelBytes > 0 ? OptionalDouble.of(allocatedBytes / pixelBytes) : OptionalDouble.empty();
  }
}
