package dev.imagestore.store;

/**
 * How much of a store's files the operating system has in memory.
 *
 * @param pages that the files take, all together
 * @param resident those of them that are in memory
 */
public record Residency(long pages, long resident) {
  /** Of no files. */
  public static final Residency NOTHING = new Residency(0, 0);

  /** Of these files and those. */
  public Residency plus(Residency other) {
    return new Residency(pages + other.pages, resident + other.resident);
  }

  @Override
  public String toString() {
    return resident + " of " + pages + " pages in memory";
  }
}
