/**
 * Analyses made readable. A {@link dev.imagestore.render.Report} says what is shown, a {@link
 * dev.imagestore.render.Format} how it is written; the columns of a table are declared once, as
 * {@link dev.imagestore.render.Column}, for people and for programs. Nothing is decided here.
 */
package dev.imagestore.render;
