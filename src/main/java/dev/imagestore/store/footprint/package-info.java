/**
 * What a store takes on disk, computed from the sizes of its images by the rules of its format: for
 * any number of images, and without storing one.
 */
package dev.imagestore.store.footprint;
