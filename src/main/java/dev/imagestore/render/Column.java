package dev.imagestore.render;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A column, declared once: what stands above it for people and what they read in it, and what
 * programs call it and find in it. Text and Markdown show the columns that have a header, CSV those
 * that have a name.
 *
 * @param <R> what a row is
 * @param header a word or two; empty for a column for programs only
 * @param number true if its cells are figures, which are aligned right
 * @param shown a cell for people
 * @param name a word in lower case; empty for a column for people only
 * @param value a cell for programs: text, a number, or an {@link java.util.Optional} of either;
 *     what is not a number is an empty cell
 * @param present which rows have it, where not all do; a column that no row of a table has is left
 *     out
 */
public record Column<R>(
    String header,
    boolean number,
    Function<R, String> shown,
    String name,
    Function<R, ?> value,
    Optional<Predicate<R>> present) {

  /** Words for people. */
  public static <R> Column<R> text(String header, Function<R, String> shown) {
    return new Column<>(header, false, shown, "", r -> "", Optional.empty());
  }

  /** Figures for people. */
  public static <R> Column<R> number(String header, Function<R, String> shown) {
    return new Column<>(header, true, shown, "", r -> "", Optional.empty());
  }

  /** For programs only. */
  public static <R> Column<R> data(String name, Function<R, ?> value) {
    return new Column<>("", false, r -> "", name, value, Optional.empty());
  }

  /** The same column for programs, too. */
  public Column<R> as(String newName, Function<R, ?> newValue) {
    return new Column<>(header, number, shown, newName, newValue, present);
  }

  /** The same where any row of a table has it. */
  public Column<R> where(Predicate<R> newPresent) {
    return new Column<>(header, number, shown, name, value, Optional.of(newPresent));
  }

  boolean isIn(R row) {
    return present.map(p -> p.test(row)).orElse(true);
  }

  boolean isIn(List<R> rows) {
    return present.isEmpty() || rows.stream().anyMatch(this::isIn);
  }
}
