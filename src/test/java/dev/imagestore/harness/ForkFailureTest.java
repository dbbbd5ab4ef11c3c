package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;

class ForkFailureTest {
  private static final BenchmarkParams TWO_FORKS = JmhRuns.params(Mode.Throughput, 2);

  @Test
  void forksThatMeasuredAllHaveNotFailed() {
    assertThat(ForkFailure.happened(List.of(JmhRuns.run(TWO_FORKS, 3, 3)), 2, "Iteration 3: 5"))
        .isFalse();
    assertThat(ForkFailure.happened(List.of(JmhRuns.run(TWO_FORKS, 3)), 0, ""))
        .as("in this process")
        .isFalse();
  }

  @Test
  void anIterationOrAForkThatIsMissingIsAFailure() {
    assertThat(ForkFailure.happened(List.of(JmhRuns.run(TWO_FORKS, 3, 2)), 2, "")).isTrue();
    assertThat(ForkFailure.happened(List.of(JmhRuns.run(TWO_FORKS, 3)), 2, "")).isTrue();
    assertThat(ForkFailure.happened(List.of(), 2, "")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Iteration   3: <failure>\n\njava.io.IOException: No space left on device\n",
        "\n<forked VM failed with exit code 134>\n",
        "<binary link had failed, forked VM corrupted the stream? Use EXTRA verbose>\n"
      })
  void whatJmhCallsAFailureIsOne(String said) {
    assertThat(ForkFailure.happened(List.of(JmhRuns.run(TWO_FORKS, 3, 3)), 2, said)).isTrue();
  }

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
