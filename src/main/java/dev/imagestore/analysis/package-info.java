/**
 * What result files say: {@link dev.imagestore.analysis.RunSummary} of one run, {@link
 * dev.imagestore.analysis.Comparison} of two, {@link dev.imagestore.analysis.Trend} of many.
 * Everything is decided here, and nothing is shown.
 */
package dev.imagestore.analysis;
