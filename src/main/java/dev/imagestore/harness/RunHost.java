package dev.imagestore.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What one kind of run has of its own: who runs its forks, and where its files go. */
interface RunHost extends ForkRunner {
  /**
   * Makes ready to run forks; called once, first.
   *
   * @return what the run is
   * @throws dev.imagestore.input.BadInputException if nothing can be run
   */
  RunManifest prepare() throws IOException;

  /** About how long one slot of each configuration takes, in seconds. */
  List<Double> seconds();

  /** The result file of a target. */
  Path file(RunManifest.TargetEntry target);

  /** Tells the user, in one line, what runs, how far that is, and what went wrong. */
  void say(String line);
}
