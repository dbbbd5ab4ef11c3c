package dev.imagestore.harness;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Starts target processes: harnesses that run forks when they are asked to. */
public interface TargetLauncher {
  /**
   * Starts the process of a target.
   *
   * @param log gets what it says beside its answers; what is there is kept
   * @throws IOException if it can't be started
   */
  TargetProcess launch(Target target, Path log) throws IOException;

  /** A target process. It ends when it is closed. */
  interface TargetProcess extends Closeable {
    /**
     * Asks it something.
     *
     * @param request one line of JSON
     * @return its answer, one line of JSON
     * @throws EndedException if it ended instead
     */
    String ask(String request) throws IOException;

    /** Kills the forks that it runs, whatever state they are in; it will say that they failed. */
    void killForks();
  }

  /** A target process ended although nobody asked it to. */
  final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What a shell reports for a process that SIGINT or SIGTERM ended, and the JVM too. */
    private static final int INTERRUPTED = 128 + 2;

    private static final int TERMINATED = 128 + 15;

    private final int status;

    /** Makes it from the exit status. */
    public EndedException(int status) {
      super("ended with status " + status);
      this.status = status;
    }

    /** True if somebody stopped it, who will have meant all of the run. */
    public boolean wasStopped() {
      return status == INTERRUPTED || status == TERMINATED;
    }
  }
}
