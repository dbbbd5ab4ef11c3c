/** Pixels to bytes and back: PNG. Knows no store and no file. */
package dev.imagestore.codec;
