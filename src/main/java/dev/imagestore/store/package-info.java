/**
 * The contract of a backend, the registry of backends, one adapter each, and what they take on
 * disk.
 */
package dev.imagestore.store;
