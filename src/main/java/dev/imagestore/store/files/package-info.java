/** Stores of one file per image. */
package dev.imagestore.store.files;
