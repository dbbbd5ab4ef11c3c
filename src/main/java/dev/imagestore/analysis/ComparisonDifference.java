package dev.imagestore.analysis;

/**
 * Something other than the figures that is not the same in two runs.
 *
 * @param what it is: {@code JDK}, {@code CPU}
 * @param base its value there
 * @param next its value in the other run
 * @param meaning what to make of it
 * @param refuses true if it makes a comparison senseless
 */
public record ComparisonDifference(
    String what, String base, String next, String meaning, boolean refuses) {}
