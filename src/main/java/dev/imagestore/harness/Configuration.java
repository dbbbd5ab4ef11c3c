package dev.imagestore.harness;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.BackendOptions;
import dev.imagestore.result.Condition;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import dev.imagestore.store.Backends;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.workload.FootprintProfiler;
import dev.imagestore.workload.ForkFlags;
import dev.imagestore.workload.ReadTimesProfiler;
import dev.imagestore.workload.ResidentMemoryProfiler;
import dev.imagestore.workload.ResourceProfiler;
import dev.imagestore.workload.TurnTaking;
import dev.imagestore.workload.Turns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.ProfilerConfig;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Optional;

/**
 * One benchmark in one mode with one value of each parameter, and the JMH arguments it is run with.
 *
 * @param entry the benchmark, in the mode that is run
 * @param params values by parameter
 * @param arguments what JMH's own parser is given: the user's words and, where they leave a setting
 *     open, the run size's
 */
record Configuration(
    BenchmarkListEntry entry, SortedMap<String, String> params, List<String> arguments) {
  /** Copies. */
  Configuration {
    params = new TreeMap<>(params);
    arguments = List.copyOf(arguments);
  }

  /** The value of a parameter that all of the suite's benchmarks have. */
  String param(String name) {
    return params.get(name);
  }

  /** The backend, with the options that the parameters choose. */
  ImageStore store() throws BadInputException {
    return Backends.named(param(Names.BACKEND)).store(BackendOptions.chosen(params));
  }

  /** True if its stores are on a server. */
  boolean isServed() throws BadInputException {
    return Backends.named(param(Names.BACKEND)).service().isPresent();
  }

  /** What the store has to give back of {@code images}. */
  ImageSet expected(ImageSet images) throws BadInputException {
    return Backends.named(param(Names.BACKEND)).expected(images, BackendOptions.chosen(params));
  }

  /** What its stores take on disk, if its backend has a model of it. */
  java.util.Optional<FootprintModel> footprint() throws BadInputException {
    return Backends.named(param(Names.BACKEND)).footprint(BackendOptions.chosen(params));
  }

  /**
   * Refuses images that its store can't keep.
   *
   * @throws BadInputException that names the option
   */
  void check(ImageSet images) throws BadInputException {
    Backends.named(param(Names.BACKEND)).check(images, BackendOptions.chosen(params));
  }

  /** What makes this configuration another than the rest of a plan. */
  Object key() {
    return List.of(entry.getUsername(), entry.getMode(), threads(), Key.of(params));
  }

  /** The parameter of this name. */
  int cutoff() {
    return Integer.parseInt(param(Names.CUTOFF));
  }

  /** How many images its largest store has. */
  int images() {
    return Math.toIntExact(workload().imagesInStore(cutoff()));
  }

  /** The benchmark's method. */
  String method() {
    String name = entry.getUsername();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What it does. */
  Workload workload() {
    return Workload.of(shortName())
        .orElseThrow(() -> new IllegalStateException(shortName() + " is not a Workload"));
  }

  private String shortName() {
    return entry.getUserClassQName().replaceFirst(".*\\.", "") + "." + method();
  }

  /** As failed configurations are named. */
  @Override
  public String toString() {
    return shortName()
        + (entry.getMode() == Mode.Throughput ? "" : " (" + entry.getMode().shortLabel() + ")")
        + (threads() == 1 ? "" : " (" + threads() + " threads)")
        + Key.of(params).params();
  }

  /**
   * The options with which JMH's runner runs this configuration and nothing else.
   *
   * @param forks how many forks now
   * @param flags flags of the fork, put before the user's own
   */
  CommandLineOptions options(int forks, List<String> flags) {
    try {
      return new Options(this, forks, flags);
    } catch (CommandLineOptionException e) {
      throw new IllegalStateException("arguments were parsed before: " + arguments, e);
    }
  }

  /** Forks that were asked for. */
  int forks() {
    return parsed().getForkCount().orElse(entry.getForks().orElse(ForkFlags.FORKS));
  }

  /** Threads, as far as they are a plain number. */
  int threads() {
    return threads(entry, parsed());
  }

  /** Threads of a benchmark with options of JMH, as far as they are a plain number. */
  static int threads(BenchmarkListEntry entry, CommandLineOptions options) {
    return Math.max(1, options.getThreads().orElse(entry.getThreads().orElse(1)));
  }

  /** How often a fork does what is measured, warm-up included; of single shots only. */
  long shots() {
    CommandLineOptions o = parsed();
    return (long) warmupIterations(o) * o.getWarmupBatchSize().orElse(1)
        + (long) measurementIterations(o) * o.getMeasurementBatchSize().orElse(1);
  }

  private int warmupIterations(CommandLineOptions o) {
    return o.getWarmupIterations().orElse(entry.getWarmupIterations().orElse(5));
  }

  private int measurementIterations(CommandLineOptions o) {
    return o.getMeasurementIterations().orElse(entry.getMeasurementIterations().orElse(5));
  }

  /** True if a condition has this value, {@code Condition.Cache.cold}. */
  boolean has(Enum<?> value) {
    return params.containsKey(Condition.parameterOf(value)) && Condition.holds(value, params);
  }

  /**
   * The least time that the iterations of one fork take, in seconds, if one operation takes {@code
   * operationSeconds}.
   */
  double iterationSeconds(double operationSeconds) {
    CommandLineOptions o = parsed();
    if (entry.getMode() == Mode.SingleShotTime) {
      return shots() * operationSeconds;
    }
    return warmupIterations(o)
            * Math.max(
                seconds(
                    o.getWarmupTime().orElse(entry.getWarmupTime().orElse(TimeValue.seconds(1)))),
                operationSeconds)
        + measurementIterations(o)
            * Math.max(
                seconds(
                    o.getMeasurementTime()
                        .orElse(entry.getMeasurementTime().orElse(TimeValue.seconds(1)))),
                operationSeconds);
  }

  private static double seconds(TimeValue time) {
    return time.convertTo(java.util.concurrent.TimeUnit.NANOSECONDS) / 1e9;
  }

  private CommandLineOptions parsed() {
    try {
      return new CommandLineOptions(arguments.toArray(new String[0]));
    } catch (CommandLineOptionException e) {
      throw new IllegalStateException("arguments were parsed before: " + arguments, e);
    }
  }

  /** The user's options, narrowed to one configuration. */
  private static final class Options extends CommandLineOptions {
    private static final long serialVersionUID = 1L;

    private final String benchmark;
    private final Mode mode;
    private final TreeMap<String, String> params;
    private final int forks;
    private final ArrayList<String> flags;
    private final Workload workload;
    private final boolean inTurns;

    Options(Configuration configuration, int forks, List<String> flags)
        throws CommandLineOptionException {
      super(configuration.arguments().toArray(new String[0]));
      this.benchmark = configuration.entry().getUsername();
      this.mode = configuration.entry().getMode();
      this.params = new TreeMap<>(configuration.params());
      this.forks = forks;
      this.flags = new ArrayList<>(flags);
      this.workload = configuration.workload();
      this.inTurns = flags.stream().anyMatch(flag -> flag.startsWith("-D" + Turns.PROPERTY + "="));
    }

    @Override
    public List<String> getIncludes() {
      return List.of("^" + Pattern.quote(benchmark) + "$");
    }

    @Override
    public List<String> getExcludes() {
      return List.of();
    }

    @Override
    public Collection<Mode> getBenchModes() {
      return List.of(mode);
    }

    @Override
    public Optional<Collection<String>> getParameter(String name) {
      String value = params.get(name);
      return value == null ? super.getParameter(name) : Optional.of(List.of(value));
    }

    @Override
    public Optional<Integer> getForkCount() {
      return Optional.of(forks);
    }

    @Override
    public Optional<Collection<String>> getJvmArgsPrepend() {
      List<String> all = new ArrayList<>(flags);
      all.addAll(super.getJvmArgsPrepend().orElse(List.of()));
      return Optional.of(all);
    }

    @Override
    public List<ProfilerConfig> getProfilers() {
      List<ProfilerConfig> all = new ArrayList<>();
      if (inTurns) {
        // The first: JMH calls it before all others when an iteration begins, after them at its
        // end.
        all.add(new ProfilerConfig(TurnTaking.class.getName(), ""));
      }
      all.addAll(super.getProfilers());
      if (workload.isStore()) {
        all.add(new ProfilerConfig(FootprintProfiler.class.getName(), ""));
      }
      if (workload == Workload.READ_TIMED) {
        all.add(new ProfilerConfig(ReadTimesProfiler.class.getName(), ""));
      }
      all.add(new ProfilerConfig(ResidentMemoryProfiler.class.getName(), ""));
      all.add(new ProfilerConfig(ResourceProfiler.class.getName(), ""));
      return all;
    }

    /** A fork that fails ends its configuration; by default JMH keeps what it measured before. */
    @Override
    public Optional<Boolean> shouldFailOnError() {
      return Optional.of(true);
    }

    /** What JMH sends to the fork: all that is asked of it there, and no class of the harness. */
    private Object writeReplace() {
      ChainedOptionsBuilder plain =
          new OptionsBuilder().shouldFailOnError(shouldFailOnError().get());
      if (shouldDoGC().hasValue()) {
        plain.shouldDoGC(shouldDoGC().get());
      }
      getProfilers().forEach(p -> plain.addProfiler(p.getKlass(), p.getOpts()));
      return plain.build();
    }

    // Result files are the harness's, over all configurations.

    @Override
    public Optional<String> getResult() {
      return Optional.none();
    }

    @Override
    public Optional<org.openjdk.jmh.results.format.ResultFormatType> getResultFormat() {
      return Optional.none();
    }
  }
}
