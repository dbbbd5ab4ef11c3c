package dev.imagestore.store.postgres;

import dev.imagestore.store.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The PostgreSQL server of a run: the user's own, if {@value #VARIABLE} names it; otherwise one
 * that is started for the run from {@link PostgresPrograms}.
 */
final class PostgresService implements Service {
  /** Environment variable: the JDBC URL of the user's own database. */
  static final String VARIABLE = "IMAGESTORE_POSTGRES";

  static final String NAME = "postgres";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> missing() {
    return users().isPresent() || PostgresPrograms.areThere()
        ? Optional.empty()
        : Optional.of(PostgresPrograms.MISSING);
  }

  @Override
  public Running start(Path directory) throws IOException {
    Optional<String> url = users();
    return url.isPresent()
        ? UsersDatabase.begin(url.get())
        : PostgresServer.start(PostgresPrograms.find(directory), directory);
  }

  private static Optional<String> users() {
    return Optional.ofNullable(System.getenv(VARIABLE)).filter(url -> !url.isBlank());
  }
}
