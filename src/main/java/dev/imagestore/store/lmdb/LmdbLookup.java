package dev.imagestore.store.lmdb;

import java.io.Closeable;
import java.io.IOException;

/** Finds the values of images in an open store. */
interface LmdbLookup<T> extends Closeable {

  /**
   * The value of image {@code id}, valid until the next call.
   *
   * @return null if there is none
   * @throws org.lmdbjava.LmdbException if LMDB finds the file damaged; the next call starts anew
   */
  T find(long id) throws IOException;

  /** Closes the store. */
  @Override
  void close();
}
