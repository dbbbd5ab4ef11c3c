package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.result.BackendOptions;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Which parameters are run with which values. JMH crosses every parameter with every other; here an
 * option varies only backends that have it.
 */
final class ParameterSpace {
  private final List<Backend> backends;

  /** False if the user left the backends open. */
  private final boolean choseBackends;

  /** Values that the user chose for options of backends and codecs, by name. */
  private final Map<String, Collection<String>> chosen;

  /** What can't be measured of backends that nobody chose. */
  private final Set<String> leftOut;

  /** Backends that are left out because their service can't be had, a line each. */
  private final List<String> missing;

  private ParameterSpace(
      List<Backend> backends,
      boolean choseBackends,
      Map<String, Collection<String>> chosen,
      Set<String> leftOut,
      List<String> missing) {
    this.backends = backends;
    this.choseBackends = choseBackends;
    this.chosen = chosen;
    this.leftOut = leftOut;
    this.missing = missing;
  }

  /**
   * What a user chose.
   *
   * @param everyBackend true if all backends are meant where the user names none
   * @throws BadInputException if a backend is unknown, or a value of an option is none that any of
   *     the backends takes
   */
  static ParameterSpace of(CommandLineOptions user, boolean everyBackend) throws BadInputException {
    List<Backend> backends = backends(user);
    boolean choseBackends = !backends.isEmpty();
    if (!choseBackends) {
      backends = everyBackend ? Backends.all() : Backends.compared();
    }
    List<String> missing = new ArrayList<>();
    if (!choseBackends) {
      backends = servable(backends, missing);
    }
    Map<String, Collection<String>> chosen = chosen(user);
    ParameterSpace space =
        new ParameterSpace(backends, choseBackends, chosen, new LinkedHashSet<>(), missing);
    for (Map.Entry<String, Collection<String>> option : chosen.entrySet()) {
      for (String value : option.getValue()) {
        space.checkThatSomeBackendTakes(option.getKey(), value);
      }
    }
    return space;
  }

  /**
   * The part of it that a pass of a plan runs: of its own backends those that the user chose, and
   * its own values of options that he left open.
   *
   * @throws BadInputException if the pass names an unknown backend
   */
  ParameterSpace of(CommandLineOptions pass) throws BadInputException {
    List<Backend> own = backends(pass);
    if (own.isEmpty()) {
      own = backends;
    } else if (choseBackends) {
      own.retainAll(backends);
    }
    Map<String, Collection<String>> options = chosen(pass);
    options.putAll(chosen);
    return new ParameterSpace(own, choseBackends, options, leftOut, missing);
  }

  /** Backends whose service can be had; of the others is said why not. */
  private static List<Backend> servable(List<Backend> backends, List<String> missing) {
    List<Backend> servable = new ArrayList<>();
    for (Backend backend : backends) {
      Optional<String> lacks = backend.service().flatMap(Service::missing);
      lacks.ifPresent(what -> missing.add(backend.name() + " is left out, not installed: " + what));
      if (lacks.isEmpty()) {
        servable.add(backend);
      }
    }
    return servable;
  }

  private static List<Backend> backends(CommandLineOptions options) throws BadInputException {
    List<Backend> backends = new ArrayList<>();
    for (String name : options.getParameter(Names.BACKEND).orElse(List.of())) {
      backends.add(Backends.named(name));
    }
    return backends;
  }

  private static Map<String, Collection<String>> chosen(CommandLineOptions options) {
    Map<String, Collection<String>> chosen = new LinkedHashMap<>();
    for (Option option : Backends.options()) {
      if (options.getParameter(option.name()).hasValue()) {
        chosen.put(option.name(), options.getParameter(option.name()).get());
      }
    }
    return chosen;
  }

  private void checkThatSomeBackendTakes(String option, String value) throws BadInputException {
    if (!takers(option, value).isEmpty()) {
      return;
    }
    for (Option declared : Backends.options()) {
      if (declared.name().equals(option)) {
        declared.check(value);
      }
    }
    List<String> owners =
        Backends.all().stream()
            .filter(backend -> takes(backend, option, value))
            .map(Backend::name)
            .toList();
    throw new BadInputException(
        option
            + "="
            + value
            + ": none of the chosen backends ("
            + String.join(", ", backends.stream().map(Backend::name).toList())
            + ") has it; "
            + String.join(", ", owners)
            + (owners.size() == 1 ? " has" : " have"));
  }

