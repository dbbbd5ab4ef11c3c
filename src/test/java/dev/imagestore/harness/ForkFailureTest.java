package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForkFailureTest {
  @Test
  void aCrashIsItsStatusAndTheSignal() {
    assertThat(
            ForkFailure.reason(
                """
                # Warmup Iteration   1: <forked VM failed with exit code 134>
                <forked VM failed with exit code 134>
                <stdout last='20 lines'>
                #
                #  SIGSEGV (0xb) at pc=0x00007f, pid=1, tid=2
                # /data/patients/hs_err_pid1.log
                </stdout>
                """))
        .isEqualTo("exit status 134: SIGSEGV (0xb) at pc=0x00007f, pid=1, tid=2");
  }

  @Test
  void aFlagThatItDoesNotKnowIsNamed() {
    assertThat(
            ForkFailure.reason(
                """
                <forked VM failed with exit code 1>
                <stderr last='20 lines'>
                Unrecognized option: --sun-misc-unsafe-memory-access=allow
                Error: Could not create the Java Virtual Machine.
                </stderr>
                """))
        .isEqualTo("exit status 1: Unrecognized option: --sun-misc-unsafe-memory-access=allow");
  }

  @Test
  void anExceptionIsItsFirstLineWithoutPaths() {
    assertThat(
            ForkFailure.reason(
                """
                # Warmup Iteration   1: <failure>

                java.io.UncheckedIOException: /data/patients/stores/x.bin: image 3 differs
                \tat dev.imagestore.workload.Verification.all(Verification.java:1)
                """))
        .isEqualTo("java.io.UncheckedIOException: x.bin: image 3 differs");
  }

  @Test
  void withoutAnyWhatWasPrintedIsNamed() {
    assertThat(ForkFailure.reason("# Benchmark: x\n")).contains("what JMH printed");
  }
}
