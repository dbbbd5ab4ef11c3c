package dev.imagestore.image;

/** Hears how a long download goes on. */
interface Progress extends AutoCloseable {

  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void reached(long bytes) {}

        @Override
        public void close() {}
      };

  /** {@code bytes} of the whole are there. */
  void reached(long bytes);

  @Override
  void close();
}
