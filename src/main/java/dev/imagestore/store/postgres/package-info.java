/** One table of a PostgreSQL database, and the server that has it. */
package dev.imagestore.store.postgres;
