/** LMDB, by lmdbjava. */
package dev.imagestore.store.lmdb;
