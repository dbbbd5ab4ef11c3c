package dev.imagestore.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A server that stores of some backend need. The harness starts it once per run, before any fork,
 * in a process of its own that ends when the pipe to the harness closes, however the harness ends.
 */
public interface Service {

  /** By which stores ask for it; fit for a file's name. */
  String name();

  /**
   * Starts it, listening on the loopback interface only, on a free port, with a password drawn for
   * this run. Returns when it answers.
   *
   * @param directory empty, for its files; deleted after it has ended
   */
  Running start(Path directory) throws IOException;

  /** A service that answers. Closing it ends it. */
  interface Running extends Closeable {
    /** How stores reach it; may hold a password, and so never goes into results or arguments. */
    Map<String, String> properties();
  }

  /** The services of a run, as a fork sees them. */
  interface Directory {
    /** No services: enough for stores that are files. */
    Directory NONE =
        name -> {
          throw new IOException("the service " + name + " is not running");
        };

    /**
     * How to reach a service.
     *
     * @throws IOException if it was not started
     */
    Map<String, String> properties(String name) throws IOException;
  }
}
