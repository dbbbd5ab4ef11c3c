package dev.imagestore.result;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * JMH parameters that a single backend heeds. JMH writes every parameter into every result; what a
 * parameter says of a backend that does not heed it, or at its usual value, is left out when
 * results are read, so that they pair with results from before there was such a parameter.
 */
public final class BackendOptions {
  /** Parameter of {@code png}: what encodes and decodes. */
  public static final String PNG_CODEC = "pngCodec";

  /** The usual value of {@link #PNG_CODEC}. */
  public static final String USUAL_PNG_CODEC = "own";

  /** Parameter of {@code png}: how many threads encode or decode. */
  public static final String PNG_THREADS = "pngThreads";

  /** The usual value of {@link #PNG_THREADS}. */
  public static final String USUAL_PNG_THREADS = "1";

  /** Parameter of {@code lmdb}: which buffers lmdbjava uses. */
  public static final String LMDB_BUFFER = "lmdbBuffer";

  /** The usual value of {@link #LMDB_BUFFER}. */
  public static final String USUAL_LMDB_BUFFER = "netty";

  private static final Map<String, Option> OPTIONS =
      Map.of(
          PNG_CODEC, new Option("png", USUAL_PNG_CODEC),
          PNG_THREADS, new Option("png", USUAL_PNG_THREADS),
          LMDB_BUFFER, new Option("lmdb", USUAL_LMDB_BUFFER));

  private record Option(String backend, String usual) {}

  private BackendOptions() {}

  /**
   * Parameters of one of our benchmarks without the options that say nothing; others' as they are.
   */
  public static SortedMap<String, String> telling(Map<String, String> params) {
    SortedMap<String, String> telling = new TreeMap<>(params);
    String backend = params.get(Names.BACKEND);
    if (backend != null) {
      OPTIONS.forEach(
          (name, option) -> {
            if (!option.backend().equals(backend) || option.usual().equals(params.get(name))) {
              telling.remove(name);
            }
          });
    }
    return telling;
  }

  /**
   * Takes the backend and its {@linkplain #telling telling} options out of parameters.
   *
   * @return the backend, and behind it the options: {@code png pngThreads=all}; null if there is no
   *     backend
   */
  public static String takeVariant(SortedMap<String, String> params) {
    String backend = params.remove(Names.BACKEND);
    if (backend == null) {
      return null;
    }
    StringBuilder variant = new StringBuilder(backend);
    for (String name : new TreeSet<>(OPTIONS.keySet())) {
      String value = params.remove(name);
      if (value != null) {
        variant.append(' ').append(name).append('=').append(value);
      }
    }
    return variant.toString();
  }

  /** Parameters with the usual value of each option that {@code backend} does not heed. */
  public static SortedMap<String, String> heeded(Map<String, String> params, String backend) {
    SortedMap<String, String> heeded = new TreeMap<>(params);
    OPTIONS.forEach(
        (name, option) -> {
          if (!option.backend().equals(backend)) {
            heeded.replace(name, option.usual());
          }
        });
    return heeded;
  }
}
