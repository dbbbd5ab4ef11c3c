package dev.imagestore.store;

/**
 * How an adapter uses its library, where the way that the library's documentation shows is not the
 * fastest one. The names are the values of options.
 */
public enum Access {
  /** The fastest way that this project knows. */
  tuned,
  /** The way that the library's own documentation shows. */
  documented
}
