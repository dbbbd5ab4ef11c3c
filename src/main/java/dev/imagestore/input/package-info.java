/**
 * What users give, what they may choose, and how they are told that something can't be used.
 * Depends on nothing; everything may use it.
 */
package dev.imagestore.input;
