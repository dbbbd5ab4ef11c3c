package dev.imagestore.store;

import dev.imagestore.codec.Codecs;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A backend with options of its own: what the contract is held against.
 *
 * @param backend the backend
 * @param options its options
 */
public record StoreVariant(Backend backend, OptionValues options) {
  private static final String A_FEW = "3";

  /** The backends whose stores are files, as a run uses them unless told otherwise. */
  public static Stream<StoreVariant> defaults() {
    return files().map(each -> new StoreVariant(each, OptionValues.DEFAULTS));
  }

  private static Stream<Backend> files() {
    return Backends.all().stream().filter(backend -> backend.service().isEmpty());
  }

  /**
   * {@link #all}, and the backends whose stores are on a server that can be had here: each with all
   * values of its own options, and one codec more; codecs are the same everywhere.
   */
  public static Stream<StoreVariant> servedToo() {
    return Stream.concat(all(), served());
  }

  private static Stream<StoreVariant> served() {
    Set<StoreVariant> all = new LinkedHashSet<>();
    for (Backend backend : Backends.all()) {
      if (backend.service().isPresent() && backend.service().get().missing().isEmpty()) {
        all.add(new StoreVariant(backend, OptionValues.DEFAULTS));
        vary(backend.options(), OptionValues.DEFAULTS).stream()
            .filter(values -> Set.of("raw", "png").contains(codec(values)))
            .forEach(values -> all.add(new StoreVariant(backend, values)));
      }
    }
    return all.stream();
  }

  private static String codec(OptionValues values) {
    return values.chosen().getOrDefault(Codecs.OPTION, "raw");
  }

  /** Those, and the ways that the documentation of their libraries shows. */
  public static Stream<StoreVariant> documentedToo() {
    return Stream.concat(
        defaults(),
        files()
            .flatMap(
                backend ->
                    backend.options().stream()
                        .filter(option -> option.documentedValue().isPresent())
                        .map(
                            option ->
                                OptionValues.of(option, option.documentedValue().orElseThrow()))
                        .map(values -> new StoreVariant(backend, values))));
  }

  /**
   * Those, and each codec of each backend: what differs on disk. Other options decide how a store
   * is written or read, or how large its parts are.
   */
  public static Stream<StoreVariant> forms() {
    return Stream.concat(
            documentedToo(),
            all().filter(v -> v.options().chosen().keySet().equals(Set.of(Codecs.OPTION))))
        .distinct();
  }

  /**
   * The backends whose stores are files, each with all values of its options, and of its codecs'
   * options; of a number, one beside the default.
   */
  public static Stream<StoreVariant> all() {
    Set<StoreVariant> all = new LinkedHashSet<>();
    for (Backend backend : files().toList()) {
      List<Option> usual = Backends.applicable(backend, OptionValues.DEFAULTS);
      Set<OptionValues> chosen = new LinkedHashSet<>(Set.of(OptionValues.DEFAULTS));
      chosen.addAll(vary(usual, OptionValues.DEFAULTS));
      for (OptionValues each : Set.copyOf(chosen)) {
        // What one option brings with it: a codec has options of its own.
        List<Option> more = new ArrayList<>(Backends.applicable(backend, each));
        more.removeAll(usual);
        chosen.addAll(vary(more, each));
      }
      chosen.forEach(values -> all.add(new StoreVariant(backend, values)));
    }
    return all.stream();
  }

  private static Set<OptionValues> vary(List<Option> options, OptionValues from) {
    Set<OptionValues> varied = new LinkedHashSet<>();
    for (Option option : options) {
      option.values().stream()
          .filter(value -> !value.equals(option.defaultValue()))
          .forEach(value -> varied.add(from.with(option, value)));
      if (option.allows(A_FEW)) {
        varied.add(from.with(option, A_FEW));
      }
    }
    return varied;
  }

  /** The backend of a name, as a run uses it unless told otherwise. */
  public static StoreVariant of(String backend) {
    return new StoreVariant(Backends.find(backend).orElseThrow(), OptionValues.DEFAULTS);
  }

  /** The backend of a name, with options by their names. */
  public static StoreVariant of(String backend, Map<String, String> options) {
    return new StoreVariant(Backends.find(backend).orElseThrow(), new OptionValues(options));
  }

  /** True if this is the backend as a run uses it unless told otherwise. */
  public boolean isDefault() {
    return options.equals(OptionValues.DEFAULTS);
  }

  /** What a store gives back of {@code images}. */
  public ImageSet expected(ImageSet images) {
    return backend.expected(images, options);
  }

  public void store(ImageSet images, Path dir, Durability durability) throws IOException {
    backend.store(options).store(images, at(dir), durability);
  }

  public ImageReader open(Path dir) throws IOException {
    return backend.store(options).open(at(dir));
  }

  /** The place of a store that is, or is called, as this path. */
  public Location at(Path dir) throws IOException {
    return backend.store(options).locate(dir, TestServices.ALL);
  }

  /** True if its stores are on a server. */
  public boolean isServed() {
    return backend.service().isPresent();
  }

  @Override
  public String toString() {
    return isDefault() ? backend.name() : backend.name() + " " + options.chosen();
  }
}
