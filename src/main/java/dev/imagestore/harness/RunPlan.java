package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.result.BackendOptions;
import dev.imagestore.result.Names;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Durability;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a run runs: every configuration that the arguments select.
 *
 * @param kind {@code quick}, {@code default}, {@code full}, or {@code custom} where the user chose
 *     benchmarks himself
 * @param configurations in the order of the benchmarks, then of the parameters' values
 */
record RunPlan(String kind, List<Configuration> configurations) {
  /** The kind where the user chose benchmarks himself. */
  static final String CUSTOM = "custom";

  /**
   * Makes the plan from command line arguments.
   *
   * @throws BadInputException if an argument, a parameter or a value is unknown
   */
  static RunPlan of(List<String> arguments) throws IOException {
    List<String> jmh = new ArrayList<>(arguments);
    RunSize size = null;
    for (RunSize candidate : RunSize.values()) {
      if (candidate != RunSize.DEFAULT && jmh.removeIf(("--" + candidate.word())::equals)) {
        if (size != null) {
          throw new BadInputException(
              "--" + size.word() + " and --" + candidate.word() + " exclude each other; give one");
        }
        size = candidate;
      }
    }
    CommandLineOptions user = parse(jmh);
    checkParameterNames(jmh);
    boolean choseBenchmarks = !user.getIncludes().isEmpty();
    String kind = size != null ? size.word() : choseBenchmarks ? CUSTOM : RunSize.DEFAULT.word();
    Set<Configuration> configurations = new LinkedHashSet<>();
    if (size == null && choseBenchmarks) {
      configurations.addAll(select(jmh, ".*"));
    } else {
      for (RunSize.Pass pass : (size == null ? RunSize.DEFAULT : size).passes()) {
        if (!(pass.onlyAtOwnCutoffs() && user.getParameter("cutoff").hasValue())) {
          configurations.addAll(
              select(withDefaults(jmh, user, pass.settings()), pass.benchmarks()));
        }
      }
    }
    if (configurations.isEmpty()) {
      throw new BadInputException(
          "no benchmark matches "
              + String.join(" ", user.getIncludes())
              + "; -l lists the benchmarks");
    }
    for (Configuration configuration : configurations) {
      check(configuration);
    }
    return new RunPlan(kind, List.copyOf(configurations));
  }

  /** Parses arguments as JMH does. */
  static CommandLineOptions parse(List<String> jmh) throws BadInputException {
    try {
      return new CommandLineOptions(jmh.toArray(new String[0]));
    } catch (CommandLineOptionException e) {
      throw new BadInputException(
          e.getMessage() + "; help lists the subcommands, -h JMH's options", e);
    }
  }

  /** The user's arguments, and those settings that he left open. */
  private static List<String> withDefaults(
      List<String> jmh, CommandLineOptions user, List<String> settings) {
    List<String> all = new ArrayList<>(jmh);
    for (int i = 0; i < settings.size(); i += 2) {
      String option = settings.get(i);
      String value = settings.get(i + 1);
      boolean given =
          switch (option) {
            case "-f" -> user.getForkCount().hasValue();
            case "-wi" -> user.getWarmupIterations().hasValue();
            case "-w" -> user.getWarmupTime().hasValue();
            case "-i" -> user.getMeasurementIterations().hasValue();
            case "-r" -> user.getMeasurementTime().hasValue();
            case "-bm" -> !user.getBenchModes().isEmpty();
            case "-p" -> user.getParameter(value.substring(0, value.indexOf('='))).hasValue();
            default -> throw new IllegalStateException("a run size sets " + option);
          };
      if (!given) {
        all.add(option);
        all.add(value);
      }
    }
    return all;
  }

