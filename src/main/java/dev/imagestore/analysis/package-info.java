/**
 * Results made readable. {@link dev.imagestore.analysis.RunSummary} is what tables, pictures and
 * pages share: everything that is computed is there, and nothing is drawn.
 */
package dev.imagestore.analysis;
