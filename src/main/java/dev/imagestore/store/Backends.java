package dev.imagestore.store;

import dev.imagestore.codec.Codec;
import dev.imagestore.codec.Codecs;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The backends: the one list of them is {@code META-INF/services/dev.imagestore.store.Backend}, a
 * line each, in the order in which they are run and shown.
 */
public final class Backends {
  private static final Map<String, Backend> BY_NAME = load();

  private Backends() {}

  private static Map<String, Backend> load() {
    Map<String, Backend> byName = new LinkedHashMap<>();
    for (Backend backend : ServiceLoader.load(Backend.class, Backends.class.getClassLoader())) {
      if (byName.put(backend.name(), backend) != null) {
        throw new IllegalStateException("two backends are called " + backend.name());
      }
    }
    return byName;
  }

  /** All of them. */
  public static List<Backend> all() {
    return List.copyOf(BY_NAME.values());
  }

  /** Those that a run compares unless told otherwise. */
  public static List<Backend> compared() {
    return all().stream().filter(Backend::compared).toList();
  }

  /** The backend of a name, if there is one. */
  public static Optional<Backend> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The backend of a name.
   *
   * @throws BadInputException if there is none
   */
  public static Backend named(String name) throws BadInputException {
    Backend backend = BY_NAME.get(name);
    if (backend == null) {
      throw new BadInputException(
          "unknown backend '" + name + "'; known: " + String.join(", ", BY_NAME.keySet()));
    }
    return backend;
  }

  /** The options that apply to a backend, given what was chosen: its own, and its codec's. */
  public static List<Option> applicable(Backend backend, OptionValues values) {
    return Stream.concat(
            backend.applicable(values).stream(),
            backend.codec(values).map(Codec::options).orElse(List.of()).stream())
        .toList();
  }

  /** Every option that any backend or codec declares, each name once. */
  public static List<Option> options() {
    Map<String, Option> byName = new LinkedHashMap<>();
    List<Option> all = new ArrayList<>();
    all().forEach(backend -> all.addAll(backend.options()));
    Codecs.all().forEach(codec -> all.addAll(codec.options()));
    all.forEach(option -> byName.putIfAbsent(option.name(), option));
    return List.copyOf(byName.values());
  }
}
