package dev.imagestore.store.postgres;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server that was made for a run. Two processes: {@code postgres} itself, and one that waits for
 * the end of a pipe from this JVM and then has {@code pg_ctl} stop the server. So the server ends
 * however this JVM ends, and there is one way of ending it.
 */
final class PostgresServer implements Service.Running {
  private static final int TRIES = 5;
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 15;
  private static final int PASSWORD_BYTES = 24;

  private static final int STATUS_LINE = 8;

  /** Everybody knows that this user exists. */
  private static final String USER = "postgres";

  /**
   * What differs from a server as it is installed. Nothing waits for the device and no page is
   * written twice, as {@code durability=none} promises for every store; {@link
   * PostgresDatabase#require} changes both for {@code sync}. What is loaded in the transaction that
   * made its table is not written to the log as well ({@code wal_level}), which PostgreSQL's manual
   * advises for loading.
   */
  private static final String SETTINGS =
      """
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      max_connections = 300
      password_encryption = 'scram-sha-256'
      wal_level = minimal
      max_wal_senders = 0
      fsync = off
      full_page_writes = off
      update_process_title = off
      """;

  private final Process server;
  private final Process watch;
  private final Map<String, String> properties;

  private PostgresServer(Process server, Process watch, Map<String, String> properties) {
    this.server = server;
    this.watch = watch;
    this.properties = Map.copyOf(properties);
  }

  /** Where a server can listen. */
  interface Ports {
    /** A port that is free, as far as is known. */
    int next() throws IOException;
  }

  /** Makes and starts one; its files are in {@code directory}. */
  static PostgresServer start(PostgresPrograms programs, Path directory) throws IOException {
    return start(programs, directory, PostgresServer::freePort);
  }

  /** The same with ports that somebody chooses. */
  static PostgresServer start(PostgresPrograms programs, Path directory, Ports ports)
      throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path data = directory.resolve("data");
    Path log = directory.resolve("server.log");
    initialize(programs, directory, data, log, password);
    Path settings = data.resolve("postgresql.conf");
    String original = Files.readString(settings);
    for (int i = 1; ; i++) {
      int port = ports.next();
      Files.writeString(settings, original + SETTINGS + "port = " + port + "\n");
      Files.deleteIfExists(log);
      try {
        return start(programs, data, log, port, password);
      } catch (PortTakenException e) {
        if (i == TRIES) {
          throw new BadInputException(
              "no port of the loopback interface could be had, "
                  + TRIES
                  + " were taken; try again");
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void initialize(
      PostgresPrograms programs, Path directory, Path data, Path log, String password)
      throws IOException {
    Path secret =
        Files.createFile(
            directory.resolve("secret"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(secret, password, StandardOpenOption.WRITE);
      Process initdb =
          programs
              .command(
                  "initdb",
                  "--pgdata=" + data,
                  "--username=" + USER,
                  "--pwfile=" + secret,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--locale=C",
                  "--no-sync")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      await(initdb, START_SECONDS);
      if (initdb.exitValue() != 0) {
        throw new BadInputException("initdb failed: " + complaint(log));
      }
    } finally {
      Files.deleteIfExists(secret);
    }
  }

  private static PostgresServer start(
      PostgresPrograms programs, Path data, Path log, int port, String password)
      throws IOException {
    Process server =
        programs
            .command(USER, "-D", data.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    PostgresServer started = null;
    Process watch = null;
    try {
      List<String> watching =
          new ArrayList<>(List.of("sh", "-c", "cat >/dev/null; exec \"$@\"", "sh"));
      watching.addAll(
          programs.line("pg_ctl", "-D", data.toString(), "-m", "immediate", "-s", "stop"));
      watch =
          new ProcessBuilder(watching)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      // Without asking first whether the server wants to encrypt: nothing leaves the machine.
      String url =
          "jdbc:postgresql://127.0.0.1:"
              + port
              + "/postgres?sslmode=disable&gssEncMode=disable&user="
              + USER
              + "&password="
              + password;
      String schema = PostgresDatabase.newSchema();
      String version = begin(server, data, log, url, schema, programs.origin());
      started =
          new PostgresServer(
              server,
              watch,
              Map.of(
                  PostgresDatabase.URL,
                  url,
                  PostgresDatabase.SCHEMA,
                  schema,
                  PostgresDatabase.DATA,
                  data.toString(),
                  Service.VERSION,
                  version,
                  Service.PROCESS,
                  Long.toString(server.pid())));
      return started;
    } finally {
      if (started == null) {
        end(server, watch);
      }
    }
  }

  /** Waits until the server is ready, as {@code pg_ctl} does, and makes the schema. */
  private static String begin(
      Process server, Path data, Path log, String url, String schema, String origin)
      throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    // Not by trying to connect: who has taken the port may answer, or never say anything.
    while (!isReady(data)) {
      if (!server.isAlive()) {
        throw read(log).contains("could not bind")
            ? new PortTakenException()
            : new BadInputException("the server ended: " + complaint(log));
      }
      if (System.nanoTime() > deadline) {
        throw new BadInputException(
            "the server was not ready after " + START_SECONDS + " s: " + complaint(log));
      }
      pause();
    }
    try {
      return PostgresDatabase.createSchema(url, schema, origin);
    } catch (SQLException e) {
      throw PostgresFailure.of(e);
    }
  }

  /** The server says so in the eighth line of its lock file. */
  private static boolean isReady(Path data) throws IOException {
    Path lock = data.resolve("postmaster.pid");
    List<String> lines = Files.exists(lock) ? read(lock).lines().toList() : List.of();
    return lines.size() >= STATUS_LINE && lines.get(STATUS_LINE - 1).strip().equals("ready");
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return ""; // It has just been deleted.
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the server started", e);
    }
  }

  /** Somebody else listens where we wanted to. */
  private static final class PortTakenException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The last line of a log that says that something is wrong. */
  private static String complaint(Path log) throws IOException {
    String found = "no reason was given";
    for (String line : read(log).lines().toList()) {
      if (line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:")) {
        found = line.replaceFirst(".*(?:FATAL|PANIC|error): *", "");
      }
    }
    return found;
  }

  @Override
  public Map<String, String> properties() {
    return properties;
  }

  /** Ends it, and waits until it has. */
  @Override
  public void close() throws IOException {
    end(server, watch);
  }

  private static void end(Process server, Process watch) throws IOException {
    try {
      if (watch == null) {
        server.destroy();
      } else {
        watch.getOutputStream().close();
      }
      await(server, STOP_SECONDS);
      if (watch != null) {
        await(watch, STOP_SECONDS);
      }
    } finally {
      if (watch != null) {
        watch.destroyForcibly();
      }
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
  }

  private static void await(Process process, long seconds) throws IOException {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BadInputException(
            "a program of PostgreSQL had not ended after " + seconds + " s; it was stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException("interrupted", e);
    }
  }
}
