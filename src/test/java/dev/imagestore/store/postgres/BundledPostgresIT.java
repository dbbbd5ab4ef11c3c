package dev.imagestore.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.store.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server that the build puts beside the jar. */
class BundledPostgresIT {
  @TempDir Path temp;

  @Test
  void itIsUnpackedAndStarted() throws Exception {
    Path bundle = Path.of("target", "benchmarks-postgres.jar").toAbsolutePath();
    assumeTrue(Files.isRegularFile(bundle), "no server for this platform");
    PostgresServer server =
        PostgresServer.start(
            PostgresPrograms.unpacked(
                bundle, temp, PostgresPrograms.prefix(List.of("unshare", "--user"))),
            temp);
    try {
      assertThat(server.properties().get(Service.VERSION)).matches("18\\.\\d+, bundled");
    } finally {
      server.close();
    }
  }
}
