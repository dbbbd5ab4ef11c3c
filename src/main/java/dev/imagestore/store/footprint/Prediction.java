package dev.imagestore.store.footprint;

import java.util.List;

/**
 * What a store takes on disk by its format's rules.
 *
 * @param files how many there are
 * @param apparentBytes the sum of their lengths
 * @param allocatedBytes the sum of the blocks that they fill, whole or in part
 * @param parts where the allocated bytes go; they add up to them
 */
public record Prediction(long files, long apparentBytes, long allocatedBytes, List<Part> parts) {

  /** Copies the list. */
  public Prediction {
    parts = List.copyOf(parts);
  }

  /**
   * A purpose that bytes serve.
   *
   * @param name in a few words, fit for a table
   * @param bytes of all images together
   */
  public record Part(String name, long bytes) {}
}
