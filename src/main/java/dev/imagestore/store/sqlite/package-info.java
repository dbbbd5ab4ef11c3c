/** One table of an SQLite database. */
package dev.imagestore.store.sqlite;
