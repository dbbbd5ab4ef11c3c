package dev.imagestore.harness;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of one turn. */
public sealed interface Fork {
  /**
   * It was measured.
   *
   * @param result JMH's JSON of one configuration with the forks of the turn
   */
  record Measured(JsonNode result) implements Fork {}

  /**
   * It failed; its configuration has no figures on this arm.
   *
   * @param reason in one line, fit to be published
   */
  record Failed(String reason) implements Fork {}

  /**
   * Nothing can be run on its arm any more.
   *
   * @param reason in one line, fit to be published
   */
  record ArmLost(String reason) implements Fork {}
}
