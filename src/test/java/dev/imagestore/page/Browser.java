package dev.imagestore.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A Chromium without a window, spoken to over its DevTools protocol. Selenium was the other way: it
 * says nothing of requests that a page makes, and is 9 MB of libraries for five commands.
 */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

  private Browser(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page, new Listener())
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
  }

  /** The browser's program, where this machine has one. */
  static Optional<Path> program() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .flatMap(dir -> NAMES.stream().map(name -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser.
   *
   * @param profile an empty directory of its own
   */
  static Browser start(Path program, Path profile) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox", // which it refuses to have as root; it sees our page only
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log").toFile());
    // All that it leaves behind goes with the profile.
    builder.environment().put("TMPDIR", profile.toString());
    Process process = builder.start();
    try {
      int port = port(process, profile);
      Browser browser = new Browser(process, page(port));
      for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
        browser.send(domain + ".enable", JSON.createObjectNode());
      }
      return browser;
    } catch (Exception | AssertionError e) {
      kill(process);
      throw e;
    }
  }

  private static int port(Process process, Path profile) throws Exception {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() >= 2) {
          return Integer.parseInt(lines.get(0));
        }
      }
      Thread.sleep(50);
    }
    throw new IOException("no browser: " + Files.readString(profile.resolve("log")));
  }

  private static URI page(int port) throws Exception {
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json")).build();
    String targets =
        HttpClient.newHttpClient().send(list, HttpResponse.BodyHandlers.ofString()).body();
    for (JsonNode target : JSON.readTree(targets)) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("no page among " + targets);
  }

  /** Opens a page and waits until it is loaded; what was noted before is forgotten. */
  void open(URI page) {
    // A page that differs in its hash only would not be loaded again.
    load(URI.create("about:blank"));
    events.clear();
    load(page);
  }

  private void load(URI page) {
    loaded = new CompletableFuture<>();
    send("Page.navigate", JSON.createObjectNode().put("url", page.toString()));
    loaded.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** The value of an expression, which may be a promise. */
  JsonNode evaluate(String expression) {
    ObjectNode call =
        JSON.createObjectNode()
            .put("expression", expression)
            .put("returnByValue", true)
            .put("awaitPromise", true);
    JsonNode reply = send("Runtime.evaluate", call);
    if (reply.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + reply.path("exceptionDetails"));
    }
    return reply.path("result").path("value");
  }

  /** Clicks in the middle of the element that {@code expression} gives. */
  void click(String expression) {
    JsonNode at = middle(expression);
    for (String type : List.of("mousePressed", "mouseReleased")) {
      mouse(type, at.path(0).asDouble(), at.path(1).asDouble());
    }
  }

  /** The middle of an element, scrolled into view. */
  private JsonNode middle(String expression) {
    return evaluate(
        "(e => { e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
            + " return [b.x + b.width / 2, b.y + b.height / 2]; })("
            + expression
            + ")");
  }

  /** One event of the mouse, at a place in the window. */
  void mouse(String type, double x, double y) {
    ObjectNode event = JSON.createObjectNode().put("type", type).put("x", x).put("y", y);
    if (!type.equals("mouseMoved")) {
      event.put("button", "left").put("clickCount", 1);
    }
    send("Input.dispatchMouseEvent", event);
  }

  /** Presses a key: {@code Tab}, {@code ArrowRight}; {@code Enter} and space with their text. */
  void key(String key) {
    String code = key.equals(" ") ? "Space" : key;
    int number =
        switch (key) {
          case "Tab" -> 9;
          case "Enter" -> 13;
          case "Escape" -> 27;
          case " " -> 32;
          case "ArrowLeft" -> 37;
          case "ArrowUp" -> 38;
          case "ArrowRight" -> 39;
          case "ArrowDown" -> 40;
          default -> throw new IllegalArgumentException(key);
        };
    ObjectNode event =
        JSON.createObjectNode()
            .put("key", key)
            .put("code", code)
            .put("windowsVirtualKeyCode", number);
    if (key.equals("Enter")) {
      event.put("text", "\r");
    } else if (key.equals(" ")) {
      event.put("text", " ");
    }
    send("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyDown"));
    send("Input.dispatchKeyEvent", event.put("type", "keyUp"));
  }

  /** What a system that prefers {@code scheme}, light or dark, shows. */
  void prefer(String scheme) {
    ObjectNode media = JSON.createObjectNode();
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    send("Emulation.setEmulatedMedia", media);
  }

  /** Sets the window's size. */
  void resize(int width, int height, boolean mobile) {
    send(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", mobile));
  }

  /** The whole page as PNG. */
  byte[] screenshot() {
    ObjectNode how = JSON.createObjectNode().put("captureBeyondViewport", true);
    return Base64.getDecoder().decode(send("Page.captureScreenshot", how).path("data").asText());
  }

  /** Addresses that were asked for since {@link #open}, the page's own among them. */
  List<String> requests() {
    return named("Network.requestWillBeSent")
        .map(event -> event.path("request").path("url").asText())
        .toList();
  }

  /** What went wrong since {@link #open}: exceptions, and whatever the console was told. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (String name :
        List.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")) {
      named(name).map(JsonNode::toString).forEach(complaints::add);
    }
    return complaints;
  }

  private Stream<JsonNode> named(String method) {
    return events.stream()
        .filter(event -> event.path("method").asText().equals(method))
        .map(event -> event.path("params"));
  }

  private JsonNode send(String method, ObjectNode params) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    replies.put(id, reply);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", params);
    socket.sendText(message.toString(), true).join();
    JsonNode answer = reply.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (answer.has("error")) {
      throw new AssertionError(method + ": " + answer.path("error"));
    }
    return answer.path("result");
  }

  @Override
  public void close() {
    socket.abort();
    kill(process);
  }

  private static void kill(Process process) {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle member : family) {
      member.onExit().completeOnTimeout(member, 10, TimeUnit.SECONDS).join();
    }
  }

  /** Puts together the parts of messages, and hands them out. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(String message) {
      try {
        JsonNode node = JSON.readTree(message);
        if (node.has("id")) {
          replies.remove(node.path("id").asInt()).complete(node);
          return;
        }
        events.add(node);
        if (node.path("method").asText().equals("Page.loadEventFired")) {
          loaded.complete(null);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
