package dev.imagestore.engine;

/**
 * One fork of the schedule.
 *
 * @param round from 0; extra rounds count on
 * @param configuration index
 * @param arm index
 */
public record Turn(int round, int configuration, int arm) {}
