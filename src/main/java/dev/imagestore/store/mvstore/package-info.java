/** H2's key-value file. */
package dev.imagestore.store.mvstore;
