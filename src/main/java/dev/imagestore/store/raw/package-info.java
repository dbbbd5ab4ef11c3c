/** One flat file of pixels. */
package dev.imagestore.store.raw;
