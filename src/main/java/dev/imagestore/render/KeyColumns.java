package dev.imagestore.render;

import dev.imagestore.result.Key;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a table shows the parameters of its rows: those that differ are columns, what is the same in
 * all rows stands in the title.
 *
 * @param names of the columns
 * @param common {@code , cutoff 1000}, to be put behind a title; may be empty
 */
record KeyColumns(List<String> names, String common) {
  /** For the rows of one table; one row alone has all its parameters in columns. */
  static KeyColumns of(List<Key> keys) {
    Map<String, Set<String>> values = new TreeMap<>();
    for (Key key : keys) {
      key.shown()
          .forEach((name, value) -> values.computeIfAbsent(name, n -> new TreeSet<>()).add(value));
    }
    Predicate<String> everywhere =
        name ->
            keys.size() > 1
                && values.get(name).size() == 1
                && keys.stream().allMatch(key -> key.shown().containsKey(name));
    return new KeyColumns(
        values.keySet().stream().filter(everywhere.negate()).toList(),
        values.keySet().stream()
            .filter(everywhere)
            .map(name -> ", " + name + " " + values.get(name).iterator().next())
            .collect(Collectors.joining()));
  }

  /** The cells of a row. */
  List<String> cells(Key key) {
    return names.stream().map(name -> key.shown().getOrDefault(name, Numbers.NONE)).toList();
  }
}
