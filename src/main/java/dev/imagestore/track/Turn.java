package dev.imagestore.track;

/**
 * One fork of the schedule.
 *
 * @param round from 0; extra rounds count on
 * @param configuration index
 * @param arm index
 */
record Turn(int round, int configuration, int arm) {}
