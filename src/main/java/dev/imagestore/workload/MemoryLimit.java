package dev.imagestore.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a fork where it has only some of the machine's memory, if the harness asks for it. */
public final class MemoryLimit {
  /** System property of a fork: the file that takes the processes of a cgroup. */
  public static final String PROPERTY = "imagestore.memory";

  private MemoryLimit() {}

  /** Moves this process there: what it touches from now on counts, pages of files too. */
  static void join() throws IOException {
    String processes = System.getProperty(PROPERTY);
    if (processes != null) {
      Files.writeString(Path.of(processes), Long.toString(ProcessHandle.current().pid()));
    }
  }
}
