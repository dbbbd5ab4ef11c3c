/** Stores that keep one value an image, encoded by any codec: what they share. */
package dev.imagestore.store.encoded;
