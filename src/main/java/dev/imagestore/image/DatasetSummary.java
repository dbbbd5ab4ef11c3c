package dev.imagestore.image;

import java.util.List;

/**
 * What a dataset holds.
 *
 * @param images how many images
 * @param shapes in words: {@code 32x32x3}, or {@code mixed, up to 640x480x3}
 * @param labels how many labels there are: 1 more than the largest possible
 * @param bytes pixels of all images
 * @param remark something to know about it, such as that it is not downloaded yet; or empty
 * @param unreadable a line for each file that should hold an image and doesn't: the file and the
 *     reason
 */
public record DatasetSummary(
    long images, String shapes, int labels, long bytes, String remark, List<String> unreadable) {
  /** Copies the list. */
  public DatasetSummary {
    unreadable = List.copyOf(unreadable);
  }
}
