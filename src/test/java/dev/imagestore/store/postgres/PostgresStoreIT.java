package dev.imagestore.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.codec.Codecs;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.DiskUsage;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.Service;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import dev.imagestore.store.TestServices;
import dev.imagestore.store.encoded.Encoding;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A real server, on the loopback interface. */
class PostgresStoreIT {
  private static final ImageShape CIFAR = new ImageShape(32, 32, 3, 8);
  private static final TestImages IMAGES = TestImages.uniform(50, 40, CIFAR);
  private static final StoreVariant POSTGRES = StoreVariant.of("postgres");

  private static final Encoding PIXELS =
      Encoding.of(Codecs.named(Encoding.PIXELS), OptionValues.DEFAULTS);

  @TempDir Path temp;

  @BeforeAll
  static void aServerCanBeHad() {
    assumeTrue(new PostgresService().missing().isEmpty(), "no PostgreSQL here");
  }

  private static Map<String, String> properties() throws IOException {
    return TestServices.ALL.properties(PostgresService.NAME);
  }

  private PostgresTable stored(Durability durability) throws IOException {
    Path home = temp.resolve("images-" + durability);
    POSTGRES.store(IMAGES, home, durability);
    return (PostgresTable) POSTGRES.at(home);
  }

  private static List<String> ask(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = PostgresDatabase.connect(properties().get(PostgresDatabase.URL));
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  @Test
  void theTableIsAsPostgresUsersWouldMakeIt() throws Exception {
    PostgresTable table = stored(Durability.none);
    String oid = "'" + table.name() + "'::regclass";
    assertThat(
            ask(
                "SELECT attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attstorage::text"
                    + " FROM pg_attribute WHERE attnum > 0 AND attrelid = "
                    + oid
                    + " ORDER BY attnum"))
        .containsExactly(
            "id bigint p",
            "label integer p",
            "height integer p",
            "width integer p",
            "channels integer p",
            "depth integer p",
            "pixels bytea e");
    assertThat(
            ask(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p' AND conrelid = "
                    + oid))
        .containsExactly("PRIMARY KEY (id)");
    assertThat(ask("SELECT count(*) || ' ' || sum(length(pixels)) FROM " + table.name()))
        .containsExactly("40 " + 40 * CIFAR.bytes());
  }

  @Test
  void rowsThatSomebodyElseInsertedAreRead() throws Exception {
    Path home = temp.resolve("theirs");
    PostgresTable table = (PostgresTable) POSTGRES.at(home);
    try (Connection connection = PostgresDatabase.connect(properties().get(PostgresDatabase.URL));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE "
              + table.name()
              + "(id serial PRIMARY KEY, label smallint, height smallint, width smallint,"
              + " channels smallint, depth smallint, pixels bytea)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + table.name() + " VALUES(?,?,32,32,3,8,?)")) {
        for (int id = (int) IMAGES.count() - 1; id >= 0; id--) {
          byte[] pixels = new byte[CIFAR.bytes()];
          IMAGES.copyPixels(id, pixels, 0);
          insert.setInt(1, id);
          insert.setInt(2, IMAGES.label(id));
          insert.setBytes(3, pixels);
          insert.executeUpdate();
        }
      }
      StoreChecks.holds(POSTGRES, home, IMAGES, 7);
      statement.execute("DELETE FROM " + table.name() + " WHERE id = 3");
    }
    assertThatThrownBy(() -> StoreChecks.holds(POSTGRES, home, IMAGES, 7))
        .isInstanceOf(BadInputException.class)
        .hasMessage("table images: expected image 3 of 40, found none; store the images again");
  }

  @Test
  void durabilityIsWhatTheServerDoesAtACommit() throws Exception {
    stored(Durability.sync);
    assertThat(ask("SHOW fsync")).containsExactly("on");
    assertThat(ask("SHOW full_page_writes")).containsExactly("on");
    stored(Durability.none);
    assertThat(ask("SHOW fsync")).containsExactly("off");
  }

