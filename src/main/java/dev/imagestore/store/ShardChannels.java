package dev.imagestore.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The open files of a store that may have very many, opened when they are asked for and no more
 * than some at a time. Belongs to one thread.
 */
public final class ShardChannels implements Closeable {
  private static final int MOST = 64;

  /** Opens a shard and checks it. */
  public interface Opener {
    /** Opens shard {@code number}. */
    FileChannel open(int number) throws IOException;
  }

  private final Opener opener;
  private final Map<Integer, FileChannel> open = new LinkedHashMap<>(16, 0.75f, true);
  private int last = -1;
  private FileChannel lastChannel;

  /** None is open yet. */
  public ShardChannels(Opener opener) {
    this.opener = opener;
  }

  /** The channel of shard {@code number}, good until the next is asked for. */
  public FileChannel get(int number) throws IOException {
    if (number != last) {
      FileChannel channel = open.get(number);
      if (channel == null) {
        if (open.size() == MOST) {
          Iterator<FileChannel> longestUnused = open.values().iterator();
          longestUnused.next().close();
          longestUnused.remove();
        }
        channel = opener.open(number);
        open.put(number, channel);
      }
      last = number;
      lastChannel = channel;
    }
    return lastChannel;
  }

  @Override
  public void close() throws IOException {
    FileIo.closeAll(open.values().toArray(Closeable[]::new));
  }
}
