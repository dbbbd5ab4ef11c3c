package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DiskUsage;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeviceReadsTest {
  private static final DiskUsage STORE = new DiskUsage(10_000, 12_288, 1);

  @Test
  void aStoreThatIsReadWholeComesFromTheDevice() {
    assertThatCode(() -> DeviceReads.check(OptionalLong.of(10_000), STORE, true))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> DeviceReads.check(OptionalLong.of(4_096), STORE, true))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("cache=cold: ")
        .hasMessageContaining("10000 B")
        .hasMessageContaining("4096 B");
  }

  @Test
  void oneImageComesFromTheDeviceToo() {
    assertThatCode(() -> DeviceReads.check(OptionalLong.of(4_096), STORE, false))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> DeviceReads.check(OptionalLong.of(0), STORE, false))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void whatNobodyCountsIsNotHeldAgainstAStore() {
    assertThatCode(() -> DeviceReads.check(OptionalLong.empty(), STORE, true))
        .doesNotThrowAnyException();
  }
}
