/** Samples, summaries, comparisons: plain arrays in, records out. */
package dev.imagestore.stats;
