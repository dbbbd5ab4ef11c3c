package dev.imagestore.store.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that keeps objects in memory, and behaves as badly as a test wants. It checks no
 * signature: that is what the real one is for.
 */
final class FakeS3 implements Closeable {
  /** What it does with a request, unless it answers as it should. */
  interface Fault {
    /**
     * Answers, or not.
     *
     * @return false to have it answered properly
     */
    boolean answer(HttpExchange exchange, Map<String, byte[]> objects) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<String, String> labels = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile long latencyMillis;
  private volatile Fault fault = (exchange, all) -> false;

  FakeS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** As a service would say it. */
  Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put(S3Bucket.ENDPOINT, "http://127.0.0.1:" + server.getAddress().getPort());
    properties.put(S3Bucket.NAME, "bucket");
    properties.put(S3Bucket.PREFIX, "run/");
    properties.put(S3Bucket.USER, "alice");
    properties.put(S3Bucket.SECRET, "wonderland");
    return properties;
  }

  /** How long it waits before each answer. */
  void latency(long millis) {
    latencyMillis = millis;
  }

  void fault(Fault next) {
    fault = next;
  }

  /** How many requests there were. */
  int requests() {
    return requests.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      TimeUnit.MILLISECONDS.sleep(latencyMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (exchange) {
      if (!fault.answer(exchange, objects)) {
        answer(exchange, body);
      }
    }
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException {
    String key = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("PUT")) {
      objects.put(key, body);
      String label = exchange.getRequestHeaders().getFirst("x-amz-meta-label");
      labels.put(key, label == null ? "" : label);
      exchange.getResponseHeaders().add("ETag", "\"0\"");
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    byte[] object = objects.get(key);
    if (object == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    exchange.getResponseHeaders().add("x-amz-meta-label", labels.get(key));
    exchange.sendResponseHeaders(200, object.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(object);
    }
  }

  /** Answers with an error as S3 has them. */
  static void error(HttpExchange exchange, int status, String code) throws IOException {
    byte[] text =
        ("<?xml version=\"1.0\"?><Error><Code>"
                + code
                + "</Code><Message>to alice</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, text.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
