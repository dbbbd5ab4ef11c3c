package dev.imagestore.result;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What results of schema 1 call differently, applied when they are read, so that nothing else has
 * to know. Frozen: such files are not written any more. They are known by the package of their
 * benchmarks, since a file may lie there without its environment.
 */
final class Schema1 {
  private static final String PACKAGE = "dev.imagestore.bench.";

  private Schema1() {}

  /** The key by which results are known today. */
  static Key today(Key key) {
    if (!key.benchmark().startsWith(PACKAGE)) {
      return key;
    }
    SortedMap<String, String> params = new TreeMap<>(key.params());
    params.replace("pngCodec", "own", "suite");
    return new Key(
        "dev.imagestore.workload." + key.benchmark().substring(PACKAGE.length()),
        key.mode(),
        key.threads(),
        params);
  }
}
