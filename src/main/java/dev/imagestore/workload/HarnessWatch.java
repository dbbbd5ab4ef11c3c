package dev.imagestore.workload;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends a fork whose harness is gone. JMH notices only when an iteration ends and its result can't
 * be delivered. The fork's standard input is a pipe from the harness that nobody writes to: it ends
 * when the harness does, even by kill -9. Waiting for that costs nothing while the clock runs.
 */
final class HarnessWatch {
  private static final String FORK = "org.openjdk.jmh.runner.ForkedMain";

  private HarnessWatch() {}

  /** Starts to watch, if this JVM is a fork, or makes a store for one. */
  static void start() {
    String command = System.getProperty("sun.java.command", "");
    if (!command.startsWith(FORK) && !command.startsWith(StoreMaker.class.getName())) {
      return;
    }
    Thread watch = new Thread(HarnessWatch::untilTheEnd, "harness-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void untilTheEnd() {
    InputStream in = System.in;
    try {
      while (in.read() >= 0) {
        // Nothing is ever said.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(1);
  }
}
