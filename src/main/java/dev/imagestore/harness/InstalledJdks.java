package dev.imagestore.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Finds the JDKs of this machine: in the directories where packages, SDKMAN and macOS put them, by
 * {@code JAVA_HOME} and {@code JAVA_*_HOME}, and in Maven's toolchains.xml.
 */
public final class InstalledJdks {
  /** macOS keeps the home within a bundle. */
  private static final Path BUNDLE = Path.of("Contents", "Home");

  private final Path root;
  private final Path user;
  private final Map<String, String> environment;

  /**
   * Looks around.
   *
   * @param root of the file system
   * @param user the user's home
   * @param environment variables
   */
  public InstalledJdks(Path root, Path user, Map<String, String> environment) {
    this.root = root;
    this.user = user;
    this.environment = new TreeMap<>(environment);
  }

  /** Each JDK once, whatever links lead to it; newest version first. */
  public List<InstalledJdk> find() {
    Set<Path> homes = new LinkedHashSet<>();
    for (Path place :
        List.of(root.resolve("usr/lib/jvm"), user.resolve(".sdkman/candidates/java"))) {
      homes.addAll(children(place));
    }
    for (Path place :
        List.of(
            root.resolve("Library/Java/JavaVirtualMachines"),
            user.resolve("Library/Java/JavaVirtualMachines"))) {
      children(place).forEach(bundle -> homes.add(bundle.resolve(BUNDLE)));
    }
    environment.forEach(
        (name, value) -> {
          if ((name.equals("JAVA_HOME") || name.matches("JAVA_.+_HOME")) && !value.isBlank()) {
            homes.add(Path.of(value));
          }
        });
    homes.addAll(toolchains(user.resolve(".m2/toolchains.xml")));

    Map<Path, InstalledJdk> found = new TreeMap<>();
    for (Path home : homes) {
      try {
        if (Files.isExecutable(InstalledJdk.launcher(home))) {
          Path real = home.toRealPath();
          found.computeIfAbsent(real, InstalledJdks::describe);
        }
      } catch (IOException e) {
        // A link that leads nowhere is not a JDK.
      }
    }
    return found.values().stream()
        .sorted(
            Comparator.comparingInt(InstalledJdk::feature)
                .reversed()
                .thenComparing(InstalledJdk::version, Comparator.reverseOrder())
                .thenComparing(jdk -> jdk.java().toString()))
        .toList();
  }

  /** From its {@code release} file, which is quick; else by starting it. */
  private static InstalledJdk describe(Path home) {
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
    } catch (IOException | IllegalArgumentException e) {
      return InstalledJdk.at(home);
    }
    String version = unquoted(release, "JAVA_RUNTIME_VERSION");
    if (version.isEmpty()) {
      version = unquoted(release, "JAVA_VERSION");
    }
    String feature = version.replaceFirst("^1\\.", "").replaceFirst("\\D.*", "");
    String vendor = unquoted(release, "IMPLEMENTOR");
    if (!feature.matches("\\d{1,4}") || vendor.isEmpty()) {
      return InstalledJdk.at(home);
    }
    int number = Integer.parseInt(feature);
    return new InstalledJdk(
        InstalledJdk.launcher(home),
        number,
        version,
        vendor,
        "",
        number < InstalledJdk.OLDEST ? "too old, the suite needs " + InstalledJdk.OLDEST : "");
  }

  private static String unquoted(Properties release, String key) {
    return release.getProperty(key, "").replace("\"", "").strip();
  }

  private static List<Path> children(Path directory) {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(directory, Files::isDirectory)) {
        entries.forEach(children::add);
      } catch (IOException e) {
        // Not readable by this user.
      }
    }
    return children;
  }

  private static List<Path> toolchains(Path file) {
    List<Path> homes = new ArrayList<>();
    if (!Files.isRegularFile(file)) {
      return homes;
    }
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Document document = builder.parse(file.toFile());
      NodeList found = document.getElementsByTagName("jdkHome");
      for (int i = 0; i < found.getLength(); i++) {
        homes.add(Path.of(found.item(i).getTextContent().strip()));
      }
    } catch (ParserConfigurationException
        | SAXException
        | IOException
        | IllegalArgumentException e) {
      // Maven itself will complain of a file that it can't read.
      return List.of();
    }
    return homes;
  }
}
