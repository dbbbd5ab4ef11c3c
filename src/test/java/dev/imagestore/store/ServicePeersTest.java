package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.ImageShape;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores that are on a server are read with psycopg2, psql and boto3, and what those stored is read
 * with ours; where they are installed.
 */
class ServicePeersTest {
  private static final Path SCRIPT = Path.of("src", "test", "python", "service_peers.py");

  @TempDir Path temp;

  private static List<TestImages> sets() {
    ImageShape rgb = new ImageShape(32, 31, 3, 8);
    ImageShape grey16 = new ImageShape(13, 14, 1, 16);
    return List.of(
        TestImages.uniform(70, 30, rgb),
        TestImages.uniform(71, 5, grey16),
        TestImages.of(72, new int[] {9, 65_536, 0}, rgb, grey16, new ImageShape(90, 40, 4, 8)));
  }

  private static String python(String modules) {
    Optional<String> found =
        Stream.of("python3", "/usr/bin/python3")
            .filter(p -> run(Map.of(), p, "-c", "import numpy, " + modules).isEmpty())
            .findFirst();
    assumeTrue(found.isPresent(), "python3 with numpy and " + modules + " is not installed");
    return found.get();
  }

  @Test
  void psycopg2ReadsOurTablesAndWeItsOwn() throws IOException {
    String python = python("psycopg2");
    Map<String, String> environment = Map.of("PEER_URL", postgres());
    for (TestImages images : sets()) {
      Path reference = reference(images);
      Path ours = temp.resolve("ours" + images.count());
      StoreVariant postgres = StoreVariant.of("postgres");
      postgres.store(images, ours, Durability.none);
      assertThat(peer(environment, python, "postgres", "read", table(ours), reference)).isEmpty();
      Path theirs = temp.resolve("theirs" + images.count());
      assertThat(peer(environment, python, "postgres", "store", table(theirs), reference))
          .isEmpty();
      StoreChecks.holds(postgres, theirs, images, 4);
    }
  }

  @Test
  void psqlCountsOurRows() throws IOException {
    assumeTrue(run(Map.of(), "psql", "--version").startsWith("psql"), "psql is not installed");
    Path ours = temp.resolve("ours");
    StoreVariant.of("postgres").store(sets().get(0), ours, Durability.none);
    assertThat(
            run(
                Map.of("PEER_URL", postgres()),
                "sh",
                "-c",
                "psql --no-psqlrc -At \"$PEER_URL\" -c 'SELECT count(*), sum(length(pixels)) FROM "
                    + table(ours)
                    + "'"))
        .isEqualTo("30|" + 30 * 32 * 31 * 3);
  }

  @Test
  void boto3ReadsOurObjectsAndWeItsOwn() throws IOException {
    String python = python("boto3");
    Map<String, String> s3 = TestServices.ALL.properties("s3");
    Map<String, String> environment =
        Map.of(
            "PEER_ENDPOINT", s3.get("endpoint"),
            "PEER_BUCKET", s3.get("bucket"),
            "PEER_USER", s3.get("user"),
            "PEER_SECRET", s3.get("secret"));
    for (TestImages images : sets()) {
      Path reference = reference(images);
      Path ours = temp.resolve("ours" + images.count());
      StoreVariant objects = StoreVariant.of("s3");
      objects.store(images, ours, Durability.none);
      assertThat(peer(environment, python, "s3", "read", prefix(ours), reference)).isEmpty();
      Path theirs = temp.resolve("theirs" + images.count());
      assertThat(peer(environment, python, "s3", "store", prefix(theirs), reference)).isEmpty();
      StoreChecks.holds(objects, theirs, images, 4);
    }
  }

  private static String peer(
      Map<String, String> environment,
      String python,
      String kind,
      String task,
      String place,
      Path reference) {
    return run(environment, python, SCRIPT.toString(), kind, task, place, reference.toString());
  }

  private Path reference(TestImages images) throws IOException {
    Path reference = Files.createDirectory(temp.resolve("reference" + images.count()));
    OtherToolsTest.writeReference(images, reference);
    return reference;
  }

  /** The URL of the server as the other tools want it. */
  private static String postgres() throws IOException {
    URI url = URI.create(TestServices.ALL.properties("postgres").get("url").replace("jdbc:", ""));
    Map<String, String> parameters =
        Arrays.stream(url.getQuery().split("&"))
            .map(each -> each.split("=", 2))
            .collect(Collectors.toMap(each -> each[0], each -> each[1]));
    return "postgresql://"
        + parameters.get("user")
        + ":"
        + parameters.get("password")
        + "@"
        + url.getAuthority()
        + url.getPath();
  }

  private static String table(Path home) throws IOException {
    return StoreVariant.of("postgres").at(home).toString();
  }

  private static String prefix(Path home) throws IOException {
    return StoreVariant.of("s3").at(home).toString();
  }

  /** What a command says, or that it failed; empty if it did not and said nothing. */
  private static String run(Map<String, String> environment, String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.environment().put("NO_PROXY", "127.0.0.1");
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      int exit = process.waitFor();
      return exit == 0 ? output : "exit status " + exit + ": " + output;
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }
}