  /** What is different from a plain product of all values, a line each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(missing);
    chosen.forEach(
        (option, values) -> {
          for (String value : values) {
            List<String> takers = takers(option, value);
            if (takers.size() < backends.size()) {
              notes.add(option + "=" + value + " concerns " + String.join(", ", takers) + " only");
            }
          }
        });
    notes.addAll(leftOut);
    return notes;
  }

  /** Chosen backends that take a value of an option. */
  private List<String> takers(String option, String value) {
    return backends.stream()
        .filter(backend -> takes(backend, option, value))
        .map(Backend::name)
        .toList();
  }

  /** True if a backend has the option, with some codec that was chosen, and the value. */
  private boolean takes(Backend backend, String option, String value) {
    Map<String, Collection<String>> others = new LinkedHashMap<>(chosen);
    others.put(option, List.of(value));
    return product(others).stream()
        .map(OptionValues::new)
        .flatMap(values -> Backends.applicable(backend, values).stream())
        .anyMatch(each -> each.name().equals(option) && each.allows(value));
  }

  /**
   * Every combination for a benchmark, backends varying fastest: they are compared. All declared
   * options are there, because JMH wants a value for each; see {@link BackendOptions#complete}.
   *
   * @param workload what the benchmark measures, if it is one of the suite's
   * @param options of JMH, the run size's settings among them
   * @param documented true for the ways that the libraries' documentation shows
   * @throws BadInputException if a backend that the user chose can't do it
   */
  Set<SortedMap<String, String>> combinations(
      BenchmarkListEntry entry,
      Optional<Workload> workload,
      CommandLineOptions options,
      boolean documented)
      throws BadInputException {
    Map<String, Collection<String>> others = new TreeMap<>();
    entry
        .getParams()
        .orElse(Map.of())
        .forEach(
            (name, values) -> {
              // storeSingle stores one image whatever cutoff is asked of the others: its one value
              // is not a default.
              boolean fixed =
                  name.equals(Names.CUTOFF) && values.length == 1 && values[0].equals("1");
              others.put(
                  name,
                  fixed ? List.of(values) : options.getParameter(name).orElse(List.of(values)));
            });
    others.remove(Names.BACKEND);
    Backends.options().forEach(option -> others.remove(option.name()));
    Set<SortedMap<String, String>> combinations = new LinkedHashSet<>();
    for (Map<String, String> fixed : product(others)) {
      for (Map<String, String> values : product(chosen)) {
        for (Backend backend : backends) {
          Map<String, String> params = new HashMap<>(fixed);
          params.put(Names.BACKEND, backend.name());
          params.putAll(values);
          if ((!documented || document(backend, params))
              && isAllowed(backend, params)
              && can(backend, params, workload)) {
            combinations.add(BackendOptions.complete(params, workload));
          }
        }
      }
    }
    return combinations;
  }

  /** Sets what documentation shows where the user left it open; false if there is no such way. */
  private boolean document(Backend backend, Map<String, String> params) {
    boolean any = false;
    for (Option option : Backends.applicable(backend, new OptionValues(params))) {
      if (option.documentedValue().isPresent() && !chosen.containsKey(option.name())) {
        params.put(option.name(), option.documentedValue().get());
        any = true;
      }
    }
    return any;
  }

  /** False for a backend that nobody asked for and that can't do what is measured. */
  private boolean can(Backend backend, Map<String, String> params, Optional<Workload> workload)
      throws BadInputException {
    if (!workload.equals(Optional.of(Workload.APPEND_MANY))) {
      return true;
    }
    Optional<String> obstacle = backend.store(new OptionValues(params)).obstacleToAppend();
    if (obstacle.isEmpty()) {
      return true;
    }
    String refusal = backend.name() + " can't be appended to: " + obstacle.get();
    if (choseBackends) {
      throw new BadInputException(
          "appendMany: " + refusal + "; choose other backends (-p backend=…)");
    }
    leftOut.add("appendMany leaves " + backend.name() + " out: " + refusal);
    return false;
  }

  private static boolean isAllowed(Backend backend, Map<String, String> params) {
    OptionValues values = new OptionValues(params);
    return Backends.applicable(backend, values).stream()
        .allMatch(option -> option.allows(values.of(option)));
  }

  /** Every combination of values, those of the last name varying fastest. */
  private static List<Map<String, String>> product(Map<String, Collection<String>> values) {
    List<Map<String, String>> product = List.of(Map.of());
    for (Map.Entry<String, Collection<String>> each : values.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> combination : product) {
        for (String value : each.getValue()) {
          Map<String, String> next = new LinkedHashMap<>(combination);
          next.put(each.getKey(), value);
          longer.add(next);
        }
      }
      product = longer;
    }
    return product;
  }
}
