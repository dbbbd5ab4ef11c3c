package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.result.Resource;
import dev.imagestore.store.EndedThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersTest {
  private static final int MEBI = 1 << 20;

  /** Not private: a compiler that knew all its readers could do without it. */
  static volatile byte[] sink;

  @TempDir Path directory;

  /** What is counted. */
  private interface Work {
    void run() throws IOException;
  }

  @Test
  void aThreadsReadsAndWritesAreCountedOneByOne() throws IOException {
    assumeTrue(Files.isReadable(Path.of("/proc/thread-self/io")), "Linux only");
    ByteBuffer bytes = ByteBuffer.allocateDirect(100);
    try (FileChannel file =
            FileChannel.open(
                directory.resolve("file"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        Counters counters = Counters.ofThread()) {
      assertThat(counters.counted()).containsExactlyInAnyOrderElementsOf(Resource.ofProcess());
      Work work =
          () -> {
            for (int i = 0; i < 7; i++) {
              file.write(bytes.clear(), 0);
            }
            for (int i = 0; i < 5; i++) {
              file.read(bytes.clear(), 0);
            }
          };
      ResourceUse idle = used(counters, () -> {});
      ResourceUse busy = used(counters, work);
      assertThat(busy.of(Resource.WRITE_CALLS)).isEqualTo(7);
      assertThat(busy.of(Resource.BYTES_WRITTEN)).isEqualTo(700);
      assertThat(busy.of(Resource.READ_CALLS) - idle.of(Resource.READ_CALLS)).isEqualTo(5);
      // What counting reads itself may have a digit more by now.
      assertThat(busy.of(Resource.BYTES_READ) - idle.of(Resource.BYTES_READ)).isBetween(500L, 540L);
    }
  }

  @Test
  void countingAllocatesNothingThatItCounts() throws IOException {
    try (Counters counters = Counters.ofThread();
        Counters counted = Counters.ofThread()) {
      ResourceUse ignored = new ResourceUse();
      Work counting =
          () -> {
            counted.begin();
            counted.end(ignored);
          };
      used(counters, counting); // Loads classes.
      assertThat(used(counters, counting).of(Resource.ALLOCATED)).isZero();
    }
  }

  @Test
  void theHeapOfAllThreadsIsCountedAliveOrEnded() throws Exception {
    CountDownLatch allocated = new CountDownLatch(1);
    CountDownLatch counted = new CountDownLatch(1);
    Thread living =
        new Thread(
            () -> {
              sink = new byte[16 * MEBI];
              allocated.countDown();
              await(counted);
            });
    Thread ending = new Thread(EndedThreads.remembered(() -> sink = new byte[32 * MEBI]));
    try (Counters counters = Counters.ofProcess()) {
      ResourceUse used =
          used(
              counters,
              () -> {
                sink = new byte[8 * MEBI];
                living.start();
                ending.start();
                await(allocated);
                join(ending);
              });
      assertThat(used.of(Resource.ALLOCATED)).isBetween(56L * MEBI, 57L * MEBI);
    } finally {
      counted.countDown();
      living.join();
    }
  }

  @Test
  void processorTimeIsFinerThanATick() throws IOException {
    try (Counters counters = Counters.ofProcess()) {
      ResourceUse used = used(counters, () -> sink = new byte[MEBI]);
      assertThat(used.of(Resource.CPU_TIME)).isPositive();
      assertThat(used.of(Resource.CPU_TIME) % 10_000_000).isNotZero();
    }
  }

  private static ResourceUse used(Counters counters, Work work) throws IOException {
    ResourceUse used = new ResourceUse();
    counters.begin();
    work.run();
    counters.end(used);
    return used;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
