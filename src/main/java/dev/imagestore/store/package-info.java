/**
 * The contract of a backend, the registry of backends, and what adapters share. LMDB, HDF5 and the
 * flat file are in packages of their own below.
 */
package dev.imagestore.store;
