/**
 * Pixels to bytes and back: the contract of a codec, the registry of codecs, and what is simple
 * enough for one file. Knows no store and no file.
 */
package dev.imagestore.codec;
