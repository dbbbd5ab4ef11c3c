package dev.imagestore.harness;

/**
 * One step of a run: a fork of a configuration on a target, or all of its forks where they are not
 * spread over rounds.
 *
 * @param round from 0; extra rounds count on
 * @param configuration index
 * @param target index
 */
public record ForkSlot(int round, int configuration, int target) {}
