/**
 * What users give us, what they may choose, and how we say that something can't be used. Depends on
 * nothing; everything may use it.
 */
package dev.imagestore.input;
