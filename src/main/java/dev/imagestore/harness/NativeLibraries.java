package dev.imagestore.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * The native code behind {@code java.util.zip}, ImageIO's JPEG and all system calls: some JDKs
 * bring their own, some link the system's, and which one makes a difference of up to two times.
 * Found out by using them and looking at what this process has mapped then, on Linux only.
 */
final class NativeLibraries {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final long LARGEST = 32L << 20;

  /**
   * A library.
   *
   * @param name as it is published
   * @param systems name of the file, where it is the system's
   * @param bundled name of the file of the JDK that has it built in; empty if no JDK has
   * @param version what its code says of itself
   */
  private record Library(String name, Pattern systems, String bundled, Pattern version) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(
              "zlib",
              Pattern.compile("libz(-ng)?\\.so.*"),
              "libzip.so",
              Pattern.compile("[de]n?flate (\\d[\\w.-]*) Copyright")),
          new Library(
              "libjpeg",
              Pattern.compile("lib(turbo)?jpeg\\.so.*"),
              "libjavajpeg.so",
              Pattern.compile(
                  "(libjpeg-turbo) version (\\d[\\w.]*)|(\\d+[a-z])  \\d+-\\w+-\\d{4}")),
          new Library(
              "libc",
              Pattern.compile("libc(\\.so\\.\\d+|-[\\d.]+\\.so)|ld-musl.*\\.so\\.1"),
              "",
              Pattern.compile("GNU C Library \\((.*?)\\) .*? version|(musl) libc")));

  private NativeLibraries() {}

  /** Versions by name, each with where it comes from; what can't be found out is left out. */
  static SortedMap<String, String> ofThisProcess() {
    SortedMap<String, String> found = new TreeMap<>();
    if (Files.isReadable(MAPS)) {
      use();
      try {
        List<Path> mapped = mapped(Files.readAllLines(MAPS));
        for (Library library : LIBRARIES) {
          version(library, mapped).ifPresent(version -> found.put(library.name(), version));
        }
      } catch (IOException e) {
        return found;
      }
    }
    return found;
  }

  /** Has the JVM load them. */
  private static void use() {
    new Deflater().end();
    try {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
      while (readers.hasNext()) {
        readers.next().dispose();
      }
    } catch (LinkageError e) {
      // A JDK without it: there is none to be named.
    }
  }

  /** The files among the lines of {@code /proc/self/maps}. */
  static List<Path> mapped(List<String> lines) {
    return lines.stream()
        .map(line -> line.indexOf('/') < 0 ? "" : line.substring(line.indexOf('/')))
        .filter(path -> path.contains(".so"))
        .distinct()
        .map(Path::of)
        .toList();
  }

  private static Optional<String> version(Library library, List<Path> mapped) throws IOException {
    Optional<Path> systems = named(mapped, library.systems().asMatchPredicate());
    if (systems.isPresent()) {
      return Optional.of(version(library, systems.get()) + ", the system's");
    }
    Optional<Path> bundled = named(mapped, library.bundled()::equals);
    return bundled.isPresent()
        ? Optional.of(version(library, bundled.get()) + ", the JDK's")
        : Optional.empty();
  }

  private static Optional<Path> named(List<Path> mapped, Predicate<String> name) {
    return mapped.stream().filter(file -> name.test(file.getFileName().toString())).findFirst();
  }

  private static String version(Library library, Path file) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > LARGEST) {
      return "unknown version";
    }
    Matcher matcher =
        library
            .version()
            .matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    if (!matcher.find()) {
      return "unknown version";
    }
    List<String> words = new ArrayList<>();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      Stream.ofNullable(matcher.group(group)).forEach(words::add);
    }
    return String.join(" ", words);
  }
}
