/** Tar archives as WebDataset has them. */
package dev.imagestore.store.tar;
