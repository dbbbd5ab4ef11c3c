/**
 * Results made readable. {@link dev.imagestore.report.Figures} is what tables, pictures and pages
 * share: everything that is computed is there, and nothing is drawn.
 */
package dev.imagestore.report;