  private static List<Configuration> select(List<String> arguments, String benchmarks)
      throws BadInputException {
    CommandLineOptions options = parse(arguments);
    Pattern wanted = Pattern.compile(benchmarks);
    List<Configuration> found = new ArrayList<>();
    PrintStream nowhere =
        new PrintStream(
            java.io.OutputStream.nullOutputStream(),
            false,
            java.nio.charset.StandardCharsets.UTF_8);
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList()
            .find(
                OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT),
                options.getIncludes(),
                options.getExcludes())) {
      if (!wanted.matcher(entry.getUsername()).find()) {
        continue;
      }
      Collection<Mode> modes =
          options.getBenchModes().isEmpty() ? List.of(entry.getMode()) : options.getBenchModes();
      for (Mode mode : modes) {
        for (Mode each : mode == Mode.All ? everyMode() : List.of(mode)) {
          for (SortedMap<String, String> params : combinations(entry, options)) {
            SortedMap<String, String> heeded = BackendOptions.heeded(params);
            found.add(new Configuration(entry.cloneWith(each), heeded, arguments));
          }
        }
      }
    }
    return found;
  }

  private static List<Mode> everyMode() {
    return Stream.of(Mode.values()).filter(m -> m != Mode.All).toList();
  }

  /**
   * Every combination of the values of the benchmark's parameters, backends varying fastest: they
   * are compared.
   */
  private static List<SortedMap<String, String>> combinations(
      BenchmarkListEntry entry, CommandLineOptions options) {
    Map<String, String[]> declared = new TreeMap<>(entry.getParams().orElse(Map.of()));
    declared.replace(
        Names.BACKEND, Backends.compared().stream().map(Backend::name).toArray(String[]::new));
    List<String> names = new ArrayList<>(declared.keySet());
    names.sort((a, b) -> Boolean.compare(a.equals("backend"), b.equals("backend")));
    List<SortedMap<String, String>> combinations = List.of(new TreeMap<>());
    for (String name : names) {
      List<String> values = Arrays.asList(declared.get(name));
      // storeSingle stores one image whatever cutoff is asked of the others: its one value is not a
      // default.
      boolean fixed = name.equals("cutoff") && values.equals(List.of("1"));
      Collection<String> chosen = fixed ? values : options.getParameter(name).orElse(values);
      List<SortedMap<String, String>> longer = new ArrayList<>();
      for (SortedMap<String, String> combination : combinations) {
        for (String value : chosen) {
          SortedMap<String, String> next = new TreeMap<>(combination);
          next.put(name, value);
          longer.add(next);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  private static void checkParameterNames(List<String> jmh) throws BadInputException {
    Set<String> known = knownParameters();
    for (int i = 0; i + 1 < jmh.size(); i++) {
      if (jmh.get(i).equals("-p")) {
        String name = jmh.get(i + 1).replaceFirst("=.*", "");
        if (!known.contains(name)) {
          throw new BadInputException(
              "unknown parameter '" + name + "'; known: " + String.join(", ", known));
        }
      }
    }
  }

  private static Set<String> knownParameters() throws BadInputException {
    Set<String> names = new TreeSet<>();
    for (Configuration configuration : select(List.of(), ".*")) {
      names.addAll(configuration.params().keySet());
    }
    return names;
  }

  private static void check(Configuration configuration) throws BadInputException {
    Backend backend = Backends.named(configuration.param(Names.BACKEND));
    for (Option option : Backends.applicable(backend, new OptionValues(configuration.params()))) {
      option.check(configuration.param(option.name()));
    }
    if (configuration.params().containsKey("durability")) {
      checkName("durability", configuration.param("durability"), Durability.values());
    }
    String cutoff = configuration.param("cutoff");
    if (!cutoff.matches("[0-9]{1,9}") || Integer.parseInt(cutoff) < 1) {
      throw new BadInputException(
          "cutoff: expected how many images, 1 to 999999999, found '" + cutoff + "'");
    }
  }

  private static void checkName(String parameter, String value, Enum<?>[] known)
      throws BadInputException {
    List<String> names = Stream.of(known).map(Enum::name).toList();
    if (!names.contains(value)) {
      throw new BadInputException(
          "unknown " + parameter + " '" + value + "'; known: " + String.join(", ", names));
    }
  }
}
