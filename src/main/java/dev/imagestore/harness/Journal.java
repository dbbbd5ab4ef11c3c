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
 * All that is known of a run, in memory and in one file that only grows: one JSON object per line,
 * the manifest first, then one for each group of forks, each on the device before the next begins.
 * Whenever the process or the machine stops, what is missing is the group in progress; a line that
 * was cut short is cut off.
 */
public final class Journal implements Closeable {
  /** Version of the file's format. */
  private static final int FORMAT = 3;

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
  private final RunManifest manifest;
  private final Set<Step> done = new HashSet<>();
  private final Map<Cell, TreeMap<Integer, JsonNode>> forks = new HashMap<>();
  private final Map<Cell, String> failures = new HashMap<>();
  private final Map<Integer, String> lost = new HashMap<>();
  private final Map<Integer, List<Double>> seconds = new HashMap<>();
  private final List<String> repeats = new ArrayList<>();

  private record Step(int round, int configuration) {}

  private record Cell(int target, int configuration) {}

  /** A line of the file; its fields tell which one it is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@JsonSubTypes.Type(Begun.class), @JsonSubTypes.Type(Ended.class)})
  private sealed interface Entry {}

  /** The first line. */
  private record Begun(int format, RunManifest run) implements Entry {
    Begun {
      Objects.requireNonNull(run);
    }
  }

  /** A group has ended, and this became of its forks. */
  private record Ended(
      int round, int configuration, double seconds, List<EndedFork> forks, List<String> repeated)
      implements Entry {
    Ended {
      forks = List.copyOf(forks);
      repeated = List.copyOf(repeated);
    }

    static Ended of(ForkGroup group, ForkGroup.Result result, double seconds) {
      return new Ended(
          group.round(),
          group.configuration(),
          seconds,
          IntStream.range(0, group.targets().size())
              .mapToObj(i -> EndedFork.of(group.targets().get(i), result.forks().get(i)))
              .toList(),
          result.repeated());
    }

    ForkGroup group() {
      return new ForkGroup(round, configuration, forks.stream().map(EndedFork::target).toList());
    }

    ForkGroup.Result result() {
      return new ForkGroup.Result(
          forks.stream().flatMap(fork -> fork.fork().stream()).toList(), repeated);
    }
  }

