package dev.imagestore.analysis;

import dev.imagestore.result.ResultFile;
import java.time.Instant;

/**
 * One result file of a history.
 *
 * @param name the file's, and of the directory below the history's where it is in one
 * @param sitting the directory below the history's that it is in, whose files were measured in
 *     turns with it; empty for a run of its own
 * @param started when
 * @param file with an environment; may hold fork medians instead of all iterations
 */
public record TrendRun(String name, String sitting, Instant started, ResultFile file) {
  /** True if this was measured together with {@code other}, or is it. */
  boolean isWith(TrendRun other) {
    return name.equals(other.name) || (!sitting.isEmpty() && sitting.equals(other.sitting));
  }
}
