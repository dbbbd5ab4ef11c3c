package dev.imagestore.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import dev.imagestore.codec.Codecs;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.DiskUsage;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.Retries;
import dev.imagestore.store.Service;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import dev.imagestore.store.TestServices;
import dev.imagestore.store.encoded.Encoding;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3Proxy on the loopback interface, and a server that is worse than any real one. */
class S3StoreTest {
  private static final ImageShape CIFAR = new ImageShape(32, 32, 3, 8);
  private static final TestImages IMAGES = TestImages.uniform(60, 40, CIFAR);
  private static final Encoding PIXELS =
      Encoding.of(Codecs.named(Encoding.PIXELS), OptionValues.DEFAULTS);
  private static final StoreVariant OBJECTS = StoreVariant.of("s3");
  private static final StoreVariant SHARDS = StoreVariant.of("s3", Map.of("s3Layout", "shards"));

  @TempDir Path temp;

  private static Map<String, String> proxy() throws IOException {
    return TestServices.ALL.properties(S3Service.NAME);
  }

  private S3Prefix stored(StoreVariant variant, Durability durability) throws IOException {
    Path home = temp.resolve("images" + variant.hashCode() + durability);
    variant.store(IMAGES, home, durability);
    return (S3Prefix) variant.at(home);
  }

  @Test
  void anObjectIsAnArrayOfNumpyWithItsLabel() throws Exception {
    S3Prefix at = stored(OBJECTS, Durability.none);
    assertThat(at.bucket().list(at.key(""))).hasSize(41);
    S3Bucket.Download object = new S3Bucket.Download();
    assertThat(at.bucket().get(at.key("00000007.npy"), object)).isTrue();
    assertThat(object.label()).isEqualTo(IMAGES.label(7));
    assertThat(object.length()).isEqualTo(128 + CIFAR.bytes());
    assertThat(new String(object.bytes(), 0, 80, StandardCharsets.ISO_8859_1))
        .contains("'shape': (32, 32, 3)");
    assertThat(at.bucket().get(at.key("store.txt"), object)).isTrue();
    assertThat(new String(object.bytes(), 0, object.length(), StandardCharsets.US_ASCII))
        .isEqualTo("images=40\ncodec=raw\n");
  }

