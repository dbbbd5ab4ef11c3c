package dev.imagestore.store;

/**
 * What is on the device when {@link ImageStore#store} returns. The names are the values of a JMH
 * parameter.
 */
public enum Durability {
  /** Nothing is promised: the operating system writes when it likes. */
  none,
  /** Every byte and every directory entry. */
  sync
}
