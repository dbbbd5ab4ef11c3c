/** HDF5, by jHDF. */
package dev.imagestore.store.hdf5;