  @Test
  void shardsAreTheFilesOfTar() throws Exception {
    S3Prefix at = stored(SHARDS, Durability.none);
    assertThat(at.bucket().list(at.key("")))
        .extracting(object -> object.key().replaceFirst(".*/", ""))
        .containsExactlyInAnyOrder("images-000000.tar", "index.bin");
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void imagesLargerThanAWindowAreReadFromShards() throws Exception {
    TestImages large = TestImages.uniform(61, 90, new ImageShape(301, 199, 3, 8));
    Path home = temp.resolve("large");
    SHARDS.store(large, home, Durability.none); // 16 MB: several archives.
    StoreChecks.holds(SHARDS, home, large, 1);
    StoreChecks.holds(SHARDS, home, large, 7);
  }

  @Test
  void theFootprintIsTheSumOfTheObjectsAndTheBlocksOfTheirFiles() throws Exception {
    S3Prefix at = stored(OBJECTS, Durability.sync);
    DiskUsage usage = at.usage();
    assertThat(usage.apparentBytes())
        .isEqualTo(40L * (128 + CIFAR.bytes()) + "images=40\ncodec=raw\n".length());
    assertThat(usage.files()).isEqualTo(41);
    assertThat(usage.allocatedBytes()).isGreaterThanOrEqualTo(40 * 4096);
    assertThatThrownBy(at::create).hasMessageContaining("objects that are there already");
    at.delete();
    at.delete();
    at.create();
  }

  @Test
  void anObjectThatIsMissingOrAnotherIsNoticed() throws Exception {
    S3Prefix at = stored(OBJECTS, Durability.none);
    Path home = at.directory();
    byte[] other = "something else".getBytes(StandardCharsets.US_ASCII);
    at.bucket().put(at.key("00000003.npy"), other, other.length, Optional.of(3));
    assertRefused(home, "s3/00000003.npy: expected an array of numpy");
    at.bucket().put(at.key("00000003.npy"), other, other.length, Optional.empty());
    assertRefused(home, "s3/00000003.npy: expected a label");
    at.bucket().deleteAll(at.key("00000003.npy"));
    assertRefused(home, "s3/00000003.npy: expected one of 40 images, found no object");
    at.bucket().put(at.key("store.txt"), other, other.length, Optional.empty());
    assertRefused(home, "s3/store.txt: expected images=… and codec=…");
    at.bucket().deleteAll(at.key("store.txt"));
    assertRefused(home, "s3/store.txt: expected an object of a whole store, found none");
  }

  private static void assertRefused(Path home, String message) {
    assertThatThrownBy(() -> StoreChecks.holds(OBJECTS, home, IMAGES, 8))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void itListensOnLoopbackOnlyAndForThoseWhoKnowTheSecret() throws Exception {
    int port = URI.create(proxy().get(S3Bucket.ENDPOINT)).getPort();
    for (Iterator<NetworkInterface> all = NetworkInterface.getNetworkInterfaces().asIterator();
        all.hasNext(); ) {
      for (InetAddress address : Collections.list(all.next().getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> new Socket(address, port).close())
              .isInstanceOf(IOException.class);
        }
      }
    }
    for (String property : new String[] {S3Bucket.USER, S3Bucket.SECRET}) {
      Map<String, String> wrong = new HashMap<>(proxy());
      wrong.put(property, "wrong");
      Throwable failure = catchThrowable(() -> S3Bucket.of(wrong).list(""));
      assertThat(failure)
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("S3: the server refuses these credentials")
          .hasMessageContaining("(403 ");
      assertSaysNothing(failure, proxy());
    }
  }

  /** One line, and nothing of where the server is and who may use it. */
  private static void assertSaysNothing(Throwable failure, Map<String, String> properties) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      assertThat(each.getMessage())
          .hasLineCount(1)
          .doesNotContain("127.0.0.1", "localhost")
          .doesNotContain(
              Integer.toString(URI.create(properties.get(S3Bucket.ENDPOINT)).getPort()));
      if (properties.containsKey(S3Bucket.USER)) {
        assertThat(each.getMessage())
            .doesNotContain(properties.get(S3Bucket.USER), properties.get(S3Bucket.SECRET));
      }
    }
  }

  @Test
  void theUsersOwnBucketIsLeftAsItWas() throws Exception {
    Map<String, String> ours = proxy();
    System.setProperty("aws.accessKeyId", ours.get(S3Bucket.USER));
    System.setProperty("aws.secretAccessKey", ours.get(S3Bucket.SECRET));
    try {
      S3Bucket everything = S3Bucket.of(ours);
      byte[] theirs = {1, 2, 3};
      everything.put("theirs", theirs, theirs.length, Optional.empty());
      int before = everything.list("").size();
      UsersBucket users = UsersBucket.begin(ours.get(S3Bucket.ENDPOINT) + "/images");
      assertThat(users.properties())
          .doesNotContainKeys(S3Bucket.SECRET, S3Bucket.USER, S3Bucket.DATA, Service.PROCESS);
      ImageStore store = new S3Objects(PIXELS, 16);
      Location at = store.locate(temp.resolve("users"), name -> users.properties());
      at.create();
      store.store(IMAGES, at, Durability.sync);
      assertThat(at.usage().isAllocationKnown()).isFalse();
      try (ImageReader reader = store.open(at)) {
        assertThat(reader.count()).isEqualTo(40);
      }
      assertThat(everything.list("")).hasSize(before + 41);
      users.close();
      users.close();
      assertThat(everything.list("")).hasSize(before);
      for (String url : new String[] {"s3://images", "http://x:y@127.0.0.1/b", "http://host"}) {
        assertThatThrownBy(() -> UsersBucket.begin(url))
            .isInstanceOf(BadInputException.class)
            .hasMessage(
                "IMAGESTORE_S3: expected a bucket, https://HOST/BUCKET, found something else");
      }
      Throwable failure =
          catchThrowable(() -> UsersBucket.begin(ours.get(S3Bucket.ENDPOINT) + "/nobodys"));
      assertThat(failure)
          .hasMessage("IMAGESTORE_S3: S3: the server has no such bucket (404 NoSuchBucket)");
      assertSaysNothing(failure, ours);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  /** Stores on a fake server. */
  private Location store(FakeS3 server, ImageStore store) throws IOException {
    Location at = store.locate(temp.resolve("fake"), name -> server.properties());
    store.store(IMAGES, at, Durability.none);
    return at;
  }

  private static void readAll(ImageStore store, Location at) throws IOException {
    ImageBatch batch = StoreChecks.batch(IMAGES, 40);
    try (ImageReader reader = store.open(at)) {
      StoreChecks.readAndCompare(reader, IMAGES, 0, 40, batch);
    }
  }

  @Test
  void requestsAtATimeHideTheTimeThatEachTakes() throws Exception {
    try (FakeS3 server = new FakeS3()) {
      Location at = store(server, new S3Objects(PIXELS, 16));
      readAll(new S3Objects(PIXELS, 16), at); // Warm.
      server.latency(10);
      long one = nanos(() -> readAll(new S3Objects(PIXELS, 1), at));
      long many = nanos(() -> readAll(new S3Objects(PIXELS, 16), at));
      assertThat(many).as("16 at a time, against %d ns", one).isLessThan(one / 4);
      one = nanos(() -> store(server, new S3Objects(PIXELS, 1)));
      many = nanos(() -> store(server, new S3Objects(PIXELS, 16)));
      assertThat(many).as("16 at a time, against %d ns", one).isLessThan(one / 4);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static long nanos(Work work) throws IOException {
    long begin = System.nanoTime();
    work.run();
    return System.nanoTime() - begin;
  }

  @Test
  void whatIsAskedAgainIsCounted() throws Exception {
    try (FakeS3 server = new FakeS3()) {
      ImageStore store = new S3Objects(PIXELS, 4);
      Location at = store(server, store);
      AtomicInteger throttled = new AtomicInteger(3);
      server.fault(
          (exchange, all) -> {
            if (exchange.getRequestURI().getPath().endsWith(".npy")
                && throttled.getAndDecrement() > 0) {
              FakeS3.error(exchange, 503, "SlowDown");
              return true;
            }
            return false;
          });
      long before = Retries.total();
      readAll(store, at);
      assertThat(Retries.total() - before).isEqualTo(3);
      readAll(store, at);
      assertThat(Retries.total() - before).isEqualTo(3);
    }
  }

  @Test
  void everyFaultIsALine() throws Exception {
    try (FakeS3 server = new FakeS3()) {
      assertFault(
          server,
          (exchange, all) -> {
            FakeS3.error(exchange, 503, "SlowDown");
            return true;
          },
          "S3: the server wants fewer requests, again after 3 attempts (503 SlowDown)");
      assertFault(
          server,
          (exchange, all) -> {
            FakeS3.error(exchange, 507, "InsufficientStorage");
            return true;
          },
          "S3: the server's disk is full (507 InsufficientStorage)");
      assertFault(
          server, FaultsOfBodies::cutShort, "S3: the server cut an answer short, 100 of 3200 B");
      assertFault(server, FaultsOfBodies::tooLittle, "s3/00000000.npy: expected 3200 B");
      assertFault(server, FaultsOfBodies::tooMuch, "S3: expected an answer of at most");
      assertFault(
          server,
          (exchange, all) -> true, // Hangs up.
          "S3: the connection broke");
    }
  }

  private void assertFault(FakeS3 server, FakeS3.Fault fault, String message) throws IOException {
    server.fault((exchange, all) -> false);
    ImageStore store = new S3Objects(PIXELS, 1);
    Location at = store(server, store);
    server.fault(
        (exchange, all) ->
            exchange.getRequestURI().getPath().endsWith(".npy") && fault.answer(exchange, all));
    Throwable failure = catchThrowable(() -> readAll(store, at));
    assertThat(failure).isInstanceOf(BadInputException.class).hasMessageStartingWith(message);
    assertSaysNothing(failure, server.properties());
  }

  /** Answers whose length is not what they say. */
  private static final class FaultsOfBodies {
    private static byte[] object(HttpExchange exchange, Map<String, byte[]> all) {
      exchange.getResponseHeaders().add("x-amz-meta-label", "0");
      return all.get(exchange.getRequestURI().getPath());
    }

    static boolean cutShort(HttpExchange exchange, Map<String, byte[]> all) throws IOException {
      byte[] object = object(exchange, all);
      exchange.sendResponseHeaders(200, object.length);
      exchange.getResponseBody().write(object, 0, 100);
      exchange.getResponseBody().flush();
      return true; // The exchange is closed before its body is whole.
    }

    static boolean tooLittle(HttpExchange exchange, Map<String, byte[]> all) throws IOException {
      byte[] object = object(exchange, all);
      exchange.sendResponseHeaders(200, 200);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(object, 0, 200);
      }
      return true;
    }

    static boolean tooMuch(HttpExchange exchange, Map<String, byte[]> all) throws IOException {
      object(exchange, all);
      exchange.sendResponseHeaders(200, Long.MAX_VALUE / 2);
      exchange.getResponseBody().write(new byte[100]);
      exchange.getResponseBody().flush();
      return true;
    }
  }

  @Test
  void aServerThatIsGoneIsSaidToBe() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Map<String, String> nobody = new HashMap<>(proxy());
    nobody.put(S3Bucket.ENDPOINT, "http://127.0.0.1:" + port);
    Throwable failure = catchThrowable(() -> S3Bucket.of(nobody).list(""));
    assertThat(failure).hasMessageContaining("no server answers there");
    assertSaysNothing(failure, nobody);

    Path directory = Files.createDirectory(temp.resolve("proxy"));
    Service.Running running = new S3Service().start(directory);
    ImageStore store = new S3Objects(PIXELS, 16);
    Location at = store.locate(temp.resolve("dies"), name -> running.properties());
    store.store(IMAGES, at, Durability.none);
    try (ImageReader reader = store.open(at)) {
      running.close();
      Throwable broken = catchThrowable(() -> reader.read(0, 40, StoreChecks.batch(IMAGES, 40)));
      assertThat(broken).isInstanceOf(BadInputException.class).hasMessageStartingWith("S3: ");
      assertSaysNothing(broken, running.properties());
    }
  }
}
