package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What it says without running a fork; {@code TrackIT} has it run some. */
@Timeout(60)
class TargetServerTest {
  @Test
  void mistakesAreRefusedAndEndNothing() throws Exception {
    PipedOutputStream requests = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(requests);
    PipedInputStream answers = new PipedInputStream();
    PrintStream out = new PrintStream(new PipedOutputStream(answers), true, StandardCharsets.UTF_8);
    PrintStream log = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return TargetServer.serve(in, out, log);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    PrintStream ask = new PrintStream(requests, true, StandardCharsets.UTF_8);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));

    ask.print("{\"do\": \"run\", \"configuration\": 0, \"slot\": 0, \"planted\": 0}\n");
    ask.flush();
    assertRefused(lines, "it has no configuration 0");
    ask.print("text\n");
    ask.flush();
    assertRefused(lines, "a request is not JSON");
    ask.print("{\"do\": \"dance\"}\n");
    ask.flush();
    assertRefused(lines, "it knows no request 'dance'");
    ask.print("{\"do\": \"prepare\", \"protocol\": 99}\n");
    ask.flush();
    assertRefused(lines, "speaks protocol 2 and not 99");
    ask.print(
        "{\"do\": \"prepare\", \"protocol\": 2, \"collector\": \"serial\", \"arguments\": [\"-p\", \"backend=tiff\"]}\n");
    ask.flush();
    assertRefused(lines, "unknown backend 'tiff'");
    ask.print("{\"do\": \"prepare\", \"protocol\": 2, \"collector\": \"z\"}\n");
    ask.flush();
    assertRefused(lines, "it knows no collector 'z'");
    requests.close();

    assertThat(status.get(20, TimeUnit.SECONDS)).isZero();
  }

  private static void assertRefused(BufferedReader answers, String reason) throws IOException {
    JsonNode answer = new JsonMapper().readTree(answers.readLine());
    assertThat(answer.path("refused").asText()).contains(reason);
  }
}
