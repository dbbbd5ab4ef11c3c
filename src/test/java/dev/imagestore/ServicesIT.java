package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.EnvironmentFiles;
import dev.imagestore.result.Names;
import dev.imagestore.result.Resource;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.store.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores on servers, by the finished jar: what is measured, and what is left when it ends. */
class ServicesIT {
  private static final String SERVED =
      "backend="
          + String.join(
              ",",
              Backends.all().stream()
                  .filter(each -> each.service().map(s -> s.missing().isEmpty()).orElse(false))
                  .map(each -> each.name())
                  .toList());

  @TempDir Path directory;
  private Jar jar;

  @BeforeEach
  void jar() throws IOException {
    jar = new Jar(directory);
  }

  @Test
  void bothSidesAreMeasuredAndNothingIsLeft() throws Exception {
    Set<ProcessHandle> seen = new LinkedHashSet<>();
    Set<String> secrets = new LinkedHashSet<>();
    List<String> tables = new ArrayList<>();
    Process run =
        jar.start(
            "-f",
            "1",
            "-wi",
            "1",
            "-w",
            "50ms",
            "-i",
            "2",
            "-r",
            "150ms",
            "-p",
            SERVED,
            "-p",
            "cutoff=30",
            "storeMany|readMany|readRandom");
    while (!run.waitFor(200, TimeUnit.MILLISECONDS)) {
      run.descendants().forEach(seen::add);
      secrets.addAll(secrets());
      tables.add(processes());
    }
    Jar.Said said = jar.said(run.exitValue());
    assertThat(said.status()).as(said.out() + said.err()).isZero();
    assertThat(secrets).isNotEmpty();
    Path file = jar.resultFiles().get(0);
    List<BenchmarkResult> results = ResultFiles.read(file).results();
    assertThat(results).hasSize(3 * SERVED.split(",", -1).length);
    for (BenchmarkResult result : results) {
      assertThat(result.secondary()).containsKey(Names.RETRIES);
      if (Files.isDirectory(Path.of("/proc/self/fd"))) {
        assertThat(result.secondary().get(Resource.SERVER_CPU_TIME.metric()).score())
            .as("%s", result.key())
            .isPositive();
      }
      if (result.key().shortName().endsWith("storeMany")) {
        assertThat(result.secondary().get(Names.DISK_ALLOCATED).score()).isPositive();
      }
    }
    Environment environment = EnvironmentFiles.read(EnvironmentFiles.beside(file));
    assertThat(environment.libraries().get("s3-server")).startsWith("S3Proxy ");
    // Of anything that was said or written, by anybody who may look.
    tables.add(said.out());
    tables.add(said.err());
    tables.add(Files.readString(file));
    tables.add(Files.readString(EnvironmentFiles.beside(file)));
    for (String secret : secrets) {
      assertThat(tables).noneMatch(text -> text.contains(secret));
    }
    assertGone(seen);
    try (Stream<Path> left = Files.list(jar.work())) {
      assertThat(left).isEmpty();
    }
  }

  /** Passwords, keys and addresses of the services that are running. */
  private Set<String> secrets() throws IOException {
    Set<String> secrets = new LinkedHashSet<>();
    try (Stream<Path> files = Files.find(jar.work(), 2, (path, a) -> isServiceFile(path))) {
      for (Path file : files.toList()) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
          properties.load(in);
        } catch (IOException e) {
          continue; // The run has just ended.
        }
        for (String name : List.of("user", "secret", "endpoint")) {
          if (properties.getProperty(name) != null) {
            secrets.add(properties.getProperty(name));
          }
        }
        String url = properties.getProperty("url");
        if (url != null && url.contains("password=")) {
          secrets.add(url.replaceFirst(".*password=", ""));
          secrets.add(url.replaceFirst("jdbc:postgresql://([^/]+)/.*", "$1"));
        }
      }
    } catch (java.io.UncheckedIOException e) {
      // The run deletes its directory.
    }
    return secrets;
  }

  private static boolean isServiceFile(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith("service-") && name.endsWith(".properties");
  }

  private static String processes() throws IOException {
    Process ps = new ProcessBuilder("ps", "-eo", "args").start();
    try (InputStream out = ps.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertGone(Set<ProcessHandle> processes) throws Exception {
    assertThat(processes).isNotEmpty();
    for (ProcessHandle each : processes) {
      each.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void serversEndWhenTheRunIsKilled() throws Exception {
    Process run =
        jar.start(
            "-f",
            "1",
            "-wi",
            "1",
            "-w",
            "60s",
            "-i",
            "1",
            "-p",
            SERVED,
            "-p",
            "cutoff=30",
            "readMany");
    Set<ProcessHandle> seen = new LinkedHashSet<>();
    for (int i = 0; i < 600 && !jar.said(0).out().contains("Warmup Iteration"); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      assertThat(run.isAlive()).as(jar.said(0).out()).isTrue();
    }
    run.descendants().forEach(seen::add);
    assertThat(seen).hasSizeGreaterThanOrEqualTo(3);
    run.destroyForcibly().waitFor();
    assertGone(seen);
    // What is left are files, until the next run.
    assertThat(jar.run("footprint", "-p", "backend=raw", "-p", "cutoff=1").status()).isZero();
    try (Stream<Path> left = Files.list(jar.work())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aServerThatIsKilledFailsItsOwnConfigurationsOnly() throws Exception {
    Process run =
        jar.start(
            "-f",
            "1",
            "-wi",
            "1",
            "-w",
            "300ms",
            "-i",
            "2",
            "-r",
            "300ms",
            "-p",
            "backend=s3,raw",
            "-p",
            "cutoff=30",
            "readMany|storeMany");
    try {
      ProcessHandle server = null;
      while (server == null && run.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(50);
        if (jar.said(0).out().contains("Warmup Iteration")) {
          server =
              run.children()
                  .filter(child -> child.info().commandLine().orElse("").contains("ServiceProcess"))
                  .findFirst()
                  .orElse(null);
        }
      }
      assumeTrue(server != null, "processes can't be seen here");
      server.destroyForcibly();
      assertThat(run.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      run.destroyForcibly();
    }
    Jar.Said said = jar.said(run.exitValue());
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.out()).contains("FAILED: ").contains("S3: ");
    assertThat(ResultFiles.read(jar.resultFiles().get(0)).results())
        .extracting(result -> result.key().param(Names.BACKEND))
        .containsOnly("raw")
        .hasSize(2);
  }

  @Test
  void storesOnServersAreNotKept() throws Exception {
    Jar.Said said = jar.run("footprint", "-p", "backend=s3", "-p", "cutoff=1", "--keep", "kept");
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains("--keep: expected stores that are files, found backend=s3");
  }
}
