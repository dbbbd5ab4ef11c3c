package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.result.Unit.Direction;
import dev.imagestore.result.Unit.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What JMH's units mean. */
class UnitTest {
  @ParameterizedTest
  @CsvSource({
    "'',ops/s,RATE,HIGHER_IS_BETTER,false,1",
    "'',ops/ms,RATE,HIGHER_IS_BETTER,false,1000",
    "images,ops/us,RATE,HIGHER_IS_BETTER,false,1e6",
    "'',ops/min,RATE,HIGHER_IS_BETTER,false,0.016666666666666666",
    "'',s/op,TIME,LOWER_IS_BETTER,false,1",
    "'',ms/op,TIME,LOWER_IS_BETTER,false,1e-3",
    "'',us/op,TIME,LOWER_IS_BETTER,false,1e-6",
    "'',ns/op,TIME,LOWER_IS_BETTER,false,1e-9",
    "gc.time,ms,TIME,LOWER_IS_BETTER,false,1e-3",
    "diskApparent,B,BYTES,LOWER_IS_BETTER,true,1",
    "diskAllocated,KB,BYTES,LOWER_IS_BETTER,true,1024",
    "gc.alloc.rate.norm,B/op,BYTES,LOWER_IS_BETTER,false,1",
    "gc.alloc.rate,MB/sec,BYTE_RATE,UNKNOWN,false,1048576",
    "diskFiles,files,COUNT,LOWER_IS_BETTER,true,1",
    "diskFiles,#,COUNT,LOWER_IS_BETTER,true,1",
    "gc.count,counts,COUNT,UNKNOWN,false,1",
    "instructions,#/op,COUNT,LOWER_IS_BETTER,false,1",
    "share,%,OTHER,UNKNOWN,false,1",
    "'','',OTHER,UNKNOWN,false,1",
    "'',/,OTHER,UNKNOWN,false,1",
  })
  void means(
      String metric,
      String text,
      Quantity quantity,
      Direction direction,
      boolean exact,
      double toBase) {
    Unit unit = Unit.of(metric, text);
    assertThat(unit.quantity()).isEqualTo(quantity);
    assertThat(unit.direction()).isEqualTo(direction);
    assertThat(unit.exact()).isEqualTo(exact);
    assertThat(unit.toBase()).isEqualTo(toBase, within(toBase * 1e-12));
  }
}
