package dev.imagestore.render;

/**
 * What can be shown: one or several runs, a comparison, a trend. It knows what is in it, {@link
 * Format} how that is written.
 */
public interface Report {
  /** For people. */
  Document document();

  /** One table for a spreadsheet. */
  Csv csv();

  /** Records, for scripts: all that the tables hold. */
  Object json();
}
