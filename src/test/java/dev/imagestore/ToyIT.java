package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.result.EnvironmentFiles;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.toy.ServedBackend;
import dev.imagestore.toy.ToyBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backend, a codec and a service from outside, put on the class path before the jar: all that
 * they need is a class and a line, and everything goes on to work with them.
 */
class ToyIT {
  private static final List<String> SHORT =
      List.of("-f", "2", "-wi", "1", "-w", "20ms", "-i", "2", "-r", "20ms");

  @TempDir Path directory;
  private Jar jar;

  @BeforeEach
  void putOnTheClassPath() throws Exception {
    Path added = Files.createDirectories(directory.resolve("added"));
    Path classes = Path.of("target", "test-classes").toAbsolutePath();
    Path lines = Files.createDirectories(added.resolve("META-INF").resolve("services"));
    Files.writeString(
        lines.resolve("dev.imagestore.store.Backend"),
        ToyBackend.class.getName() + "\n" + ServedBackend.class.getName() + "\n");
    jar = new Jar(directory, List.of(added, classes));
    // What the build does for backends of its own.
    String main = "dev.imagestore.harness.DeclaredParameters";
    String built = Path.of("target", "classes").toAbsolutePath().toString();
    assertThat(jar.runClass(main, built, added.toString()).status()).isZero();
  }

  private Jar.Said run(String... more) throws IOException, InterruptedException {
    return jar.run(Stream.concat(SHORT.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void itsOptionsAreParametersOfJmh() throws Exception {
    String listed = jar.run("-lp", "storeMany").out();
    assertThat(listed)
        .contains("param \"toyOrder\" = {forward}")
        .contains("param \"toyGap\" = {0}")
        .contains("param \"toyBits\"");
    assertThat(jar.run("readMany", "-p", "backend=toy", "-p", "toyOrder=sideways").err())
        .contains("toyOrder: expected forward, backward, found 'sideways'");
    assertThat(jar.run("readMany", "-p", "backend=raw", "-p", "toyGap=1").err())
        .contains("toyGap=1: none of the chosen backends (raw) has it; toy has");
  }

  @Test
  void itIsRunShownDrawnAndCompared() throws Exception {
    Jar.Said said =
        run(
            "-p",
            "backend=raw,toy",
            "-p",
            "cutoff=20",
            "-p",
            "toyOrder=forward,backward",
            "-p",
            "codec=raw,toy",
            "storeMany|readMany");
    assertThat(said.status()).as(said.out() + said.err()).isZero();
    assertThat(said.out())
        .contains("toyOrder=backward concerns toy only")
        .contains("toy toyOrder=backward (documented)")
        .contains("toy codec=toy");
    Path file = jar.resultFiles().get(0);
    ResultFile results = ResultFiles.read(file);
    assertThat(results.results()).hasSize(2 * (1 + 4));
    assertThat(params(results, "raw"))
        .allSatisfy(params -> assertThat(params).doesNotContainKeys("toyOrder", "codec"));
    assertThat(params(results, "toy"))
        .allSatisfy(params -> assertThat(params).containsKeys("toyOrder", "toyGap", "codec"));

    Jar.Said page = jar.run("report", file.toString(), "--html", "page.html");
    assertThat(page.status()).as(page.err()).isZero();
    assertThat(Files.readString(directory.resolve("page.html")))
        .contains("toy toyOrder=backward (documented)");
    Path pictures = directory.resolve("plots").resolve(results.name());
    // Text in a picture is outlines; that the five ways are told apart is seen by their colours.
    assertThat(pictures.resolve("store-images-per-second.png")).isNotEmptyFile();

    Jar.Said compared = jar.run("compare", file.toString(), file.toString());
    assertThat(compared.out()).contains("toyOrder=backward").contains("codec=toy");
  }

  @Test
  void itsServiceIsStartedOnceAndEndsWithTheRun() throws Exception {
    Jar.Said said = run("-p", "backend=served", "-p", "cutoff=5", "readMany");
    assertThat(said.status()).as(said.out() + said.err()).isZero();
    assertThat(ResultFiles.read(jar.resultFiles().get(0)).results()).hasSize(1);
    assertNothingLeft();
  }

  @Test
  void itsServiceEndsWhenTheRunIsKilled() throws Exception {
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
            "backend=served",
            "-p",
            "cutoff=5",
            "readMany");
    List<ProcessHandle> children = List.of();
    for (int i = 0; i < 600 && children.size() < 2; i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      children = run.descendants().toList();
    }
    assertThat(children).as(jar.said(0).out()).hasSizeGreaterThanOrEqualTo(2);
    run.destroyForcibly().waitFor();
    for (ProcessHandle child : children) {
      child.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aServiceThatDoesNotStartFailsItsOwnConfigurationsOnly() throws Exception {
    Files.createFile(directory.resolve(ServedBackend.STRIKE));
    Jar.Said said = run("-p", "backend=raw,served", "-p", "cutoff=5", "readMany");
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.out()).contains("porter did not start: it is on strike");
    Path file = jar.resultFiles().get(0);
    assertThat(params(ResultFiles.read(file), "raw")).hasSize(1);
    assertThat(params(ResultFiles.read(file), "served")).isEmpty();
    assertThat(Files.readString(EnvironmentFiles.beside(file))).contains("served");
  }

  private static List<Map<String, String>> params(ResultFile file, String backend) {
    return file.results().stream()
        .map(result -> result.key().params())
        .filter(params -> backend.equals(params.get("backend")))
        .<Map<String, String>>map(params -> params)
        .toList();
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(jar.work())) {
      assertThat(left).isEmpty();
    }
    String results = Files.readString(jar.resultFiles().get(0), StandardCharsets.UTF_8);
    assertThat(results).doesNotContain("password");
  }
}
