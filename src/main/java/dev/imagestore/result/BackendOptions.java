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

/** What parameters say about the options of backends. */
public final class BackendOptions {
  /** Stands for each backend's own default, where backends with an option of one name differ. */
  public static final String DEFAULT = "default";

  /** Stands in the place of an option that a backend does not have: JMH wants a value for each. */
  public static final String NONE = "-";

  private BackendOptions() {}

  /** The backend that parameters name, if this build knows it and what is chosen for it. */
  static Optional<Backend> backend(Map<String, String> params) {
    OptionValues values = chosen(params);
    return Optional.ofNullable(params.get(Names.BACKEND))
        .flatMap(Backends::find)
        .filter(b -> b.options().stream().allMatch(option -> option.allows(values.of(option))));
  }

  /**
   * The options that make a difference to a benchmark of a backend.
   *
   * @param workload empty if all are asked for
   */
  static List<Option> applicable(
      Backend backend, OptionValues values, Optional<Workload> workload) {
    boolean storing = workload.map(Workload::isStore).orElse(false);
    return Backends.applicable(backend, values).stream()
        .filter(option -> !(storing && option.forReading()))
        .toList();
  }

  /**
   * Parameters without the declared options that their backend does not have, or that are of no
   * concern to what is measured; what it has stays, at its default too.
   *
   * @param workload what is measured; empty for all that can be
   */
  public static SortedMap<String, String> applicable(
      Map<String, String> params, Optional<Workload> workload) {
    SortedMap<String, String> applicable = new TreeMap<>(params);
    Optional<Backend> found = backend(params);
    if (found.isPresent()) {
      Backends.options().forEach(option -> applicable.remove(option.name()));
      for (Option option : applicable(found.get(), chosen(params), workload)) {
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
   * Parameters with the value of each declared option: what was chosen or the default where the
   * backend has it and what is measured has to do with it, else {@link #NONE}.
   *
   * @param workload what is measured; empty for all that can be
   */
  public static SortedMap<String, String> complete(
      Map<String, String> params, Optional<Workload> workload) {
    SortedMap<String, String> complete = new TreeMap<>(params);
    Optional<Backend> found =
        Optional.ofNullable(params.get(Names.BACKEND)).flatMap(Backends::find);
    if (found.isPresent()) {
      Backends.options().forEach(option -> complete.put(option.name(), NONE));
      OptionValues values = chosen(params);
      for (Option option : applicable(found.get(), values, workload)) {
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
