package dev.imagestore.harness;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.input.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * All that is known of a run, in memory and in one file that only grows: a JSON object a line, the
 * header first, then one for each fork, each on the device before the next fork begins. Whenever
 * the process or the machine stops, what is missing is the fork in progress; a line that was cut
 * short is cut off.
 */
public final class Journal implements Closeable {
  /** Version of the file's format. */
  private static final int FORMAT = 1;

  private static final long MAX_BYTES = 1L << 30;
  private static final int MAX_LINE = 256 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(50)
                          .maxDocumentLength(MAX_LINE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path file;
  private final FileChannel out;
  private final Header header;
  private final Set<Turn> done = new HashSet<>();
  private final Map<Cell, TreeMap<Integer, JsonNode>> forks = new HashMap<>();
  private final Map<Cell, String> failures = new HashMap<>();
  private final Map<Integer, String> lost = new HashMap<>();
  private final Map<Integer, Double> seconds = new HashMap<>();
  private final List<Look> looks = new ArrayList<>();

  private record Cell(int arm, int configuration) {}

  /** A line of the file; its fields tell which one it is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({
    @JsonSubTypes.Type(Begun.class),
    @JsonSubTypes.Type(Ended.class),
    @JsonSubTypes.Type(Extended.class)
  })
  private sealed interface Entry {}

  /** The first line. */
  private record Begun(int format, Header run) implements Entry {
    Begun {
      Objects.requireNonNull(run);
    }
  }

  /** A turn has ended, and this became of it: one of the last three is there. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Ended(
      int round,
      int configuration,
      int arm,
      double seconds,
      JsonNode result,
      String failure,
      String lost)
      implements Entry {
    static Ended of(Turn turn, Fork fork, double seconds) {
      return new Ended(
          turn.round(),
          turn.configuration(),
          turn.arm(),
          seconds,
          fork instanceof Fork.Measured measured ? measured.result() : null,
          fork instanceof Fork.Failed failed ? failed.reason() : null,
          fork instanceof Fork.ArmLost arm ? arm.reason() : null);
    }

    Turn turn() {
      return new Turn(round, configuration, arm);
    }

    Optional<Fork> fork() {
      if (result != null && result.isObject()) {
        return Optional.of(new Fork.Measured(result));
      }
      return failure != null
          ? Optional.of(new Fork.Failed(failure))
          : Optional.ofNullable(lost).map(Fork.ArmLost::new);
    }
  }

  /** Some configurations get more rounds. */
  private record Extended(int extraRounds, int first, List<Integer> configurations)
      implements Entry {
    Extended {
      configurations = List.copyOf(configurations);
    }
  }

  private Journal(Path file, FileChannel out, Header header) {
    this.file = file;
    this.out = out;
    this.header = header;
    for (int arm = 0; arm < header.arms().size(); arm++) {
      if (!header.arms().get(arm).lost().isEmpty()) {
        lost.put(arm, header.arms().get(arm).lost());
      }
    }
  }

  /** Begins a run. */
  public static Journal create(Path file, Header header) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel out =
        lock(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    Journal journal = new Journal(file, out, header);
    journal.append(new Begun(FORMAT, header));
    return journal;
  }

  /**
   * Opens the journal of a run that was begun.
   *
   * @throws BadInputException if it is none, or another process writes it
   */
  public static Journal open(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      throw BadInputException.of(
          file,
          "the journal of a run",
          Files.exists(file) ? "something else" : "nothing",
          "start without --resume");
    }
    FileChannel out =
        lock(file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    try {
      byte[] bytes = readAll(out);
      int end = endOfWholeLines(bytes);
      if (end == 0) {
        throw new BadInputException(
            file + ": the run was stopped before it began; start without --resume");
      }
      List<String> lines = new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
      Journal journal = new Journal(file, out, readHeader(file, lines.get(0)));
      for (int i = 1; i < lines.size(); i++) {
        journal.replay(i + 1, lines.get(i));
      }
      out.truncate(end);
      out.position(end);
      return journal;
    } catch (IOException | RuntimeException e) {
      out.close();
      throw e;
    }
  }

  /** Through the channel that has the lock: closing any other on this file would release it. */
  private static byte[] readAll(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // Until it is full.
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static FileChannel lock(Path file, FileChannel channel) throws IOException {
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // The other is in this JVM.
    }
    if (!locked) {
      channel.close();
      throw new BadInputException(file + ": the run is still under way in another process");
    }
    return channel;
  }

  /** The place after the last line end; a line that can't be read there was cut by a power cut. */
  private static int endOfWholeLines(byte[] bytes) {
    int end = lineEnd(bytes, bytes.length);
    if (end > 0) {
      int before = lineEnd(bytes, end - 1);
      try {
        JSON.readTree(bytes, before, end - before);
      } catch (IOException e) {
        return before;
      }
    }
    return end;
  }

  private static int lineEnd(byte[] bytes, int until) {
    int end = until;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static Header readHeader(Path file, String line) throws IOException {
    try {
      JsonNode first = JSON.readTree(line);
      if (first.path("format").asInt() != FORMAT) {
        throw BadInputException.of(
            file,
            "the journal of a run in format " + FORMAT,
            first.path("format").isMissingNode() ? "none" : "format " + first.path("format"),
            "start without --resume");
      }
      return JSON.treeToValue(first, Begun.class).run();
    } catch (JsonProcessingException e) {
      throw BadInputException.of(
          file, "the header of a run in line 1", "something else", "start without --resume");
    }
  }

  private void replay(int number, String line) throws BadInputException {
    Entry entry;
    try {
      entry = JSON.readValue(line, Entry.class);
    } catch (JsonProcessingException e) {
      throw bad(number);
    }
    if (entry instanceof Extended more) {
      looks.add(new Look(more.first(), more.extraRounds(), more.configurations()));
    } else if (entry instanceof Ended ended && has(ended.turn()) && ended.fork().isPresent()) {
      keep(ended.turn(), ended.fork().get(), ended.seconds());
    } else {
      throw bad(number);
    }
  }

  private boolean has(Turn turn) {
    return turn.round() >= 0
        && turn.configuration() >= 0
        && turn.configuration() < header.configurations().size()
        && turn.arm() >= 0
        && turn.arm() < header.arms().size();
  }

  private BadInputException bad(int line) {
    return BadInputException.of(
        file, "one of our own entries in line " + line, "something else", "start without --resume");
  }

  /** What the run is. */
  public Header header() {
    return header;
  }

  /** Keeps what became of a fork; on the device when this returns. */
  void add(Turn turn, Fork fork, double took) throws IOException {
    append(Ended.of(turn, fork, took));
    keep(turn, fork, took);
  }

  /** Keeps that some configurations get more rounds. */
  public void add(Look look) throws IOException {
    append(new Extended(look.rounds(), look.first(), look.configurations()));
    looks.add(look);
  }

  private void keep(Turn turn, Fork fork, double took) {
    Cell cell = new Cell(turn.arm(), turn.configuration());
    seconds.merge(turn.arm(), took, Double::sum);
    if (fork instanceof Fork.Measured measured) {
      forks.computeIfAbsent(cell, c -> new TreeMap<>()).put(turn.round(), measured.result());
      done.add(turn);
    } else if (fork instanceof Fork.Failed failed) {
      failures.put(cell, failed.reason());
      done.add(turn);
    } else if (fork instanceof Fork.ArmLost arm) {
      lost.put(turn.arm(), arm.reason());
    }
  }

  private void append(Entry line) throws IOException {
    String text = JSON.writeValueAsString(line) + "\n";
    ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    out.force(false);
  }

  /** True if nothing is left to be run for a turn. */
  public boolean isSettled(Turn turn) {
    return done.contains(turn)
        || lost.containsKey(turn.arm())
        || failures.containsKey(new Cell(turn.arm(), turn.configuration()));
  }

  /** Why a configuration has no figures on an arm, because one of its forks failed. */
  public Optional<String> failure(int arm, int configuration) {
    return Optional.ofNullable(failures.get(new Cell(arm, configuration)));
  }

  /** Names of the configurations that failed on an arm. */
  public List<String> failed(int arm) {
    List<String> configurations = header.configurations();
    return IntStream.range(0, configurations.size())
        .filter(c -> failures.containsKey(new Cell(arm, c)))
        .mapToObj(configurations::get)
        .toList();
  }

  /** Why nothing can be run on an arm any more. */
  public Optional<String> lost(int arm) {
    return Optional.ofNullable(lost.get(arm));
  }

  /**
   * The forks of a configuration on an arm, in the order of the rounds; none if one of them failed:
   * its figures can't be trusted.
   *
   * @param end the first round that does not count
   */
  public List<JsonNode> forks(int arm, int configuration, int end) {
    Cell cell = new Cell(arm, configuration);
    return failures.containsKey(cell)
        ? List.of()
        : List.copyOf(forks.getOrDefault(cell, new TreeMap<>()).headMap(end).values());
  }

  /** How long an arm's forks took, in seconds. */
  double seconds(int arm) {
    return seconds.getOrDefault(arm, 0.0);
  }

  /** Extra rounds, in the order they were decided on. */
  public List<Look> looks() {
    return List.copyOf(looks);
  }

  /** Lets others have the file. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
