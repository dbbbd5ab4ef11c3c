package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Condition;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import dev.imagestore.store.Durability;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param kind {@code quick}, {@code default}, {@code full}, the name of a plan, or {@code custom}
 *     where the user chose benchmarks
 * @param configurations in the order of the benchmarks, then of the parameters' values
 * @param python whose programs are run beside them, if any are
 * @param memoryBytes that each fork has; 0 for all there are
 * @param notes what the user may not expect of the arguments, one line each
 */
record RunPlan(
    String kind,
    List<Configuration> configurations,
    Optional<PythonScript> python,
    long memoryBytes,
    List<String> notes) {
  /** The kind where the user chose benchmarks. */
  static final String CUSTOM = "custom";

  /** The usual cutoffs of stores on a server end here. */
  private static final int MOST_SERVED_IMAGES = 1000;

  /** The usual time of one of their warm-up iterations. */
  private static final String SERVED_WARMUP = "2s";

  /** Copies the lists. */
  RunPlan {
    configurations = List.copyOf(configurations);
    notes = List.copyOf(notes);
  }

  /**
   * Makes the plan from command line arguments.
   *
   * @throws BadInputException if an argument, a parameter or a value is unknown
   */
  static RunPlan of(List<String> arguments) throws IOException {
    return of(RunWords.of(arguments));
  }

  /** The same from words that are told apart already. */
  static RunPlan of(RunWords words) throws IOException {
    List<String> jmh = words.jmh();
    CommandLineOptions user = parse(jmh);
    checkParameterNames(jmh);
    ParameterSpace space = ParameterSpace.of(user, words.everyBackend());
    // One and the same configuration can be asked for in several ways, and is run once.
    Map<Object, Configuration> configurations = new LinkedHashMap<>();
    for (RunSize.Pass pass : words.passes(!user.getIncludes().isEmpty())) {
      if (!(pass.onlyAtOwnCutoffs() && user.getParameter(Names.CUTOFF).hasValue())) {
        ParameterSpace own = space.of(parse(pass.settings()));
        for (Configuration each : select(jmh, user, pass, own)) {
          Configuration run = each.isServed() ? served(each, user) : each;
          configurations.putIfAbsent(run.key(), run);
        }
      }
    }
    if (configurations.isEmpty()) {
      throw new BadInputException(
          "no benchmark matches "
              + String.join(" ", user.getIncludes())
              + "; -l lists the benchmarks");
    }
    for (Configuration configuration : configurations.values()) {
      check(configuration);
    }
    return new RunPlan(
        words.kind(!user.getIncludes().isEmpty()),
        List.copyOf(configurations.values()),
        words.plan().flatMap(NamedPlan::python),
        words.plan().map(NamedPlan::memoryBytes).orElse(0L),
        space.notes());
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

  /** The user's arguments, and the settings that they leave open. */
  static List<String> withDefaults(
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
            case "-bs" -> user.getMeasurementBatchSize().hasValue();
            case "-wbs" -> user.getWarmupBatchSize().hasValue();
            case "-r" -> user.getMeasurementTime().hasValue();
            case "-t" -> user.getThreads().hasValue();
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

  private static List<Configuration> select(
      List<String> jmh, CommandLineOptions user, RunSize.Pass pass, ParameterSpace space)
      throws BadInputException {
    List<String> arguments = withDefaults(jmh, user, pass.settings());
    CommandLineOptions options = parse(arguments);
    Pattern wanted = Pattern.compile(pass.benchmarks());
    List<Configuration> found = new ArrayList<>();
    for (BenchmarkListEntry entry : benchmarks(options)) {
      if (!wanted.matcher(entry.getUsername()).find()) {
        continue;
      }
      Optional<Workload> workload = Workload.of(Key.shortName(entry.getUsername()));
      for (Mode mode : modes(entry, options)) {
        for (SortedMap<String, String> params :
            space.combinations(entry, workload, options, pass.documented())) {
          found.add(
              workload.isPresent() && workload.get().isSingleShot(params)
                  ? singleShot(entry, workload.get(), params, jmh, user, pass)
                  : new Configuration(entry.cloneWith(mode), params, arguments));
        }
      }
    }
    return found;
  }

  private static List<Mode> modes(BenchmarkListEntry entry, CommandLineOptions options) {
    Collection<Mode> modes =
        options.getBenchModes().isEmpty() ? List.of(entry.getMode()) : options.getBenchModes();
    return modes.stream()
        .flatMap(mode -> mode == Mode.All ? everyMode().stream() : Stream.of(mode))
        .toList();
  }

  private static Configuration singleShot(
      BenchmarkListEntry entry,
      Workload workload,
      SortedMap<String, String> params,
      List<String> jmh,
      CommandLineOptions user,
      RunSize.Pass pass)
      throws BadInputException {
    int threads = Configuration.threads(entry, parse(withDefaults(jmh, user, pass.settings())));
    for (Mode mode : user.getBenchModes()) {
      SingleShots.check(workload, params, mode, threads, user);
    }
    SingleShots.check(workload, params, Mode.SingleShotTime, threads, user);
    List<String> settings = new ArrayList<>(pass.settings());
    List<String> own = SingleShots.settings(workload, params, threads);
    for (int i = 0; i < own.size(); i += 2) {
      if (!settings.contains(own.get(i))) {
        settings.addAll(own.subList(i, i + 2));
      }
    }
    return new Configuration(
        entry.cloneWith(Mode.SingleShotTime), params, withDefaults(jmh, user, settings));
  }

  /**
   * A request takes about as long as a whole small store of files, and gets two to four times
   * faster over the first 10,000 of a client: what the user leaves open is chosen accordingly.
   */
  private static Configuration served(Configuration configuration, CommandLineOptions user)
      throws BadInputException {
    SortedMap<String, String> params = new TreeMap<>(configuration.params());
    if (!user.getParameter(Names.CUTOFF).hasValue()
        && configuration.cutoff() > MOST_SERVED_IMAGES) {
      params.put(Names.CUTOFF, Integer.toString(MOST_SERVED_IMAGES));
    }
    List<String> arguments = new ArrayList<>(configuration.arguments());
    if (!parse(arguments).getWarmupTime().hasValue()) {
      arguments.addAll(List.of("-w", SERVED_WARMUP));
    }
    return new Configuration(configuration.entry(), params, arguments);
  }

  private static Set<BenchmarkListEntry> benchmarks(CommandLineOptions options) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT),
            options.getIncludes(),
            options.getExcludes());
  }

  private static List<Mode> everyMode() {
    return Stream.of(Mode.values()).filter(m -> m != Mode.All).toList();
  }

  private static void checkParameterNames(List<String> jmh) throws BadInputException {
    Set<String> known = new TreeSet<>();
    for (BenchmarkListEntry entry : benchmarks(parse(List.of()))) {
      known.addAll(entry.getParams().orElse(Map.of()).keySet());
    }
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

  private static void check(Configuration configuration) throws BadInputException {
    String durability = configuration.params().get(Names.DURABILITY);
    List<String> durabilities = Stream.of(Durability.values()).map(Enum::name).toList();
    if (durability != null && !durabilities.contains(durability)) {
      throw new BadInputException(
          "unknown durability '" + durability + "'; known: " + String.join(", ", durabilities));
    }
    for (Condition condition : Condition.values()) {
      String value = condition.of(configuration.params());
      if (!condition.choices().contains(value)) {
        throw new BadInputException(
            condition.parameter()
                + ": expected "
                + String.join(" or ", condition.choices())
                + ", found '"
                + value
                + "'");
      }
    }
    String cutoff = configuration.param(Names.CUTOFF);
    if (!cutoff.matches("[0-9]{1,9}") || Integer.parseInt(cutoff) < 1) {
      throw new BadInputException(
          "cutoff: expected how many images, 1 to 999999999, found '" + cutoff + "'");
    }
    if (configuration.workload().isShared() && configuration.threads() > configuration.cutoff()) {
      throw new BadInputException(
          "-t: expected at most "
              + cutoff
              + ", a part of the "
              + cutoff
              + " images for each thread of "
              + configuration.method()
              + ", found "
              + configuration.threads());
    }
  }
}
