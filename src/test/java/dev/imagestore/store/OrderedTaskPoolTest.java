package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrderedTaskPoolTest {

  /** Knows the threads that used it. */
  private static final class Worker implements Closeable {
    private final Set<Thread> users = ConcurrentHashMap.newKeySet();
    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  private final List<Worker> workers = List.of(new Worker(), new Worker(), new Worker());
  private final OrderedTaskPool<Worker> pool = new OrderedTaskPool<>(workers);

  @AfterEach
  void close() throws IOException {
    pool.close();
    assertThat(users()).filteredOn(t -> t != Thread.currentThread()).noneMatch(Thread::isAlive);
    assertThat(workers).allMatch(worker -> worker.closed);
  }

  private Set<Thread> users() {
    Set<Thread> users = ConcurrentHashMap.newKeySet();
    workers.forEach(worker -> users.addAll(worker.users));
    return users;
  }

  @Test
  void eachTaskIsDoneOnce() throws IOException {
    for (int tasks : new int[] {0, 1, 2, 3, 1000}) {
      AtomicIntegerArray done = new AtomicIntegerArray(tasks);
      pool.run(tasks, (worker, i, turns) -> done.incrementAndGet(i));
      assertThat(IntStream.range(0, tasks).map(done::get)).allMatch(n -> n == 1);
    }
  }

  @Test
  void tasksRunAtTheSameTimeOnThreadsOfTheirOwn() throws IOException {
    CountDownLatch all = new CountDownLatch(3);
    pool.run(
        3,
        (worker, i, turns) -> {
          worker.users.add(Thread.currentThread());
          all.countDown();
          await(all);
        });
    assertThat(workers).allMatch(worker -> worker.users.size() == 1);
    assertThat(users()).hasSize(3).contains(Thread.currentThread());
  }

  @Test
  void turnsAreTakenInOrder() throws IOException {
    List<Integer> order = new ArrayList<>();
    pool.run(
        500,
        (worker, i, turns) -> {
          for (int spin = 0; spin < i * 31 % 200; spin++) {
            Thread.onSpinWait();
          }
          int taken = turns.take(i, () -> order.add(i) ? i : -1);
          assertThat(taken).isEqualTo(i);
        });
    assertThat(order).isEqualTo(IntStream.range(0, 500).boxed().toList());
  }

  @Test
  void theFirstFailureEndsTheOthersAndIsThrown() throws IOException {
    IOException ours = new IOException("task 100");
    List<Integer> taken = new ArrayList<>();
    Throwable thrown =
        catchThrowable(
            () ->
                pool.run(
                    Integer.MAX_VALUE,
                    (worker, i, turns) -> {
                      worker.users.add(Thread.currentThread());
                      if (i == 100) {
                        throw ours;
                      }
                      turns.take(i, () -> taken.add(i));
                    }));
    // Whoever waited for a turn was let go, and does not count as a failure.
    assertThat(thrown).isSameAs(ours).hasNoSuppressedExceptions();
    assertThat(taken)
        .hasSizeBetween(98, 100)
        .isEqualTo(IntStream.range(0, taken.size()).boxed().toList());
    // The pool is of use afterwards.
    eachTaskIsDoneOnce();
  }

  @Test
  void aFailureOfAnotherThreadIsThrownAsItIs() {
    for (Throwable kind : List.of(new IllegalStateException("kind"), new StackOverflowError())) {
      Thread caller = Thread.currentThread();
      CountDownLatch failed = new CountDownLatch(1);
      assertThatThrownBy(
              () ->
                  pool.run(
                      1000,
                      (worker, i, turns) -> {
                        if (Thread.currentThread() == caller) {
                          await(failed);
                          return;
                        }
                        failed.countDown();
                        if (kind instanceof Error e) {
                          throw e;
                        }
                        throw (RuntimeException) kind;
                      }))
          .isSameAs(kind);
    }
  }

  @Test
  void anInterruptIsHonouredWhileOthersWork() {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    Throwable thrown =
        catchThrowable(
            () ->
                pool.run(
                    Integer.MAX_VALUE,
                    (worker, i, turns) -> {
                      worker.users.add(Thread.currentThread());
                      if (Thread.currentThread() == caller) {
                        // The turn of a task that nobody has: only the interrupt ends this.
                        await(begun);
                        caller.interrupt();
                        turns.take(-1, () -> null);
                      }
                      begun.countDown();
                    }));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).isInstanceOf(ClosedByInterruptException.class);
  }

  @Test
  void anInterruptIsHonouredWhenNothingIsLeftForTheCaller() {
    Thread caller = Thread.currentThread();
    CountDownLatch othersBegun = new CountDownLatch(2);
    CountDownLatch callersDone = new CountDownLatch(1);
    Throwable thrown =
        catchThrowable(
            () ->
                pool.run(
                    3,
                    (worker, i, turns) -> {
                      if (Thread.currentThread() == caller) {
                        await(othersBegun);
                        callersDone.countDown();
                        return;
                      }
                      othersBegun.countDown();
                      await(callersDone);
                      // It waits now, or soon: it stays interrupted until it does.
                      caller.interrupt();
                      while (caller.isInterrupted()) {
                        Thread.onSpinWait();
                      }
                    }));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).isInstanceOf(ClosedByInterruptException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
