package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.stats.Estimate;
import java.util.List;

/**
 * One configuration on several JDKs at one time.
 *
 * @param place where it was measured, for any JDK
 * @param key what was measured
 * @param together true if the runs took turns; else each is the newest of its JDK, and what changed
 *     on the machine between them is in the ratios
 * @param cells one per JDK, the oldest feature version first; at least two
 */
public record TrendJdks(TrendPlace place, Key key, boolean together, List<Cell> cells) {
  /** Copies the list. */
  public TrendJdks {
    cells = List.copyOf(cells);
  }

  /** The configuration without the dataset, which the place names. */
  public String name() {
    return TrendLine.inPlace(key).label();
  }

  /**
   * What it takes on one JDK.
   *
   * @param feature version of the JDK
   * @param point the run
   * @param ratio time / time on the first JDK, with a 95 % interval
   */
  public record Cell(int feature, TrendPoint point, Estimate ratio) {}
}
