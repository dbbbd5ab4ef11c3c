package dev.imagestore.page;

import dev.imagestore.analysis.Trend;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.WholeFile;
import dev.imagestore.stats.Estimates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One HTML file that shows result files and asks nothing of any network: data, script, style and
 * charting library are in it.
 *
 * <p>Results come from anywhere, so nothing of them is ever markup. They are JSON in an element
 * that browsers don't run, without any character that could end it; the script turns them into
 * text, never into elements. And if that failed, the policy of the page allows no script but the
 * two whose hashes it names, and no request at all.
 */
public final class Page {
  /** In this order: later ones use what earlier ones declare. */
  private static final List<String> SCRIPTS =
      List.of(
          "format.js",
          "view.js",
          "controls.js",
          "chart.js",
          "tables.js",
          "overview.js",
          "trend.js",
          "main.js");

  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private Page() {}

  /**
   * Writes the page; a file of that name is replaced, once the page is whole.
   *
   * @param runs at least one, in the order in which they are shown
   */
  public static void write(List<ResultFile> runs, Path file) throws IOException {
    write(runs, List.of(), file);
  }

  /**
   * Something that was found in the runs, shown above their figures.
   *
   * @param title of its section
   * @param words what the picture shows, for those who don't see it
   * @param svg the picture; none if it is empty
   * @param text in a fixed width; may come from anywhere
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way into a page, never compared or kept
  public record Finding(String title, String words, byte[] svg, String text) {}

  /** The same with findings. */
  public static void write(List<ResultFile> runs, List<Finding> findings, Path file)
      throws IOException {
    write(html(runs, findings, Optional.empty()), file);
  }

  /**
   * The same with a trend.
   *
   * @param runs whose figures are shown below it: the newest
   */
  public static void write(List<ResultFile> runs, Trend trend, Path file) throws IOException {
    write(html(runs, List.of(), Optional.of(trend)), file);
  }

  private static void write(String html, Path file) throws IOException {
    byte[] page = html.getBytes(StandardCharsets.UTF_8);
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    WholeFile.write(file, page);
  }

  /** The page as text. */
  static String html(List<ResultFile> runs) throws IOException {
    return html(runs, List.of(), Optional.empty());
  }

  static String html(List<ResultFile> runs, List<Finding> findings, Optional<Trend> trend)
      throws IOException {
    String style = part("page.css");
    String library = library();
    StringBuilder script = new StringBuilder("\"use strict\";\n");
    for (String name : SCRIPTS) {
      script.append(part(name));
    }
    return fill(
        part("page.html"),
        Map.of(
            "policy", policy(List.of(library, script.toString()), style, !findings.isEmpty()),
            "findings", findings.stream().map(Page::section).collect(Collectors.joining()),
            "title", escape(trend.map(Page::title).orElseGet(() -> title(runs))),
            "confidence", "" + Math.round(100 * Estimates.CONFIDENCE),
            "style", style,
            "library", inScript(library),
            "script", inScript(script.toString()),
            "licences", escape(licences()),
            "data", PageData.json(runs, trend)));
  }

  private static String title(List<ResultFile> runs) {
    return runs.size() == 1
        ? "Benchmark results: " + runs.get(0).name()
        : "Benchmark results: " + runs.size() + " runs";
  }

  private static String title(Trend trend) {
    int runs = trend.runs().size();
    return "Trend of " + runs + (runs == 1 ? " run" : " runs") + " to " + trend.newest().name();
  }

  /** All places in one pass: what is put in is not looked through for further places. */
  private static String fill(String template, Map<String, String> parts) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
  }

  /** An SVG that is an image can't run a script nor ask for anything, whatever is in it. */
  private static String section(Finding finding) {
    String picture =
        finding.svg().length == 0
            ? ""
            : "<img alt=\""
                + escape(finding.words())
                + "\" src=\"data:image/svg+xml;base64,"
                + Base64.getEncoder().encodeToString(finding.svg())
                + "\">\n";
    return "<section class=\"finding\">\n<h2>"
        + escape(finding.title())
        + "</h2>\n"
        + picture
        + "<pre class=\"scroll\" tabindex=\"0\">"
        + escape(finding.text())
        + "</pre>\n</section>\n";
  }

  private static String policy(List<String> scripts, String style, boolean pictures) {
    String allowed = scripts.stream().map(Page::hash).collect(Collectors.joining(" "));
    return "default-src 'none'; script-src "
        + allowed
        + "; style-src "
        + hash(style)
        + (pictures ? "; img-src data:" : "")
        + "; base-uri 'none'; form-action 'none'";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** A script that would end its element early is a bug of the suite, which any test finds. */
  private static String inScript(String script) {
    if (script.contains("</script") || script.contains("<!--")) {
      throw new IllegalStateException("a script of the page would end before its end");
    }
    return script;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String library() throws IOException {
    String code = webjar("chart.js", "dist/chart.umd.js");
    // The map is not in the page: a browser's tools would ask the network for it.
    int map = code.lastIndexOf("//# sourceMappingURL=");
    return map < 0 ? code : code.substring(0, map);
  }

  private static String licences() throws IOException {
    return "Chart.js\n\n"
        + webjar("chart.js", "LICENSE.md")
        + "\n\n@kurkle/color, part of Chart.js\n\n"
        + webjar("kurkle__color", "LICENSE.md");
  }

  /** A file of a webjar, of whichever version the build chose. */
  private static String webjar(String name, String file) throws IOException {
    Properties properties = new Properties();
    properties.load(
        new java.io.StringReader(
            text("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")));
    return text(WEBJARS + name + "/" + properties.getProperty("version") + "/" + file);
  }

  private static String part(String name) throws IOException {
    return text("/dev/imagestore/page/" + name);
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = Page.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + resource);
      }
      // Browsers read line ends as \n, and hash them so.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }
}
