package dev.imagestore.cli;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Service;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what the jar does: benchmarks, which JMH's arguments choose, and the subcommands. */
@Command(name = "help", description = "Show this text, or that of a subcommand.")
final class HelpCommand implements Callable<Integer> {
  private static final String BENCHMARKS =
      """
      Image Store Benchmarks: how fast this machine stores and reads images as PNG files, in LMDB, in HDF5 and
      in other ways, and what they take on disk.

      Benchmarks
        java -jar benchmarks.jar                    the main run, at most 15 minutes: good enough to compare
        java -jar benchmarks.jar --quick            everything once, at most 90 seconds: not for conclusions
        java -jar benchmarks.jar --full             every cutoff up to 100,000 images, at most an hour
        java -jar benchmarks.jar --plan memory      stores that do not fit into memory, about 15 minutes: reads all of them at random
        java -jar benchmarks.jar --plan limits      how close to the limit, about 18 minutes: beside the article's Python too
        java -jar benchmarks.jar --plan stores      the other stores beside their communities' Python; --plan sizes: files or SQLite?
        java -jar benchmarks.jar … --all            every backend, not only the four that are compared by default
        java -jar benchmarks.jar … --resume         goes on with the last run that was stopped, begun by the same command
        java -jar benchmarks.jar [JMH arguments]    what they select; every JMH argument works, with the sizes too

        readMany                    a regular expression over benchmark names; -l lists them, -lp their parameters
        -p backend=lmdb,hdf5        how images are kept, see below
        -p cutoff=1000,10000        how many images
        -p dataset=folder:DIR       your own pictures; the subcommand datasets lists what there is
        -p durability=sync          storing only: everything is on the device when the operation returns
        -p cache=cold               reading only: nothing of the store is in memory when the clock starts
        -p pages=fresh              storing only: each store lands on new pages
        -f, -wi, -i, -t, -prof …    JMH's own; -h lists them

        Results go to results/<date>-<time>-jdk<N>.json with an .env.json beside it.
        IMAGESTORE_WORK=DIR chooses the directory, and so the disk, that the stores are on.
        IMAGESTORE_POSTGRES=URL and IMAGESTORE_S3=URL name a database and a bucket of your own.

      """;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SUBCOMMAND",
      description = "The subcommand to describe.")
  private String name;

  @Override
  public Integer call() {
    CommandLine root = spec.parent().commandLine();
    if (name != null) {
      CommandLine subcommand = root.getSubcommands().get(name);
      if (subcommand == null) {
        root.getErr()
            .println(
                "error: unknown subcommand '"
                    + name
                    + "'; known: "
                    + String.join(", ", root.getSubcommands().keySet()));
        return Cli.FAILED;
      }
      subcommand.usage(root.getOut());
      return Cli.OK;
    }
    root.getOut().print(BENCHMARKS);
    printBackends(root.getOut());
    root.getOut().println("Subcommands");
    root.getSubcommands()
        .forEach(
            (word, line) ->
                root.getOut()
                    .printf(
                        "  %-12s %s%n",
                        word, line.getCommandSpec().usageMessage().description()[0]));
    root.getOut().flush();
    return Cli.OK;
  }

  /** What adapters and codecs declare of themselves. */
  private static void printBackends(PrintWriter out) {
    out.println("Backends");
    for (Backend backend : Backends.all()) {
      Set<Option> options = new LinkedHashSet<>(backend.options());
      // A codec has options of its own; any of them may be chosen.
      backend.options().stream()
          .filter(option -> option.name().equals(Codecs.OPTION))
          .flatMap(option -> option.values().stream())
          .map(Codecs::named)
          .forEach(codec -> options.addAll(codec.options()));
      options.addAll(Backends.applicable(backend, OptionValues.DEFAULTS));
      out.printf(
          "  %-12s %s%n",
          backend.name(),
          options.stream().map(Option::name).reduce((a, b) -> a + ", " + b).orElse("no options"));
      backend
          .service()
          .flatMap(Service::missing)
          .ifPresent(what -> out.printf("  %-12s not installed: %s%n", "", what));
    }
    out.println();
    out.println("Options of backends and codecs, -p name=value,value");
    for (Option option : Backends.options()) {
      out.printf(
          "  %-12s %s: %s (default %s%s)%n",
          option.name(),
          option.meaning(),
          option.allowed(),
          option.defaultValue(),
          option.documentedValue().map(value -> "; documented: " + value).orElse(""));
    }
    out.println();
  }
}
