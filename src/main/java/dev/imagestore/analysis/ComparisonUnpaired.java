package dev.imagestore.analysis;

import dev.imagestore.result.Key;

/**
 * A result that was not compared.
 *
 * @param key what it is
 * @param file name of the result file that has it
 * @param why in a few words
 */
public record ComparisonUnpaired(Key key, String file, String why) {}
