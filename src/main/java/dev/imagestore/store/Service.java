package dev.imagestore.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A server that stores of some backend need. The harness starts it once per run, before any fork,
 * in a process of its own that ends when the pipe to the harness closes, however the harness ends.
 */
public interface Service {

  /** Property of a service: what serves, in a few words that may be published. */
  String VERSION = "version";

  /**
   * Property of a service: the process on this machine that serves, with its children; none where
   * the server is somebody else's.
   */
  String PROCESS = "process";

  /** By which stores ask for it; fit for a file's name. */
  String name();

  /**
   * What is missing to start it, in a line that says how to get it; empty if nothing is. Runs of
   * every backend leave out one whose service can't be had.
   */
  default Optional<String> missing() {
    return Optional.empty();
  }

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
