package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Workload;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs in Python that a plan may have beside our stores: those of {@code src/peers}. */
enum PythonScript {
  /** The programs of the article. */
  ARTICLE(
      List.of("python_article.py"),
      Map.of(
          "png",
          List.of("png"),
          "lmdb",
          List.of("lmdb", "lmdb sync=False"),
          "hdf5",
          List.of("hdf5")),
      Set.of(Workload.STORE_MANY, Workload.READ_MANY, Workload.STORE_SINGLE, Workload.READ_SINGLE)),

  /** The stores that are files, by what their communities use. */
  STORES(
      List.of("python_stores.py", "python_article.py"),
      Stream.of(
              "files",
              "files codec=deflate",
              "files codec=jpeg",
              "files codec=webp",
              "dirs",
              "dirs codec=raw",
              "tar",
              "sqlite",
              "hdf5 codec=deflate")
          .collect(Collectors.toMap(method -> method, List::of)),
      Set.of(Workload.STORE_MANY, Workload.READ_MANY));

  private final List<String> resources;
  private final Map<String, List<String>> methods;
  private final Set<Workload> workloads;

  PythonScript(List<String> resources, Map<String, List<String>> methods, Set<Workload> workloads) {
    this.resources = resources;
    this.methods = methods;
    this.workloads = workloads;
  }

  /**
   * The script of a name, in lower case.
   *
   * @throws BadInputException if there is none
   */
  static PythonScript named(String name) throws BadInputException {
    for (PythonScript each : values()) {
      if (each.toString().equals(name)) {
        return each;
      }
    }
    throw new BadInputException(
        "unknown programs in Python '" + name + "'; known: " + List.of(values()));
  }

  /** The files that it is made of, beside this class; the first is the one to run. */
  List<String> resources() {
    return resources;
  }

  /**
   * Its methods that do what one of our stores does in a workload; empty if none does.
   *
   * @param variant the backend, with options that are not the defaults
   */
  List<String> methods(String variant, Workload workload) {
    boolean random = workload == Workload.READ_RANDOM && this == STORES;
    return workloads.contains(workload) || (random && variant.equals("sqlite"))
        ? methods.getOrDefault(variant, List.of())
        : List.of();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
