package dev.imagestore.codec;

import dev.imagestore.input.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The codecs: the one list of them is {@code META-INF/services/dev.imagestore.codec.Codec}, a line
 * each.
 */
public final class Codecs {
  /** The option by which backends that know codecs let users choose one. */
  public static final String OPTION = "codec";

  private static final Map<String, Codec> BY_NAME = load();

  private Codecs() {}

  private static Map<String, Codec> load() {
    Map<String, Codec> byName = new LinkedHashMap<>();
    for (Codec codec : ServiceLoader.load(Codec.class, Codecs.class.getClassLoader())) {
      if (byName.put(codec.name(), codec) != null) {
        throw new IllegalStateException("two codecs are called " + codec.name());
      }
    }
    return byName;
  }

  /** All of them. */
  public static List<Codec> all() {
    return List.copyOf(BY_NAME.values());
  }

  /** The codec of a name, if there is one. */
  public static Optional<Codec> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The codec of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Codec named(String name) {
    Codec codec = BY_NAME.get(name);
    if (codec == null) {
      throw new IllegalArgumentException("no codec is called " + name);
    }
    return codec;
  }

  /** The option {@value #OPTION} of a backend that keeps one value per image. */
  public static Option option(String defaultCodec) {
    List<String> names = new ArrayList<>(BY_NAME.keySet());
    names.remove(defaultCodec);
    names.add(0, defaultCodec);
    return Option.of(OPTION, "what images are encoded with", names.toArray(String[]::new));
  }
}
