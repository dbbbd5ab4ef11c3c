package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackendOptionsTest {
  private static final Map<String, String> OTHERS =
      Map.of("pngCodec", "pngj", "pngThreads", "all", "lmdbBuffer", "bytebuffer", "cutoff", "10");

  @Test
  void applicableParametersAreThoseThatTheBackendHas() {
    assertThat(BackendOptions.applicable(with(OTHERS, "raw")))
        .containsOnlyKeys("backend", "cutoff");
    assertThat(BackendOptions.applicable(with(Map.of("lmdbBuffer", "netty"), "lmdb")))
        .as("at its default")
        .containsEntry("lmdbBuffer", "netty");
    assertThat(BackendOptions.applicable(with(OTHERS, "png")))
        .containsOnlyKeys("backend", "cutoff", "pngCodec", "pngThreads");
    assertThat(BackendOptions.applicable(with(OTHERS, "files")))
        .as("whose codec is raw")
        .containsOnlyKeys("backend", "cutoff", "pngThreads");
    assertThat(BackendOptions.applicable(OTHERS)).as("nobody's backend").isEqualTo(OTHERS);
  }

  private static Map<String, String> with(Map<String, String> params, String backend) {
    Map<String, String> all = new HashMap<>(params);
    all.put("backend", backend);
    return all;
  }
}
