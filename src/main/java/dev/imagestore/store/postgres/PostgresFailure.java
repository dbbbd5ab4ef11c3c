package dev.imagestore.store.postgres;

import dev.imagestore.input.BadInputException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What went wrong between us and a server, in one line. The driver's own messages name host, port,
 * database and user, and the server's what it can't find: none of that may be published, so the
 * driver's exception is not even the cause of ours.
 */
final class PostgresFailure {
  private PostgresFailure() {}

  /** The exception to throw instead. */
  static BadInputException of(SQLException e) {
    return new BadInputException("PostgreSQL: " + reason(e));
  }

  /** True if there is no such table. */
  static boolean isNoTable(SQLException e) {
    return state(e).equals("42P01") || state(e).equals("3F000");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static String reason(SQLException e) {
    String state = state(e);
    return switch (state) {
      case "08001", "08004" -> "no server answers there; is it running, and reached from here?";
      case "08003", "08006", "08S01", "57P01", "57P02" ->
          "the server ended the connection before it had answered ("
              + state
              + "); its log says why";
      case "57P03" -> "the server is starting or stopping; try again";
      case "08P01" -> "what answers there does not speak PostgreSQL's protocol (08P01)";
      case "28000", "28P01" -> "the server refuses this user or password; correct the URL";
      case "3D000" -> "the server has no such database; correct the URL";
      case "42501" -> "this user may not do that; grant CREATE on the database";
      case "53100" -> "the server's disk is full";
      case "53300" -> "the server takes no more connections";
      case "57014", "55P03" -> "the server gave up waiting (" + state + ")";
      default -> "the server says: " + said(e) + (state.isEmpty() ? "" : " (" + state + ")");
    };
  }

  /** The server's own words without any name in them; of the driver's only the kind. */
  private static String said(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
    if (server == null || server.getMessage() == null) {
      return e.getClass().getSimpleName();
    }
    return server
        .getMessage()
        .replaceAll("[\"'«»„“][^\"'«»„“]*[\"'«»„“]", "…")
        .replaceAll("\\s+", " ");
  }
}
