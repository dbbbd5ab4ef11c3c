package dev.imagestore.image;

import java.io.Console;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A progress bar on standard error; one line there where nobody is looking. */
final class DownloadBar implements Progress {
  private static final int INTERVAL_MILLIS = 200;
  private static final long MEGABYTE = 1_000_000;

  private final ProgressBar bar;

  private DownloadBar(ProgressBar bar) {
    this.bar = bar;
  }

  /** Begins to show a download of {@code size} bytes. */
  static Progress begin(long size) {
    if (!isTerminal()) {
      System.err.printf(Locale.ROOT, "downloading CIFAR-10, %d MB%n", size / MEGABYTE);
      return SILENT;
    }
    return new DownloadBar(
        new ProgressBarBuilder()
            .setTaskName("CIFAR-10")
            .setInitialMax(size)
            .setUnit(" MB", MEGABYTE)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .showSpeed()
            .build());
  }

  /** From JDK 22 on there is a console even where there is no terminal. */
  @SuppressWarnings("SystemConsoleNull") // that is what the rest of the method is for
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // before JDK 22
    }
  }

  @Override
  public void reached(long bytes) {
    bar.stepTo(bytes);
  }

  @Override
  public void close() {
    bar.close();
  }
}
