package dev.imagestore.render;

import dev.imagestore.result.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a table shows the parameters of its rows: those that differ are columns, what is the same in
 * all rows stands in the title.
 *
 * @param columns one for each parameter that differs
 * @param common {@code , cutoff 1000}, to be put behind a title; may be empty
 */
record KeyColumns<R>(List<Column<R>> columns, String common) {
  /** For the rows of one table; one row alone has all its parameters in columns. */
  static <R> KeyColumns<R> of(List<R> rows, Function<R, Key> key) {
    Map<String, Set<String>> values = new TreeMap<>();
    List<Key> keys = rows.stream().map(key).toList();
    for (Key each : keys) {
      each.shown()
          .forEach((name, value) -> values.computeIfAbsent(name, n -> new TreeSet<>()).add(value));
    }
    Predicate<String> everywhere =
        name ->
            keys.size() > 1
                && values.get(name).size() == 1
                && keys.stream().allMatch(each -> each.shown().containsKey(name));
    return new KeyColumns<>(
        values.keySet().stream()
            .filter(everywhere.negate())
            .map(
                name ->
                    Column.<R>text(
                        name, r -> key.apply(r).shown().getOrDefault(name, Numbers.NONE)))
            .toList(),
        values.keySet().stream()
            .filter(everywhere)
            .map(name -> ", " + name + " " + values.get(name).iterator().next())
            .collect(Collectors.joining()));
  }

  /** Those columns, and further ones behind them. */
  List<Column<R>> with(List<Column<R>> more) {
    return Stream.concat(columns.stream(), more.stream()).toList();
  }

  /** For programs: benchmark, mode, threads, and a column for each of some parameters. */
  static <R> List<Column<R>> data(Set<String> params, Function<R, Key> key) {
    List<Column<R>> columns = new ArrayList<>();
    columns.add(Column.data("benchmark", r -> key.apply(r).benchmark()));
    columns.add(Column.data("mode", r -> key.apply(r).mode()));
    columns.add(Column.data("threads", r -> key.apply(r).threads()));
    params.forEach(name -> columns.add(Column.data(name, r -> key.apply(r).param(name))));
    return columns;
  }

  /** A key in JSON. */
  record View(String benchmark, String mode, int threads, Map<String, String> params) {
    static View of(Key key) {
      return new View(key.benchmark(), key.mode(), key.threads(), key.params());
    }
  }
}
