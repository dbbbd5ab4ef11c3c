package dev.imagestore.input;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An option that a backend or a codec declares: a JMH parameter by its own name. None changes which
 * images a store gives back, up to what a lossy codec loses.
 *
 * @param name of the parameter, in camel case, beginning with the name of what it belongs to
 * @param meaning what it decides, to be put behind its name in a list
 * @param values the words that are allowed, the default among them
 * @param range which whole numbers are allowed besides; empty for none
 * @param defaultValue what is used unless told otherwise: the tuned way
 * @param documentedValue the way that the library's own documentation shows; empty where that is
 *     the default, or where the documentation shows none
 * @param forReading true if it makes a difference to reading only: what is stored, and how, is the
 *     same
 */
public record Option(
    String name,
    String meaning,
    List<String> values,
    Optional<Range> range,
    String defaultValue,
    Optional<String> documentedValue,
    boolean forReading) {

  /** Whole numbers from {@code min} to {@code max}. */
  public record Range(int min, int max) {
    private static final int MAX_DIGITS = 9;

    boolean contains(String text) {
      if (text.length() > MAX_DIGITS || !text.matches("0|[1-9][0-9]*")) {
        return false;
      }
      int number = Integer.parseInt(text);
      return number >= min && number <= max;
    }
  }

  /** Checks that the declaration agrees with itself. */
  public Option {
    values = List.copyOf(values);
    for (String value : Stream.concat(Stream.of(defaultValue), documentedValue.stream()).toList()) {
      if (!values.contains(value) && !range.map(r -> r.contains(value)).orElse(false)) {
        throw new IllegalArgumentException(name + " declares '" + value + "', which it refuses");
      }
    }
  }

  /** An option whose first value is the default. */
  public static Option of(String name, String meaning, String... values) {
    return new Option(
        name, meaning, List.of(values), Optional.empty(), values[0], Optional.empty(), false);
  }

  /** An option with the names of an enum's constants as values. */
  public static <E extends Enum<E>> Option of(String name, String meaning, E defaultValue) {
    return new Option(
        name,
        meaning,
        Arrays.stream(defaultValue.getDeclaringClass().getEnumConstants()).map(Enum::name).toList(),
        Optional.empty(),
        defaultValue.name(),
        Optional.empty(),
        false);
  }

  /** An option that is a whole number, or one of some words. */
  public static Option number(
      String name, String meaning, int defaultValue, Range range, String... words) {
    return new Option(
        name,
        meaning,
        List.of(words),
        Optional.of(range),
        Integer.toString(defaultValue),
        Optional.empty(),
        false);
  }

  /** The same option, whose library's documentation shows {@code value}. */
  public Option documented(String value) {
    return new Option(name, meaning, values, range, defaultValue, Optional.of(value), forReading);
  }

  /** The same, with the name of an enum's constant. */
  public Option documented(Enum<?> value) {
    return documented(value.name());
  }

  /** The same, of which storing knows nothing: a benchmark that stores runs once whatever it is. */
  public Option ofReading() {
    return new Option(name, meaning, values, range, defaultValue, documentedValue, true);
  }

  /** True if {@code value} is allowed. */
  public boolean allows(String value) {
    return values.contains(value) || range.map(r -> r.contains(value)).orElse(false);
  }

  /** What is allowed, in words: {@code netty, bytebuffer}; {@code 1 to 1024, all}. */
  public String allowed() {
    Stream<String> numbers = range.stream().map(r -> r.min() + " to " + r.max());
    return String.join(", ", Stream.concat(numbers, values.stream()).toList());
  }

  /**
   * Refuses a value that is not allowed.
   *
   * @throws BadInputException that names what is
   */
  public void check(String value) throws BadInputException {
    if (!allows(Objects.requireNonNull(value))) {
      throw new BadInputException(name + ": expected " + allowed() + ", found '" + value + "'");
    }
  }
}
