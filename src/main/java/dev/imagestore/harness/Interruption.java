package dev.imagestore.harness;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C. JMH leaves the fork that runs alive until its iteration ends, and would start the next.
 * Here the JVM's shutdown stops them: whatever the harness's thread wants to say next, and JMH says
 * something before each fork, it waits for ever; and forks are killed until it does.
 */
final class Interruption {
  private static final long PATIENCE_MILLIS = 10_000;

  /** How long a stop of everything takes to be noticed, once a process has fallen to it. */
  private static final long NOTICED_MILLIS = 300;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch parked = new CountDownLatch(1);
  private volatile boolean busy;
  private final Runnable cleanUp;
  private final Thread hook = new Thread(this::stop, "interruption");

  /**
   * Arms it.
   *
   * @param cleanUp what remains to be done when no fork is left
   */
  Interruption(Runnable cleanUp) {
    this.cleanUp = cleanUp;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The run has ended by itself. */
  void disarm() {
    if (!stopping.get()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  /**
   * Says whether forks may be started, or results be saved, now; while not, there is nothing to
   * wait for.
   */
  void busy(boolean now) {
    busy = now;
  }

  /**
   * Called by the harness's thread wherever it may be stopped; does not return once the JVM goes
   * down.
   */
  void checkpoint() {
    if (stopping.get()) {
      parked.countDown();
      while (true) {
        try {
          Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
          // Nothing but the JVM's end ends this.
        }
      }
    }
  }

  /**
   * The same after a process has failed. Ctrl-C reaches it as it reaches this JVM, which takes a
   * moment to notice; what fell to it has not failed.
   */
  void checkpointAfterFailure() {
    try {
      Thread.sleep(NOTICED_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    checkpoint();
  }

  private void stop() {
    stopping.set(true);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    boolean quiet = false;
    while (!quiet && System.nanoTime() < deadline) {
      killForks();
      try {
        quiet = !busy || parked.await(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        break;
      }
    }
    killForks();
    cleanUp.run();
  }

  private static void killForks() {
    ProcessHandle.current()
        .descendants()
        .forEach(
            fork -> {
              fork.destroyForcibly();
              fork.onExit().orTimeout(2, TimeUnit.SECONDS).exceptionally(e -> fork).join();
            });
  }
}
