package dev.imagestore.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The services of the registered backends, each started in this JVM when it is first asked for, and
 * ended with it.
 */
public final class TestServices implements Service.Directory {
  /** All of them. */
  public static final TestServices ALL = new TestServices();

  private final Map<String, Service.Running> running = new HashMap<>();

  private TestServices() {}

  @Override
  public synchronized Map<String, String> properties(String name) throws IOException {
    Service.Running service = running.get(name);
    if (service == null) {
      service = start(name);
      running.put(name, service);
    }
    return service.properties();
  }

  private static Service.Running start(String name) throws IOException {
    Service service =
        Backends.all().stream()
            .flatMap(backend -> backend.service().stream())
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    Path directory = Files.createTempDirectory("test-service-" + name + "-");
    Service.Running started = service.start(directory);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    started.close();
                    Trees.delete(directory);
                  } catch (IOException e) {
                    System.err.println("service " + name + ": " + e);
                  }
                }));
    return started;
  }
}
