package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A run put together: a journal that is begun or gone on with, the engine that runs groups of
 * forks, and a result file for each target, rewritten after each of its forks.
 */
final class JournaledRun implements Closeable {
  private final RunHost host;
  private final Journal journal;
  private final TargetFiles files;
  private final Engine engine;

  /**
   * Begins a run, or goes on with one, and has its host prepare.
   *
   * @param file the journal
   * @param resume true if it is there
   * @param run what the user knows the run by
   * @param command what stands before JMH's arguments on the command line, to be published
   * @param clock for the time that is left
   * @throws BadInputException if nothing can be run, or what is to be resumed is another run
   */
  JournaledRun(Path file, boolean resume, Path run, List<String> command, Clock clock, RunHost host)
      throws IOException {
    this.host = host;
    journal = resume ? resumed(file, run, host) : Journal.create(file, host.prepare());
    files = new TargetFiles(journal, command);
    engine =
        new Engine(journal, host, host.seconds(), clock, host::say, target -> write(target, false));
  }

  private static Journal resumed(Path file, Path run, RunHost host) throws IOException {
    // Opened first: if the run is still under way, our preparations must not disturb it.
    Journal journal = Journal.open(file);
    try {
      journal.manifest().refuseOther(run, host.prepare());
      return journal;
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  Journal journal() {
    return journal;
  }

  TargetFiles files() {
    return files;
  }

  RunManifest manifest() {
    return journal.manifest();
  }

  Engine engine() {
    return engine;
  }

  /** Says in the files that nothing more is to come. */
  void finish() throws IOException {
    for (int target = 0; target < manifest().targets().size(); target++) {
      write(target, true);
    }
  }

  /** The only file of a run is written without any figure too: it says what failed. */
  private void write(int target, boolean complete) throws IOException {
    if (manifest().targets().size() == 1 || files.hasAny(target)) {
      files.write(target, host.file(manifest().targets().get(target)), complete);
    }
  }

  /** Lets others have the journal. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
