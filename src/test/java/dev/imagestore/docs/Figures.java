package dev.imagestore.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Numbers;
import dev.imagestore.result.Names;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.stats.Estimate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The figures of a result file, computed as {@code report} computes them and written as documents
 * show them.
 *
 * @param file from the root of the repository
 * @param run what it holds
 */
record Figures(String file, RunSummary run) {

  static Figures of(String file) throws IOException {
    return new Figures(file, RunSummary.of(ResultFiles.read(Path.of(file))));
  }

  /** All that was measured in throughput mode. */
  Stream<Row> rows() {
    return run.rows().stream().filter(row -> row.table().mode().equals("thrpt"));
  }

  /** One configuration: {@code storeMany}, {@code png (documented)}, 1,000. */
  Row row(String operation, String backend, long cutoff) {
    List<Row> found =
        rows()
            .filter(row -> row.table().shortName().endsWith("." + operation))
            .filter(row -> row.backend().equals(backend) && row.cutoff() == cutoff)
            .toList();
    assertThat(found).as("%s: %s of %s at %d", file, operation, backend, cutoff).hasSize(1);
    return found.get(0);
  }

  /** Microseconds per image, and in brackets their interval: {@code 0.659 (0.585–0.742)}. */
  String micros(String operation, String backend, long cutoff) {
    Estimate micros = row(operation, backend, cutoff).secondsPerImage().times(1e6);
    return "%s (%s–%s)"
        .formatted(
            Numbers.digits(micros.value(), 3),
            Numbers.digits(micros.low(), 3),
            Numbers.digits(micros.high(), 3));
  }

  /** Time as a multiple of what {@code raw} takes. */
  double timesRaw(String operation, String backend, long cutoff) {
    return row(operation, backend, cutoff).timesControl().orElseThrow();
  }

  /** How the time per image grows from one number of images to a larger one. */
  double growth(Map.Entry<String, String> what, long from, long to) {
    return row(what.getKey(), what.getValue(), to).secondsPerImage().value()
        / row(what.getKey(), what.getValue(), from).secondsPerImage().value();
  }

  /** True if the times at both numbers of images have no point of their intervals in common. */
  boolean apart(Map.Entry<String, String> what, long from, long to) {
    return apart(
        row(what.getKey(), what.getValue(), to).secondsPerImage(),
        row(what.getKey(), what.getValue(), from).secondsPerImage());
  }

  /** True if the times of two backends have no point of their intervals in common. */
  boolean apart(String operation, String one, String other, long cutoff) {
    return apart(
        row(operation, one, cutoff).secondsPerImage(),
        row(operation, other, cutoff).secondsPerImage());
  }

  private static boolean apart(Estimate one, Estimate other) {
    return one.hasInterval()
        && other.hasInterval()
        && (one.high() < other.low() || other.high() < one.low());
  }

  /** Those other than {@code raw} in a cell where {@code raw} is. */
  List<Row> besideRaw() {
    return rows()
        .filter(row -> !row.backend().equals(Names.CONTROL) && row.timesControl().isPresent())
        .toList();
  }
}
