package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines are written out here: builds of other days read and write them too. */
class ProtocolTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void requestsAreOneLineEach() throws IOException {
    Protocol.Request first = new Protocol.Prepare(1, List.of("-f", "1"), "g1", null);
    Protocol.Request second = new Protocol.Prepare(1, List.of(), "serial", "/runs/1");

    assertThat(Protocol.line(first))
        .isEqualTo(
            "{\"do\":\"prepare\",\"protocol\":1,\"arguments\":[\"-f\",\"1\"],\"collector\":\"g1\"}");
    assertThat(Protocol.line(second))
        .isEqualTo(
            "{\"do\":\"prepare\",\"protocol\":1,\"arguments\":[],\"collector\":\"serial\",\"images\":\"/runs/1\"}");
    Protocol.Request run = new Protocol.Run(3, "/turns", 1, 0.05);
    assertThat(Protocol.line(run))
        .isEqualTo(
            "{\"do\":\"run\",\"configuration\":3,\"turns\":\"/turns\",\"slot\":1,\"planted\":0.05}");
    for (Protocol.Request request : List.of(first, second, run)) {
      assertThat(Protocol.request(Protocol.line(request))).isEqualTo(request);
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersAreKnownByTheirFields(Protocol.Answer answer, String line) {
    assertThat(Protocol.line(answer)).isEqualTo(line);
    assertThat(Protocol.answer(line)).isEqualTo(answer);
  }

  static Stream<Object[]> answers() {
    return Map.<Protocol.Answer, String>of(
            new Protocol.Prepared(
                List.of("a"), List.of(1.5), JSON.createObjectNode().put("schema", 1), "/w"),
            "{\"configurations\":[\"a\"],\"seconds\":[1.5],\"environment\":{\"schema\":1},\"images\":\"/w\"}",
            new Protocol.Ran(List.of(JSON.createObjectNode().put("forks", 1))),
            "{\"results\":[{\"forks\":1}]}",
            new Protocol.Failed("exit status 1"),
            "{\"failure\":\"exit status 1\"}",
            new Protocol.Refused("no room"),
            "{\"refused\":\"no room\"}")
        .entrySet()
        .stream()
        .map(entry -> new Object[] {entry.getKey(), entry.getValue()});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "null",
        "[]",
        "{}",
        "{\"configurations\":[]}",
        "{\"configurations\":[\"a\"],\"seconds\":[],\"environment\":{}}",
        "{\"configurations\":[\"a\"],\"seconds\":[1],\"environment\":7}",
        "{\"results\":[]} {\"results\":[]}"
      })
  void anythingElseIsNoAnswer(String line) {
    assertThat(Protocol.answer(line)).isEqualTo(new Protocol.Unknown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "null", "[]", "{}", "{\"do\":\"dance\"}", "{\"do\":\"run\"}"})
  void anythingElseIsNoRequest(String line) {
    assertThatThrownBy(() -> Protocol.request(line))
        .isInstanceOf(BadInputException.class)
        .hasMessageNotContaining("\n");
  }
}
