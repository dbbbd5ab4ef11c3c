package dev.imagestore.result;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Under which conditions a benchmark measures: JMH parameters that say neither which images nor how
 * they are kept. At its default one is left out of keys and names, so that results pair with those
 * from before there was such a parameter.
 */
public enum Condition {
  /** What the operating system has of a store in memory when reading begins. */
  CACHE("cache", Cache.warm),
  /** Which pages of memory a new store lands on. */
  PAGES("pages", Pages.recycled),
  /** Whether a store that is read whole is opened for each operation. */
  OPENING("opening", Opening.each),
  /** What a read fills. */
  MEMORY("memory", Memory.direct);

  /** Values of {@link #CACHE}. */
  public enum Cache {
    /** All of it. */
    warm,
    /** Nothing of it. */
    cold
  }

  /** Values of {@link #PAGES}. */
  public enum Pages {
    /** Those of the store before, which was deleted. */
    recycled,
    /** New ones: no store is deleted before the fork ends. */
    fresh
  }

  /** Values of {@link #OPENING}. */
  public enum Opening {
    /** Each operation opens the store and closes it. */
    each,
    /** It is open before the clock starts. */
    once
  }

  /** Values of {@link #MEMORY}. */
  public enum Memory {
    /** Memory outside the Java heap. */
    direct,
    /** An array of the Java heap. */
    heap
  }

  private final String parameter;
  private final Enum<?> usual;

  Condition(String parameter, Enum<?> usual) {
    this.parameter = parameter;
    this.usual = usual;
  }

  /** The JMH parameter. */
  public String parameter() {
    return parameter;
  }

  /** Its value unless told otherwise. */
  public String defaultValue() {
    return usual.name();
  }

  /** All values that it may have, the default first. */
  public List<String> choices() {
    return Arrays.stream(usual.getDeclaringClass().getEnumConstants()).map(Enum::name).toList();
  }

  /** The value that parameters have for it: the default where they don't name it. */
  public String of(Map<String, String> params) {
    return params.getOrDefault(parameter, defaultValue());
  }

  /** True if parameters choose this value, of whichever condition has it. */
  public static boolean holds(Enum<?> value, Map<String, String> params) {
    return of(value).of(params).equals(value.name());
  }

  /** The parameter of which this is a value. */
  public static String parameterOf(Enum<?> value) {
    return of(value).parameter;
  }

  private static Condition of(Enum<?> value) {
    return Arrays.stream(values())
        .filter(condition -> condition.usual.getDeclaringClass() == value.getDeclaringClass())
        .findFirst()
        .orElseThrow();
  }
}
