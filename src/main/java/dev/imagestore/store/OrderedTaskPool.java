package dev.imagestore.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does numbered tasks with several threads: the caller's, and others that the first {@link #run}
 * starts and {@link #close} ends. Each thread has a worker of its own, which holds what a task
 * needs. Belongs to one thread; between two calls of {@link #run} none of the others does anything.
 *
 * @param <W> the workers, which the pool closes
 */
public final class OrderedTaskPool<W extends Closeable> implements Closeable {

  /** What is to be done for each number. */
  public interface Task<W> {
    /**
     * Does one of the tasks.
     *
     * @param worker belongs to the thread that runs this
     * @param turns makes threads wait for each other where order matters
     */
    void run(W worker, int number, Turns turns) throws IOException;
  }

  /** A part of a task that must not be done before that part of all tasks with lower numbers. */
  public interface Step<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /** Lets one task after the other do a step, in the order of their numbers. */
  public interface Turns {
    /** Waits for the turn of task {@code number}, does the step, and lets the next task do its. */
    <T> T take(int number, Step<T> step) throws IOException;
  }

  private final List<W> workers;
  private final List<Thread> threads = new ArrayList<>();
  private final ExecutorService others;

  /**
   * Makes a pool of as many threads as there are workers.
   *
   * @param workers 2 or more, the first is the calling thread's
   */
  public OrderedTaskPool(List<W> workers) {
    this.workers = List.copyOf(workers);
    others = Executors.newFixedThreadPool(workers.size() - 1, this::thread);
  }

  private Thread thread(Runnable work) {
    Thread thread =
        new Thread(EndedThreads.remembered(work), "ordered tasks " + (threads.size() + 1));
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /**
   * Does the tasks 0 to {@code tasks - 1}, each of them once, begun in this order. Returns when no
   * thread does anything any more, whatever happens.
   *
   * @throws IOException what the first task that failed threw, as runtime exceptions and errors
   *     are; tasks that were not begun by then, or wait for their turn, are left undone
   * @throws ClosedByInterruptException if the calling thread is interrupted, before or while it
   *     waits
   */
  public void run(int tasks, Task<W> task) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      // The others could do all the tasks before this thread meets a channel that notices.
      throw new ClosedByInterruptException();
    }
    Round<W> round = new Round<>(tasks, task);
    List<Future<?>> running = new ArrayList<>();
    try {
      for (W worker : workers.subList(1, workers.size())) {
        running.add(others.submit(() -> round.work(worker)));
      }
      round.work(workers.get(0));
    } catch (RuntimeException | Error e) { // No thread could be started.
      round.fail(e);
    }
    await(running, round);
    round.throwFailure();
  }

  private static void await(List<Future<?>> running, Round<?> round) {
    boolean interrupted = false;
    for (Future<?> each : running) {
      while (!each.isDone()) {
        try {
          each.get();
        } catch (InterruptedException e) {
          interrupted = true;
          round.fail(new ClosedByInterruptException());
        } catch (ExecutionException e) {
          round.fail(e.getCause());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the threads, waits until they are gone, and closes the workers. */
  @Override
  public void close() throws IOException {
    others.shutdown();
    boolean interrupted = false;
    for (Thread each : threads) {
      while (each.isAlive()) {
        try {
          each.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    FileIo.closeAll(workers.toArray(Closeable[]::new));
  }

  /** The tasks of one call of {@link #run}. */
  private static final class Round<W> implements Turns {
    private final int tasks;
    private final Task<W> task;
    private int begun;
    private int turn;
    private Throwable failure;

    Round(int tasks, Task<W> task) {
      this.tasks = tasks;
      this.task = task;
    }

    /** Does tasks until none is left or one has failed. */
    void work(W worker) {
      try {
        for (int number = begin(); number >= 0; number = begin()) {
          task.run(worker, number, this);
        }
      } catch (IOException | RuntimeException | Error e) {
        fail(e);
      }
    }

    /** The number of the next task, or -1. */
    private synchronized int begin() {
      return failure == null && begun < tasks ? begun++ : -1;
    }

    @Override
    public synchronized <T> T take(int number, Step<T> step) throws IOException {
      try {
        while (turn != number && failure == null) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClosedByInterruptException();
      }
      if (failure != null) {
        throw new CancellationException("another task failed");
      }
      T result = step.run();
      turn++;
      notifyAll();
      return result;
    }

    /** Keeps what went wrong first, and stops the others. */
    synchronized void fail(Throwable thrown) {
      if (failure == null) {
        failure = thrown;
      } else if (thrown != failure && !(thrown instanceof CancellationException)) {
        failure.addSuppressed(thrown);
      }
      notifyAll();
    }

    synchronized void throwFailure() throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }
}
