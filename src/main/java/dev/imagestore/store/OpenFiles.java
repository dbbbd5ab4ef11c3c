package dev.imagestore.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The open files of a store that may have very many, opened when they are asked for and no more
 * than some at a time. Belongs to one thread.
 *
 * @param <T> an open file
 */
public final class OpenFiles<T extends Closeable> implements Closeable {
  private static final int MOST = 64;

  /** Opens a file. */
  public interface Opener<T> {
    /** Opens the file of this number. */
    T open(long number) throws IOException;
  }

  private final Opener<T> opener;
  private final Map<Long, T> open = new LinkedHashMap<>(16, 0.75f, true);
  private long last = -1;
  private T lastFile;

  /** None is open yet. */
  public OpenFiles(Opener<T> opener) {
    this.opener = opener;
  }

  /** The file of this number, 0 or more; good until the next is asked for. */
  public T get(long number) throws IOException {
    if (number != last) {
      T file = open.get(number);
      if (file == null) {
        if (open.size() == MOST) {
          Iterator<T> longestUnused = open.values().iterator();
          longestUnused.next().close();
          longestUnused.remove();
        }
        file = opener.open(number);
        open.put(number, file);
      }
      last = number;
      lastFile = file;
    }
    return lastFile;
  }

  /** Closes one of them. */
  public void close(long number) throws IOException {
    if (last == number) {
      last = -1;
    }
    T file = open.remove(number);
    if (file != null) {
      file.close();
    }
  }

  @Override
  public void close() throws IOException {
    FileIo.closeAll(open.values().toArray(Closeable[]::new));
  }
}
