/**
 * Analyses as text, Markdown, CSV, JSON and the formats of other tools. Nothing is decided here.
 */
package dev.imagestore.render;
