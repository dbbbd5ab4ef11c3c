package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.result.Resource;
import dev.imagestore.store.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCountersTest {
  @TempDir Path directory;

  @Test
  void whatAServerAndItsChildrenUseIsCounted() throws IOException {
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "Linux only");
    Process server = new ProcessBuilder("sh").directory(directory.toFile()).start();
    try (Writer commands = server.outputWriter(StandardCharsets.US_ASCII);
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
      ServerCounters counters = new ServerCounters(server.pid());
      assertThat(counters.counted())
          .contains(Resource.SERVER_CPU_TIME, Resource.SERVER_BYTES_WRITTEN)
          .allMatch(Resource::isServers);
      ResourceUse idle = new ResourceUse();
      counters.begin();
      counters.end(idle);
      assertThat(idle.of(Resource.SERVER_BYTES_WRITTEN)).isZero();

      ResourceUse busy = new ResourceUse();
      counters.begin();
      commands.write(
          "dd if=/dev/zero of=file bs=1000 count=70 2>/dev/null;"
              + " i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo done\n");
      commands.flush();
      assertThat(answers.readLine()).isEqualTo("done");
      counters.end(busy);
      assertThat(busy.of(Resource.SERVER_BYTES_WRITTEN)).isBetween(70_000L, 71_000L);
      assertThat(busy.of(Resource.SERVER_WRITE_CALLS)).isBetween(70L, 80L);
      assertThat(busy.of(Resource.SERVER_CPU_TIME)).isPositive();
      assertThat(busy.of(Resource.SERVER_PAGE_FAULTS)).isPositive();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void withoutAServerNothingIsCounted() throws IOException {
    ServerCounters counters = ServerCounters.of("raw", Service.Directory.NONE);
    ResourceUse used = new ResourceUse();
    counters.begin();
    counters.end(used);
    assertThat(counters.counted()).isEmpty();
    assertThat(used.of(Resource.SERVER_CPU_TIME)).isZero();
  }
}
