package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.ThroughputResult;

class ProfiledValueTest {
  @Test
  void whatOneIterationOfAForkHasIsNotHalved() {
    Result<?> two = aggregated(false, true);
    assertThat(two.extendedInfo()).contains("3.000 files");
    assertThat(two.getScore()).isEqualTo(3);

    Result<?> six = aggregated(false, false, true, false, false, true);
    assertThat(six.extendedInfo()).contains("3.000 files").doesNotContain("1.");
    assertThat(six.getStatistics().getMin()).isEqualTo(3);
    assertThat(six.getSampleCount()).as("one per fork").isEqualTo(2);
  }

  private static Result<?> aggregated(boolean... has) {
    List<IterationResult> iterations = new ArrayList<>();
    for (boolean one : has) {
      IterationResult iteration = new IterationResult(null, null, null);
      iteration.addResult(
          new ThroughputResult(ResultRole.PRIMARY, "storeMany", 10, 1_000, TimeUnit.SECONDS));
      if (one) {
        iteration.addResult(new ProfiledValue("diskFiles", 3, "files"));
      }
      iterations.add(iteration);
    }
    return new BenchmarkResult(null, iterations).getSecondaryResults().get("diskFiles");
  }
}