  /** One of the last three is there. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record EndedFork(int target, JsonNode result, String failure, String lost) {
    static EndedFork of(int target, Fork fork) {
      return new EndedFork(
          target,
          fork instanceof Fork.Measured measured ? measured.result() : null,
          fork instanceof Fork.Failed failed ? failed.reason() : null,
          fork instanceof Fork.TargetLost gone ? gone.reason() : null);
    }

    Optional<Fork> fork() {
      if (result != null && result.isObject()) {
        return Optional.of(new Fork.Measured(result));
      }
      return failure != null
          ? Optional.of(new Fork.Failed(failure))
          : Optional.ofNullable(lost).map(Fork.TargetLost::new);
    }
  }

  private Journal(Path file, FileChannel out, RunManifest manifest) {
    this.file = file;
    this.out = out;
    this.manifest = manifest;
    for (int target = 0; target < manifest.targets().size(); target++) {
      if (!manifest.targets().get(target).lost().isEmpty()) {
        lost.put(target, manifest.targets().get(target).lost());
      }
    }
  }

  /** Begins a run. */
  public static Journal create(Path file, RunManifest manifest) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel out =
        lock(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    Journal journal = new Journal(file, out, manifest);
    journal.append(new Begun(FORMAT, manifest));
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
      Journal journal = new Journal(file, out, readManifest(file, lines.get(0)));
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

  private static RunManifest readManifest(Path file, String line) throws IOException {
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
          file, "the manifest of a run in line 1", "something else", "start without --resume");
    }
  }

  private void replay(int number, String line) throws BadInputException {
    Entry entry;
    try {
      entry = JSON.readValue(line, Entry.class);
    } catch (JsonProcessingException e) {
      throw bad(number);
    }
    if (entry instanceof Ended ended
        && has(ended.group())
        && ended.result().forks().size() == ended.forks().size()) {
      keep(ended.group(), ended.result(), ended.seconds());
    } else {
      throw bad(number);
    }
  }

  private boolean has(ForkGroup group) {
    return group.round() >= 0
        && group.configuration() >= 0
        && group.configuration() < manifest.configurations().size()
        && !group.targets().isEmpty()
        && group.targets().stream().allMatch(t -> t >= 0 && t < manifest.targets().size());
  }

  private BadInputException bad(int line) {
    return BadInputException.of(
        file,
        "an entry of the journal in line " + line,
        "something else",
        "start without --resume");
  }

  /** What the run is. */
  public RunManifest manifest() {
    return manifest;
  }

  /** Keeps what became of a group; on the device when this returns. */
  void add(ForkGroup group, ForkGroup.Result result, double took) throws IOException {
    append(Ended.of(group, result, took));
    keep(group, result, took);
  }

  private void keep(ForkGroup group, ForkGroup.Result result, double took) {
    seconds.computeIfAbsent(group.configuration(), c -> new ArrayList<>()).add(took);
    for (int i = 0; i < group.targets().size(); i++) {
      int target = group.targets().get(i);
      Cell cell = new Cell(target, group.configuration());
      Fork fork = result.forks().get(i);
      if (fork instanceof Fork.Measured measured) {
        forks.computeIfAbsent(cell, c -> new TreeMap<>()).put(group.round(), measured.result());
      } else if (fork instanceof Fork.Failed failed) {
        failures.put(cell, failed.reason());
      } else if (fork instanceof Fork.TargetLost gone) {
        lost.put(target, gone.reason());
      }
    }
    done.add(new Step(group.round(), group.configuration()));
    String configuration = manifest.configurations().get(group.configuration());
    result.repeated().forEach(why -> repeats.add(configuration + ", " + why));
  }

  private void append(Entry line) throws IOException {
    String text = JSON.writeValueAsString(line) + "\n";
    ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    out.force(false);
  }

  /** True if nothing is left to be run of a group. */
  public boolean isSettled(ForkGroup group) {
    return done.contains(new Step(group.round(), group.configuration()))
        || left(group).targets().isEmpty();
  }

  /**
   * A group without those targets that are lost or have failed at its configuration; without any
   * where no comparison is left.
   */
  public ForkGroup left(ForkGroup group) {
    List<Integer> left =
        group.targets().stream()
            .filter(target -> !lost.containsKey(target))
            .filter(target -> !failures.containsKey(new Cell(target, group.configuration())))
            .toList();
    boolean alone = group.targets().size() > 1 && (left.size() < 2 || left.get(0) != 0);
    return new ForkGroup(group.round(), group.configuration(), alone ? List.of() : left);
  }

  /** How many groups of a configuration have ended. */
  public int groups(int configuration) {
    return seconds.getOrDefault(configuration, List.of()).size();
  }

  /** Why a configuration has no figures on a target, because one of its forks failed. */
  public Optional<String> failure(int target, int configuration) {
    return Optional.ofNullable(failures.get(new Cell(target, configuration)));
  }

  /** Names of the configurations that failed on a target. */
  public List<String> failed(int target) {
    List<String> configurations = manifest.configurations();
    return IntStream.range(0, configurations.size())
        .filter(c -> failures.containsKey(new Cell(target, c)))
        .mapToObj(configurations::get)
        .toList();
  }

  /** Why nothing can be run on a target any more. */
  public Optional<String> lost(int target) {
    return Optional.ofNullable(lost.get(target));
  }

  /**
   * The forks of a configuration on a target, in the order of the rounds; none if one of them
   * failed: its figures can't be trusted.
   */
  public List<JsonNode> forks(int target, int configuration) {
    Cell cell = new Cell(target, configuration);
    return failures.containsKey(cell)
        ? List.of()
        : List.copyOf(forks.getOrDefault(cell, new TreeMap<>()).values());
  }

  /**
   * What a configuration measured on the baseline and on a target in groups that have both, in the
   * order of the rounds; none if it failed on one of them.
   */
  public List<Pair> pairs(int target, int configuration) {
    Cell base = new Cell(0, configuration);
    Cell next = new Cell(target, configuration);
    List<Pair> pairs = new ArrayList<>();
    if (!failures.containsKey(base) && !failures.containsKey(next)) {
      forks
          .getOrDefault(base, new TreeMap<>())
          .forEach(
              (round, result) -> {
                JsonNode other = forks.getOrDefault(next, new TreeMap<>()).get(round);
                if (other != null) {
                  pairs.add(new Pair(result, other));
                }
              });
    }
    return pairs;
  }

  /** What two forks of a group measured, as JMH's JSON. */
  public record Pair(JsonNode base, JsonNode next) {}

  /** Why groups were run once more, a line each. */
  public List<String> repeats() {
    return List.copyOf(repeats);
  }

  /** How long each group of a configuration took, in seconds. */
  List<Double> seconds(int configuration) {
    return List.copyOf(seconds.getOrDefault(configuration, List.of()));
  }

  /** How long all groups took, in seconds. */
  double seconds() {
    return seconds.values().stream().flatMap(List::stream).mapToDouble(s -> s).sum();
  }

  /** Lets others have the file. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
