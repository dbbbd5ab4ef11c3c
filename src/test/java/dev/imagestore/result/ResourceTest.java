package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.result.Resource.Rule;
import dev.imagestore.result.Unit.Direction;
import dev.imagestore.result.Unit.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResourceTest {
  @ParameterizedTest
  @CsvSource({
    "allocated,B,BYTES,1",
    "readCalls,calls,COUNT,1",
    "writeCalls,calls,COUNT,1",
    "bytesRead,B,BYTES,1",
    "bytesWritten,B,BYTES,1",
    "pageFaults,faults,COUNT,1",
    "deviceRead,B,BYTES,1",
    "bytesDirtied,B,BYTES,1",
    "cpuTime,ns,TIME,1e-9",
    "serverCpuTime,ns,TIME,1e-9",
    "serverBytesRead,B,BYTES,1",
  })
  void isAMetricOfWhichLessIsBetter(String metric, String text, Quantity quantity, double toBase) {
    Resource resource = Resource.of(metric).orElseThrow();
    assertThat(resource.unit()).isEqualTo(text);
    Unit unit = Unit.of(metric, text);
    assertThat(unit.quantity()).isEqualTo(quantity);
    assertThat(unit.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
    assertThat(unit.toBase()).isEqualTo(toBase);
  }

  @ParameterizedTest
  @EnumSource
  void theMeanOfIterationsIsTheScore(Resource resource) {
    assertThat(Aggregation.of(resource.metric())).contains(Aggregation.MEAN);
  }

  @Test
  void onlyWhatTheWorkAloneDecidesIsJudged() {
    assertThat(Resource.READ_CALLS.rule()).isEqualTo(Rule.EXACT);
    assertThat(Resource.BYTES_WRITTEN.rule()).isEqualTo(Rule.EXACT);
    assertThat(Resource.ALLOCATED.rule().judged()).isTrue();
    assertThat(Resource.CPU_TIME.rule().judged()).isFalse();
    assertThat(Resource.PAGE_FAULTS.rule().judged()).isFalse();
  }
}
