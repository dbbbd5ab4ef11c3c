package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AggregationTest {
  @Test
  void ourOwnMetricsHaveARuleAndOthersNone() {
    assertThat(Aggregation.of(Names.IMAGES)).contains(Aggregation.MEAN);
    assertThat(Aggregation.of(Names.DISK_ALLOCATED)).contains(Aggregation.MAX);
    assertThat(Aggregation.of(Names.RESIDENT)).contains(Aggregation.MAX);
    assertThat(Aggregation.of(Names.RETRIES)).contains(Aggregation.SUM);
    assertThat(Aggregation.of("gc.count")).isEmpty();
  }
}
