package dev.imagestore.harness;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.input.BadInputException;
import java.util.List;

/**
 * What {@code track} and its target processes, which may be other builds, say to each other: JSON,
 * one object a line. Every request gets one answer: a {@link Prepare} {@link Prepared}, a {@link
 * Run} {@link Ran} or {@link Failed}, and either may get {@link Refused}.
 */
final class Protocol {
  /** Changes whenever an older target process would no longer understand, or not be understood. */
  static final int VERSION = 2;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Protocol() {}

  /** What a target process is asked. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Prepare.class, name = "prepare"),
    @JsonSubTypes.Type(value = Run.class, name = "run")
  })
  sealed interface Request {}

  /**
   * To plan, and to make the images; the first request, and asked once.
   *
   * @param protocol the version that is spoken to it
   * @param arguments JMH's
   * @param collector of the forks
   * @param images the workspace of another target process of its build, to share its images; null
   *     for none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Prepare(int protocol, List<String> arguments, String collector, String images)
      implements Request {
    /** Copies the list. */
    Prepare {
      arguments = arguments == null ? List.of() : List.copyOf(arguments);
    }
  }

  /**
   * To run one fork, whose iterations take turns with those of the others of its group.
   *
   * @param configuration index in its own list
   * @param turns the file of {@link dev.imagestore.workload.Turns}
   * @param slot its own there
   * @param planted the part by which the fork makes itself slower; 0 to measure
   */
  record Run(int configuration, String turns, int slot, double planted) implements Request {}

  /** What a target process answers; its fields tell which one it is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({
    @JsonSubTypes.Type(Prepared.class),
    @JsonSubTypes.Type(Ran.class),
    @JsonSubTypes.Type(Failed.class),
    @JsonSubTypes.Type(Refused.class)
  })
  sealed interface Answer {}

  /**
   * It is ready.
   *
   * @param configurations names, each different
   * @param seconds about how long one fork of each takes
   * @param environment as in {@code env.json}: another build's may be of another schema
   * @param images its workspace
   */
  record Prepared(
      List<String> configurations, List<Double> seconds, JsonNode environment, String images)
      implements Answer {
    /** Copies the lists, and checks that nothing is missing. */
    Prepared {
      configurations = List.copyOf(configurations);
      seconds = List.copyOf(seconds);
      if (configurations.isEmpty()
          || configurations.size() != seconds.size()
          || !environment.isObject()) {
        throw new IllegalArgumentException("a target process that is ready has configurations");
      }
    }
  }

  /**
   * A fork was measured.
   *
   * @param results JMH's JSON: one result
   */
  record Ran(List<JsonNode> results) implements Answer {
    /** Copies the list. */
    Ran {
      results = List.copyOf(results);
    }
  }

  /**
   * A fork failed.
   *
   * @param failure why, in one line
   */
  record Failed(String failure) implements Answer {}

  /**
   * Nothing can be run.
   *
   * @param refused why, in one line
   */
  record Refused(String refused) implements Answer {}

  /** No target process says this: what was read is no answer. */
  record Unknown() implements Answer {}

  /** An object of the JSON that {@link Prepared} carries. */
  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  /** A request as a line, without its end. */
  static String line(Request request) {
    return write(request);
  }

  /** An answer as a line, without its end. */
  static String line(Answer answer) {
    return write(answer);
  }

  private static String write(Object said) {
    try {
      return JSON.writeValueAsString(said);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of text and numbers can be written", e);
    }
  }

  /**
   * Reads a request.
   *
   * @throws BadInputException if it is none
   */
  static Request request(String line) throws BadInputException {
    try {
      Request request = JSON.readValue(line, Request.class);
      if (request == null) {
        throw new BadInputException("a request is nothing");
      }
      return request;
    } catch (InvalidTypeIdException e) {
      throw new BadInputException("it knows no request '" + e.getTypeId() + "'", e);
    } catch (JsonProcessingException e) {
      throw new BadInputException("a request is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Reads an answer. */
  static Answer answer(String line) {
    try {
      Answer answer = JSON.readValue(line, Answer.class);
      return answer == null ? new Unknown() : answer;
    } catch (JsonProcessingException e) {
      return new Unknown();
    }
  }
}
