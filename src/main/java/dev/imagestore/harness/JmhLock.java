package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * JMH's own lock, which keeps two runs on one machine apart. Target processes run JMH at the same
 * time on purpose and ignore it, so their parent holds it for all of them.
 */
final class JmhLock implements Closeable {
  /** The system property that makes JMH, and this, do without. */
  static final String IGNORE = "jmh.ignoreLock";

  private static final String BUSY =
      "another JMH run is under way on this machine, and two disturb each other; wait for it, or"
          + " start with java -Djmh.ignoreLock=true -jar …";

  private final FileChannel file;

  private JmhLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes it.
   *
   * @throws BadInputException if another run has it
   */
  static JmhLock take() throws IOException {
    if (Boolean.getBoolean(IGNORE)) {
      return new JmhLock(null);
    }
    Path path = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    path.toFile().setWritable(true, false); // Another user's run must be able to take it, too.
    boolean taken = false;
    try {
      FileLock lock = file.tryLock();
      taken = lock != null;
    } catch (OverlappingFileLockException e) {
      // The other is in this JVM.
    }
    if (!taken) {
      file.close();
      throw busy(null);
    }
    return new JmhLock(file);
  }

  /** What to say where JMH did not get it. */
  static BadInputException busy(Throwable cause) {
    return new BadInputException(BUSY, cause);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
