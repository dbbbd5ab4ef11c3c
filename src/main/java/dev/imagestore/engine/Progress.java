package dev.imagestore.engine;

/** Is told how a run gets on. */
public interface Progress {
  /**
   * A fork begins.
   *
   * @param arm its name
   * @param configuration its name
   * @param round from 1
   * @param done forks that are behind us, of {@code all}
   * @param all forks of this part of the run
   * @param secondsToGo about how long the rest takes, this fork included
   */
  void fork(String arm, String configuration, int round, int done, int all, double secondsToGo);

  /** Something that the user should know, in one line. */
  void say(String line);
}
