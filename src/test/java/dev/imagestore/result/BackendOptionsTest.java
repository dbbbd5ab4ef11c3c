package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackendOptionsTest {
  private static final Map<String, String> OTHERS =
      Map.of("pngCodec", "pngj", "pngThreads", "all", "lmdbBuffer", "bytebuffer", "cutoff", "10");

  @Test
  void applicableParametersAreThoseThatTheBackendHas() {
    assertThat(BackendOptions.applicable(with(OTHERS, "raw"), Optional.empty()))
        .containsOnlyKeys("backend", "cutoff");
    assertThat(
            BackendOptions.applicable(
                with(Map.of("lmdbBuffer", "netty"), "lmdb"), Optional.empty()))
        .as("at its default")
        .containsEntry("lmdbBuffer", "netty");
    assertThat(BackendOptions.applicable(with(OTHERS, "png"), Optional.empty()))
        .containsOnlyKeys("backend", "cutoff", "pngCodec", "pngThreads");
    assertThat(BackendOptions.applicable(with(OTHERS, "files"), Optional.empty()))
        .as("whose codec is raw")
        .containsOnlyKeys("backend", "cutoff", "pngThreads");
    assertThat(BackendOptions.applicable(OTHERS, Optional.empty()))
        .as("nobody's backend")
        .isEqualTo(OTHERS);
  }

  private static Map<String, String> with(Map<String, String> params, String backend) {
    Map<String, String> all = new HashMap<>(params);
    all.put("backend", backend);
    return all;
  }
}
