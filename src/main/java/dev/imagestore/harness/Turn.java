package dev.imagestore.harness;

/**
 * One step of a run: a fork of a configuration on an arm, or all of its forks where they are not
 * spread over rounds.
 *
 * @param round from 0; extra rounds count on
 * @param configuration index
 * @param arm index
 */
public record Turn(int round, int configuration, int arm) {}
