package dev.imagestore.store;

/** What a reader is asked for, checked before anything is touched. */
public final class StoreIds {

  private StoreIds() {}

  /**
   * Checks a read of {@code wanted} images from {@code firstId} on.
   *
   * @throws IndexOutOfBoundsException if a store of {@code count} images does not hold them all
   * @throws IllegalStateException if the reader is closed
   */
  public static void check(boolean closed, long firstId, int wanted, long count) {
    if (closed) {
      throw new IllegalStateException("the reader is closed");
    }
    if (firstId < 0 || wanted < 0 || firstId > count - wanted) {
      throw new IndexOutOfBoundsException(
          "images " + firstId + " to " + (firstId + wanted - 1) + " of a store of " + count);
    }
  }
}
