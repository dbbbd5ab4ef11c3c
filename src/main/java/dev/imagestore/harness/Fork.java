package dev.imagestore.harness;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of one fork, or of all forks of a configuration where they are run at once. */
public sealed interface Fork {
  /**
   * It was measured.
   *
   * @param result JMH's JSON of one configuration with its forks
   */
  record Measured(JsonNode result) implements Fork {}

  /**
   * It failed; its configuration has no figures on this target.
   *
   * @param reason in one line, fit to be published
   */
  record Failed(String reason) implements Fork {}

  /**
   * Nothing can be run on its target any more.
   *
   * @param reason in one line, fit to be published
   */
  record TargetLost(String reason) implements Fork {}
}
