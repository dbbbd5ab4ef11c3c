package dev.imagestore.input;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was chosen for some options, by their names; an option that is not named has its default.
 *
 * @param chosen values by name; names of options that nothing asks for do no harm
 */
public record OptionValues(SortedMap<String, String> chosen) {
  /** Every option at its default. */
  public static final OptionValues DEFAULTS = new OptionValues(Map.of());

  /** Copies the map. */
  public OptionValues {
    chosen = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(chosen));
  }

  /** Values by name. */
  public OptionValues(Map<String, String> chosen) {
    this((SortedMap<String, String>) new TreeMap<>(chosen));
  }

  /** One option at one value, the others at their defaults. */
  public static OptionValues of(Option option, String value) {
    return new OptionValues(Map.of(option.name(), value));
  }

  /** The same with one more. */
  public OptionValues with(Option option, String value) {
    SortedMap<String, String> more = new TreeMap<>(chosen);
    more.put(option.name(), value);
    return new OptionValues(more);
  }

  /** The value of an option. */
  public String of(Option option) {
    return chosen.getOrDefault(option.name(), option.defaultValue());
  }

  /** The value of an option that was declared with an enum. */
  public <E extends Enum<E>> E of(Option option, Class<E> type) {
    return Enum.valueOf(type, of(option));
  }
}
