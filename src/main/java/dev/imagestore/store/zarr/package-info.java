/** Zarr groups, version 3, with sharded arrays. */
package dev.imagestore.store.zarr;
