package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Names;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Service;
import dev.imagestore.workload.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The services of a run: started once, before anything is stored; ended whatever happens. How they
 * are reached lies in files of the workspace that only this user may read, because it may hold a
 * password, which arguments would show to everybody.
 */
final class Services implements Closeable {
  private final List<ServiceProcess> running = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  /** What serves, by the name under which an environment has it. */
  private final SortedMap<String, String> versions = new TreeMap<>();

  /** Why a backend's service did not start. */
  private final Map<String, String> failures = new HashMap<>();

  private Services() {}

  /**
   * Starts what some backends need. One that does not start fails its own configurations only.
   *
   * @param configurations that will be run
   */
  static Services start(List<Configuration> configurations, Workspace workspace)
      throws IOException {
    Services services = new Services();
    try {
      for (String name : backends(configurations)) {
        Optional<Service> needed = Backends.find(name).flatMap(Backend::service);
        if (needed.isPresent()) {
          services.start(name, needed.get(), workspace);
        }
      }
      return services;
    } catch (IOException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  private static Set<String> backends(List<Configuration> configurations) {
    return configurations.stream()
        .map(configuration -> configuration.param(Names.BACKEND))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void start(String backend, Service service, Workspace workspace) throws IOException {
    ServiceProcess process;
    try {
      process = ServiceProcess.start(backend, workspace.newPath("service"));
    } catch (BadInputException e) {
      failures.put(backend, e.getMessage());
      return;
    }
    running.add(process);
    String version = process.properties().get(Service.VERSION);
    if (version != null) {
      versions.put(service.name() + "-server", version);
    }
    Path file = workspace.serviceFile(service.name());
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Properties properties = new Properties();
    properties.putAll(process.properties());
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
  }

  /** Why a configuration can't be measured; empty if it can. */
  Optional<String> failure(Configuration configuration) {
    return Optional.ofNullable(failures.get(configuration.param(Names.BACKEND)));
  }

  /** Which servers there are, to be published beside the versions of libraries. */
  SortedMap<String, String> versions() {
    return Collections.unmodifiableSortedMap(versions);
  }

  /** What went wrong when they ended, a line each; to be asked for after {@link #close}. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Ends all of them. */
  @Override
  public synchronized void close() {
    for (ServiceProcess each : running) {
      each.close();
      complaints.addAll(each.complaints());
    }
    running.clear();
  }
}
