package dev.imagestore.result;

import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What parameters say about the options of backends. JMH crosses all parameters and writes every
 * one into every result; what a parameter says of a backend that does not have it, or at its
 * default, is left out when results are read, so that they pair with results from before there was
 * such a parameter. Backends that this build does not know keep all of theirs.
 */
public final class BackendOptions {
  /** Stands for each backend's own default, where backends with an option of one name differ. */
  public static final String DEFAULT = "default";

  /** Stands in the place of an option that a backend does not have: JMH wants a value for each. */
  public static final String NONE = "-";

  private BackendOptions() {}

  /** The backend that parameters name, as this build knows it. */
  private static Optional<Backend> backend(Map<String, String> params) {
    return Optional.ofNullable(params.get(Names.BACKEND)).flatMap(Backends::find);
  }

  /** The canonical parameters: one and the same for everything that is measured alike. */
  public static SortedMap<String, String> telling(Map<String, String> params) {
    SortedMap<String, String> telling = new TreeMap<>(params);
    Optional<Backend> found = backend(params);
    if (found.isPresent()) {
      OptionValues values = chosen(params);
      String name = found.get().canonicalName(values);
      telling.put(Names.BACKEND, name);
      List<Option> applicable =
          Backends.applicable(Backends.find(name).orElse(found.get()), values);
      Backends.options().forEach(option -> telling.remove(option.name()));
      for (Option option : applicable) {
        String value = values.of(option);
        if (!value.equals(option.defaultValue())) {
          telling.put(option.name(), value);
        }
      }
    }
    return telling;
  }

  /**
   * Parameters without the declared options that their backend does not have; what it has stays, at
   * its default too.
   */
  public static SortedMap<String, String> applicable(Map<String, String> params) {
    SortedMap<String, String> applicable = new TreeMap<>(params);
    Optional<Backend> found = backend(params);
    if (found.isPresent()) {
      Backends.options().forEach(option -> applicable.remove(option.name()));
      for (Option option : Backends.applicable(found.get(), chosen(params))) {
        Optional.ofNullable(params.get(option.name()))
            .ifPresent(value -> applicable.put(option.name(), value));
      }
    }
    return applicable;
  }

  /** What parameters choose; {@link #DEFAULT} and {@link #NONE} choose nothing. */
  public static OptionValues chosen(Map<String, String> params) {
    SortedMap<String, String> chosen = new TreeMap<>(params);
    chosen.values().removeAll(List.of(DEFAULT, NONE));
    return new OptionValues(chosen);
  }

  /**
   * Takes the backend and its {@linkplain #telling telling} options out of parameters.
   *
   * @return the backend, and behind it the options: {@code png pngThreads=all}; null if there is no
   *     backend
   */
  public static String takeVariant(SortedMap<String, String> params) {
    Optional<Backend> found = backend(params);
    String backend = params.remove(Names.BACKEND);
    if (backend == null) {
      return null;
    }
    StringBuilder variant = new StringBuilder(backend);
    if (found.isPresent()) {
      List<Option> applicable = Backends.applicable(found.get(), chosen(params));
      for (String name : applicable.stream().map(Option::name).sorted().toList()) {
        String value = params.remove(name);
        if (value != null) {
          variant.append(' ').append(name).append('=').append(value);
        }
      }
    }
    return variant.toString();
  }

  /**
   * Parameters with the value of each declared option: what was chosen or the default where the
   * backend has it, {@link #NONE} where it has not.
   */
  public static SortedMap<String, String> complete(Map<String, String> params) {
    SortedMap<String, String> complete = new TreeMap<>(params);
    Optional<Backend> found = backend(params);
    if (found.isPresent()) {
      Backends.options().forEach(option -> complete.put(option.name(), NONE));
      OptionValues values = chosen(params);
      for (Option option : Backends.applicable(found.get(), values)) {
        complete.put(option.name(), values.of(option));
      }
    }
    return complete;
  }

  /**
   * The value that a declared option has in JMH's list of benchmarks: its default, or {@link
   * #DEFAULT} where backends differ in it.
   */
  public static String listed(Option option) {
    boolean everywhere =
        Backends.all().stream()
            .flatMap(backend -> backend.options().stream())
            .filter(other -> other.name().equals(option.name()))
            .allMatch(other -> other.defaultValue().equals(option.defaultValue()));
    return everywhere ? option.defaultValue() : DEFAULT;
  }
}
