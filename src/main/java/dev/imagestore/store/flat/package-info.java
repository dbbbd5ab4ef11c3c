/**
 * Pixels and numbers that lie one behind the other in a file: what the flat file and HDF5 share.
 */
package dev.imagestore.store.flat;
