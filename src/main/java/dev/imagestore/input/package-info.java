/**
 * What users give us, and how we say that it can't be used. Depends on nothing; everything may use
 * it.
 */
package dev.imagestore.input;