  @Test
  void theFootprintIsWhatTheServerAccountsForAndTheBlocksOfItsFiles() throws Exception {
    PostgresTable table = stored(Durability.none);
    table.flush();
    DiskUsage usage = table.usage();
    assertThat(usage.apparentBytes())
        .isEqualTo(
            Long.parseLong(ask("SELECT pg_total_relation_size('" + table.name() + "')").get(0)))
        .isGreaterThan(40L * CIFAR.bytes());
    // The table, its index, its TOAST table and that one's index, and maps of free space.
    assertThat(usage.files()).isGreaterThanOrEqualTo(4);
    assertThat(usage.allocatedBytes())
        .isBetween(usage.apparentBytes() * 9 / 10, usage.apparentBytes() * 2);
    table.delete();
    table.create();
    assertThatThrownBy(
            () -> {
              stored(Durability.none);
              table.create();
            })
        .hasMessageContaining("a table that is there already");
  }

  @Test
  void aReaderThatIsOpenIsNotInTheWayOfAnEnd() throws Exception {
    PostgresTable table = stored(Durability.none);
    try (ImageReader reader = POSTGRES.open(temp.resolve("images-none"))) {
      reader.read(0, 40, StoreChecks.batch(IMAGES, 40));
      reader.read(3, 5, StoreChecks.batch(IMAGES, 40));
      reader.read(7, 1, StoreChecks.batch(IMAGES, 40));
      table.delete();
      assertThatThrownBy(() -> reader.read(7, 1, StoreChecks.batch(IMAGES, 40)))
          .isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void aStoreWhoseConnectionIsCutIsNotThere() throws Exception {
    Path home = temp.resolve("cut");
    TestImages many = IMAGES.first(60_000);
    Thread cutter =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 500; i++) {
                  ask(
                      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          + " WHERE query LIKE 'COPY %' AND pid <> pg_backend_pid()");
                  TimeUnit.MILLISECONDS.sleep(2);
                }
              } catch (Exception e) {
                Thread.currentThread().interrupt();
              }
            });
    cutter.setDaemon(true);
    cutter.start();
    Throwable failure = catchThrowable(() -> POSTGRES.store(many, home, Durability.none));
    cutter.interrupt();
    cutter.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(failure)
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("PostgreSQL: ");
    assertSaysNothing(failure, properties());
    assertThatThrownBy(() -> POSTGRES.open(home)).hasMessageContaining("no such table");
    POSTGRES.store(IMAGES, home, Durability.none);
    StoreChecks.holds(POSTGRES, home, IMAGES, 40);
  }

  /** One line, and nothing of where the server is and who may use it. */
  private static void assertSaysNothing(Throwable failure, Map<String, String> properties) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      assertThat(each.getMessage()).hasLineCount(1).doesNotContain("127.0.0.1", "localhost");
      for (String secret : properties.get(PostgresDatabase.URL).split("[=&?/:]+")) {
        if (secret.length() > 3 && !secret.matches("(?i)jdbc|postgres.*|user|password")) {
          assertThat(each.getMessage()).doesNotContain(secret);
        }
      }
    }
  }

  private PostgresServer server(PostgresServer.Ports ports) throws IOException {
    Path directory = Files.createDirectory(temp.resolve("server" + System.nanoTime()));
    return PostgresServer.start(PostgresPrograms.find(directory), directory, ports);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Test
  void aServerIsGoneWithItsPipeAndWhoReadsIsToldSo() throws Exception {
    PostgresServer server = server(PostgresStoreIT::freePort);
    Map<String, String> properties = server.properties();
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(properties.get(Service.PROCESS))).orElseThrow();
    try {
      assertThat(Files.getPosixFilePermissions(Path.of(properties.get(PostgresDatabase.DATA))))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertListensOnLoopbackOnly(properties);
      assertNobodyElseCanSeeThePassword(properties);
      PostgresStore store = new PostgresStore(PIXELS);
      PostgresTable at = (PostgresTable) store.locate(temp.resolve("dies"), name -> properties);
      store.store(IMAGES, at, Durability.none);
      try (ImageReader reader = store.open(at)) {
        reader.read(0, 1, StoreChecks.batch(IMAGES, 1));
        server.close();
        Throwable failure = catchThrowable(() -> reader.read(1, 1, StoreChecks.batch(IMAGES, 1)));
        assertThat(failure).hasMessageContaining("the server ended the connection");
        assertSaysNothing(failure, properties);
      }
      Throwable failure = catchThrowable(() -> store.open(at));
      assertThat(failure).hasMessageContaining("no server answers there");
      assertSaysNothing(failure, properties);
    } finally {
      server.close();
    }
    assertThat(process.isAlive()).isFalse();
  }

  private static void assertListensOnLoopbackOnly(Map<String, String> properties)
      throws IOException {
    int port = port(properties);
    for (Iterator<NetworkInterface> all = NetworkInterface.getNetworkInterfaces().asIterator();
        all.hasNext(); ) {
      for (InetAddress address : Collections.list(all.next().getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> new Socket(address, port).close())
              .isInstanceOf(IOException.class);
        }
      }
    }
  }

  private static int port(Map<String, String> properties) {
    return Integer.parseInt(
        properties.get(PostgresDatabase.URL).replaceFirst(".*127\\.0\\.0\\.1:(\\d+)/.*", "$1"));
  }

  private static void assertNobodyElseCanSeeThePassword(Map<String, String> properties)
      throws IOException {
    String password = properties.get(PostgresDatabase.URL).replaceFirst(".*password=", "");
    assertThat(password).hasSizeGreaterThan(30);
    Process ps = new ProcessBuilder("ps", "-eo", "args").start();
    try (InputStream out = ps.getInputStream()) {
      assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8)).doesNotContain(password);
    }
    try (Stream<Path> files =
        Files.walk(Path.of(properties.get(PostgresDatabase.DATA)).getParent(), 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(password);
      }
    }
  }

  @Test
  void anotherPortIsTakenIfOneIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int[] asked = new int[1];
      PostgresServer server = server(() -> asked[0]++ == 0 ? taken.getLocalPort() : freePort());
      try {
        assertThat(asked[0]).isGreaterThan(1);
        assertThat(port(server.properties())).isNotEqualTo(taken.getLocalPort());
      } finally {
        server.close();
      }
      assertThatThrownBy(() -> server(taken::getLocalPort).close())
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no port of the loopback interface could be had");
    }
  }

  @Test
  void whatInitdbComplainsOfIsTheReason() throws Exception {
    Path bin = Files.createDirectory(temp.resolve("bin"));
    Path initdb = bin.resolve("initdb");
    Files.writeString(
        initdb,
        "#!/bin/sh\necho 'initdb: error: could not write file: No space left on device'\nexit 1\n");
    Files.setPosixFilePermissions(initdb, PosixFilePermissions.fromString("rwx------"));
    assertThatThrownBy(
            () -> PostgresServer.start(new PostgresPrograms(bin, "ours", List.of()), temp))
        .isInstanceOf(BadInputException.class)
        .hasMessage("initdb failed: could not write file: No space left on device");
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left.map(Path::getFileName)).map(Path::toString).doesNotContain("secret");
    }
  }

  @Test
  void rootNeedsUserNamespaces() throws Exception {
    if ("root".equals(System.getProperty("user.name"))) {
      assertThatThrownBy(() -> PostgresPrograms.prefix(List.of("false")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("user namespaces are off");
    } else {
      assertThat(PostgresPrograms.prefix(List.of("false"))).isEmpty();
    }
  }

  @Test
  void theUsersOwnDatabaseIsLeftAsItWas() throws Exception {
    String url = properties().get(PostgresDatabase.URL);
    String everything =
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid ="
            + " relnamespace WHERE n.nspname !~ '^(pg_|information_schema)' UNION ALL SELECT"
            + " nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1";
    List<String> before = ask(everything);
    UsersDatabase users = UsersDatabase.begin(url);
    assertThat(users.properties()).doesNotContainKeys(PostgresDatabase.DATA, Service.PROCESS);
    assertThat(users.properties().get(Service.VERSION)).endsWith(", the user's own");
    PostgresStore store = new PostgresStore(PIXELS);
    PostgresTable at =
        (PostgresTable) store.locate(temp.resolve("users"), name -> users.properties());
    String fsync = ask("SHOW fsync").get(0);
    for (Durability durability : Durability.values()) {
      at.create();
      store.store(IMAGES, at, durability);
      at.flush();
      assertThat(at.usage().isAllocationKnown()).isFalse();
      assertThat(at.usage().apparentBytes()).isPositive();
      try (ImageReader reader = store.open(at)) {
        assertThat(reader.count()).isEqualTo(IMAGES.count());
      }
      at.delete();
    }
    assertThat(ask("SHOW fsync")).containsExactly(fsync);
    store.store(IMAGES, at, Durability.none);
    assertThat(ask(everything)).hasSizeGreaterThan(before.size());
    users.close();
    users.close();
    assertThat(ask(everything)).isEqualTo(before);
  }

  private static Stream<String[]> unusable(String url) throws IOException {
    return Stream.of(
        new String[] {"mysql://secret:word@example/db", "expected a JDBC URL"},
        new String[] {url.replaceFirst("password=.*", "password=secretword"), "refuses this user"},
        new String[] {url.replace("/postgres?", "/secretword?"), "no such database"},
        new String[] {
          url.replaceFirst("127.0.0.1:\\d+", "127.0.0.1:" + freePort()), "no server answers there"
        });
  }

  @Test
  void anUnusableDatabaseIsRefusedInALineThatDoesNotRepeatIt() throws Exception {
    String url = properties().get(PostgresDatabase.URL);
    for (String[] each : unusable(url).toList()) {
      Throwable failure = catchThrowable(() -> UsersDatabase.begin(each[0]));
      assertThat(failure)
          .as(each[1])
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("IMAGESTORE_POSTGRES: ")
          .hasMessageContaining(each[1])
          .hasMessageNotContainingAny("secret", "word@");
      assertSaysNothing(failure, Map.of(PostgresDatabase.URL, each[0]));
    }
  }

  @Test
  void whatDoesNotSpeakTheProtocolIsRefused() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server =
          new Thread(
              () -> {
                while (!web.isClosed()) {
                  try (Socket socket = web.accept()) {
                    socket
                        .getOutputStream()
                        .write(
                            "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  } catch (IOException e) {
                    return;
                  }
                }
              });
      server.setDaemon(true);
      server.start();
      Throwable failure =
          catchThrowable(
              () ->
                  UsersDatabase.begin(
                      "jdbc:postgresql://127.0.0.1:" + web.getLocalPort() + "/db?user=somebody"));
      assertThat(failure).isInstanceOf(BadInputException.class).hasMessageNotContaining("somebody");
      assertSaysNothing(failure, Map.of(PostgresDatabase.URL, "somebody"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "53100,the server's disk is full",
    "53300,takes no more connections",
    "42501,grant CREATE on the database",
    "57P01,the server ended the connection",
    "XX000,the server says: no … for … (XX000)"
  })
  void whatAServerSaysIsALineWithoutNames(String state, String line) {
    SQLException said =
        new PSQLException(
            new ServerErrorMessage(
                "SERROR\0C" + state + "\0Mno \"alice\" for 'db.example.org'\0\0"));
    assertThat(PostgresFailure.of(said))
        .hasMessageStartingWith("PostgreSQL: ")
        .hasMessageContaining(line)
        .hasMessageNotContainingAny("alice", "example")
        .hasNoCause();
  }
}
