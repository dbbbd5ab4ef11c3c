package dev.imagestore.result;

import dev.imagestore.codec.Codec;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which configuration: what must be the same for two results to be a pair. Everything that groups
 * or names results goes by it or by a <em>projection</em> of it, which is a key that has less:
 * {@link #table}, {@link #picture}, {@link #without}.
 *
 * <p>JMH crosses all parameters and writes every one into every result. Here they are canonical,
 * one and the same for all that is measured alike: what they say of a backend that ignores it, or
 * at its default, is left out, so that results pair with those from before there was such an
 * option. Backends and codecs that this build does not know keep all of theirs.
 *
 * @param benchmark the full name, {@code dev.imagestore.workload.ReadBenchmark.readMany}; empty in
 *     a projection without it
 * @param mode JMH's short name: {@code thrpt}, {@code avgt}, {@code sample}, {@code ss}; empty in a
 *     projection without it
 * @param threads of the benchmark
 * @param params JMH parameters by name; empty for a benchmark without any
 */
public record Key(String benchmark, String mode, int threads, SortedMap<String, String> params) {
  /** The value of an option that has only this to tell: the way that its library documents. */
  private static final String DOCUMENTED = "documented";

  private static final int LONGEST_SUFFIX = 60;

  /** Makes the parameters canonical. */
  public Key {
    params =
        Collections.unmodifiableSortedMap(canonical(Workload.of(shortName(benchmark)), params));
  }

  /** A key of parameters alone. */
  public static Key of(Map<String, String> params) {
    return new Key("", "", 1, new TreeMap<>(params));
  }

  private static SortedMap<String, String> canonical(
      Optional<Workload> workload, SortedMap<String, String> params) {
    SortedMap<String, String> canonical = new TreeMap<>(params);
    for (Condition condition : Condition.values()) {
      canonical.remove(condition.parameter(), condition.defaultValue());
    }
    Backends.options().forEach(option -> canonical.remove(option.name(), BackendOptions.NONE));
    Optional<Backend> found = BackendOptions.backend(params);
    if (found.isPresent()) {
      OptionValues values = BackendOptions.chosen(params);
      String name = found.get().canonicalName(values);
      canonical.put(Names.BACKEND, name);
      Backends.options().forEach(option -> canonical.remove(option.name()));
      Backend backend = Backends.find(name).orElse(found.get());
      for (Option option : BackendOptions.applicable(backend, values, workload)) {
        String value = values.of(option);
        if (!value.equals(option.defaultValue())) {
          canonical.put(option.name(), value);
        }
      }
    }
    return canonical;
  }

  /** Class and method, {@code ReadBenchmark.readMany}. */
  public String shortName() {
    return shortName(benchmark);
  }

  /** Of a benchmark by its full name. */
  public static String shortName(String benchmark) {
    int method = benchmark.lastIndexOf('.');
    return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
  }

  /** True if threads share the images of an operation, {@link Workload#isShared}. */
  public boolean sharesImages() {
    return workload().map(Workload::isShared).orElse(false)
        && !params.containsKey(UnsharedReads.PARAMETER);
  }

  /** True if the mode goes without saying: throughput, or single shots of what needs them. */
  public boolean hasUsualMode() {
    boolean singleShot = workload().map(w -> w.isSingleShot(params)).orElse(false);
    return mode.equals(singleShot ? "ss" : "thrpt");
  }

  /** What was done; empty for a benchmark that is not the suite's. */
  public Optional<Workload> workload() {
    return Workload.of(shortName());
  }

  /** The value of a parameter; empty text where there is none. */
  public String param(String name) {
    return params.getOrDefault(name, "");
  }

  /** How the images were kept, without options; empty text if it is not known. */
  public String backend() {
    return param(Names.BACKEND);
  }

  /** What the images were encoded with; {@code raw} where pixels were kept as they are. */
  public String codec() {
    return BackendOptions.backend(params)
        .flatMap(backend -> backend.codec(BackendOptions.chosen(params)))
        .map(Codec::name)
        .orElse(Names.CONTROL);
  }

  /**
   * The backend and, behind it, its options where they are not at their defaults: {@code backend
   * option=value}. Of an option at the value that its library's documentation shows it says so:
   * {@code backend option=value (documented)}, {@code backend (documented)}.
   *
   * @return empty text if there is no backend
   */
  public String variant() {
    StringBuilder variant = new StringBuilder(param(Names.BACKEND));
    for (Option option : options()) {
      String value = params.get(option.name());
      if (!value.equals(DOCUMENTED)) {
        variant.append(' ').append(option.name()).append('=').append(value);
      }
      if (option.documentedValue().equals(Optional.of(value))) {
        variant.append(" (documented)");
      }
    }
    return variant.toString();
  }

  /** The backend's options that the parameters name, in the order in which they are shown. */
  private List<Option> options() {
    return BackendOptions.backend(params)
        .map(backend -> Backends.applicable(backend, BackendOptions.chosen(params)))
        .orElse(List.of())
        .stream()
        .filter(option -> params.containsKey(option.name()))
        .sorted(
            Comparator.comparing((Option option) -> !param(option.name()).equals(DOCUMENTED))
                .thenComparing(Option::name))
        .toList();
  }

  /**
   * Names that tell keys apart, as short as possible: method and backend, with the number of
   * images, or everything.
   */
  public static Map<Key, String> names(Collection<Key> keys) {
    List<Function<Key, String>> forms =
        List.of(
            key -> key.method() + " " + key.variant(),
            key -> key.method() + " " + key.variant() + " " + key.param(Names.CUTOFF));
    Set<Key> all = new LinkedHashSet<>(keys);
    if (all.stream().noneMatch(key -> key.variant().isEmpty())) {
      for (Function<Key, String> form : forms) {
        if (all.stream().map(form).distinct().count() == all.size()) {
          return all.stream().collect(Collectors.toMap(key -> key, form));
        }
      }
    }
    return all.stream().collect(Collectors.toMap(key -> key, Key::label));
  }

  private String method() {
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }

  // Projections

  /** The same without some parameters. */
  public Key without(String... names) {
    SortedMap<String, String> fewer = new TreeMap<>(params);
    fewer.keySet().removeAll(List.of(names));
    return new Key(benchmark, mode, threads, fewer);
  }

  /** What the rows of one table share: all but the backend with its options, and the cutoff. */
  public Key table() {
    SortedMap<String, String> shared = new TreeMap<>(params);
    options().forEach(option -> shared.remove(option.name()));
    shared.keySet().removeAll(List.of(Names.BACKEND, Names.CUTOFF));
    return new Key(benchmark, mode, threads, shared);
  }

  /** What one picture holds constant: {@link #table} of any benchmark and mode. */
  public Key picture() {
    return new Key("", "", threads, table().params);
  }

  /** The key by which another file knows the same images. */
  public Key withDatasets(Map<String, String> names) {
    SortedMap<String, String> renamed = new TreeMap<>(params);
    renamed.computeIfPresent(Names.DATASET, (n, name) -> names.getOrDefault(name, name));
    return new Key(benchmark, mode, threads, renamed);
  }

  /** True if both have the same threads, and no parameter with two values. */
  public boolean agreesWith(Key other) {
    return threads == other.threads
        && params.entrySet().stream()
            .allMatch(
                p -> other.params.getOrDefault(p.getKey(), p.getValue()).equals(p.getValue()));
  }

  // In words

  /**
   * The parameters as people see them: the backend with its options in one, see {@link #variant}.
   */
  public SortedMap<String, String> shown() {
    SortedMap<String, String> shown = new TreeMap<>(params);
    options().forEach(option -> shown.remove(option.name()));
    shown.computeIfPresent(Names.BACKEND, (n, backend) -> variant());
    return shown;
  }

  /** The parameters that have no name of their own in tables: of {@link #table}, the others. */
  public SortedMap<String, String> others() {
    return table().without(Names.DATASET, Names.DURABILITY).params;
  }

  /** All but the parameters: {@code ReadBenchmark.readMany, thrpt, 2 threads}. */
  public String heading() {
    return shortName() + ", " + mode + moreThreads();
  }

  /** All of it: {@code ReadBenchmark.readMany thrpt [backend=png, cutoff=10]}. */
  public String label() {
    String values =
        shown().entrySet().stream()
            .map(p -> p.getKey() + "=" + p.getValue())
            .collect(Collectors.joining(", "));
    return shortName() + " " + mode + moreThreads() + (values.isEmpty() ? "" : " [" + values + "]");
  }

  /**
   * What a table shares, without what goes without saying: {@code StoreBenchmark.storeMany,
   * synthetic, durability none}.
   */
  public String title() {
    return shortName() + settings();
  }

  /** {@link #title} behind its benchmark: {@code , synthetic, durability none}; may be empty. */
  public String settings() {
    StringBuilder settings = new StringBuilder();
    if (!param(Names.DATASET).isEmpty()) {
      settings.append(", ").append(param(Names.DATASET));
    }
    if (!param(Names.DURABILITY).isEmpty()) {
      settings.append(", durability ").append(param(Names.DURABILITY));
    }
    others().forEach((name, value) -> settings.append(", ").append(name).append(' ').append(value));
    settings.append(moreThreads());
    if (!hasUsualMode()) {
      settings.append(", mode ").append(mode);
    }
    return settings.toString();
  }

  private String moreThreads() {
    return threads == 1 ? "" : ", " + threads + " threads";
  }

  /**
   * What sets this apart from {@code first}, fit for a file's name; empty for {@code first}. Names
   * of other people's parameters may hold anything, path separators too.
   */
  public String fileSuffix(Key first) {
    List<String> parts = new ArrayList<>();
    params.forEach(
        (name, value) -> {
          if (!value.equals(first.params.get(name))) {
            boolean plain = name.equals(Names.DATASET) || name.equals(Names.DURABILITY);
            parts.add(plain ? value : name + "-" + value);
          }
        });
    if (threads != first.threads) {
      parts.add(threads + "-threads");
    }
    String text = String.join("-", parts).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return text.substring(0, Math.min(LONGEST_SUFFIX, text.length())).replaceAll("^-|-$", "");
  }
}
