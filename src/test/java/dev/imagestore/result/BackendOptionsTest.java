package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class BackendOptionsTest {
  private static final Map<String, String> OTHERS =
      Map.of("pngCodec", "pngj", "pngThreads", "all", "lmdbBuffer", "bytebuffer", "cutoff", "10");

  @Test
  void filesWithTheCodecPngArePng() {
    Map<String, String> params = Map.of("codec", "png", "pngCodec", "imageio", "cutoff", "10");
    assertThat(BackendOptions.telling(with(params, "files")))
        .isEqualTo(BackendOptions.telling(with(params, "png")))
        .containsEntry("backend", "png")
        .containsOnlyKeys("backend", "cutoff", "pngCodec");
  }

  @Test
  void anOptionTellsOnlyOfTheBackendThatHeedsIt() {
    assertThat(BackendOptions.telling(with(OTHERS, "raw"))).containsOnlyKeys("backend", "cutoff");
    assertThat(BackendOptions.telling(with(OTHERS, "lmdb")))
        .containsOnlyKeys("backend", "cutoff", "lmdbBuffer");
    assertThat(BackendOptions.telling(with(OTHERS, "png")))
        .containsOnlyKeys("backend", "cutoff", "pngCodec", "pngThreads");
  }

  @Test
  void usualValuesGoWithoutSaying() {
    Map<String, String> usual =
        Map.of("pngCodec", "suite", "pngThreads", "1", "lmdbBuffer", "netty", "cutoff", "10");
    for (String backend : new String[] {"png", "lmdb", "hdf5"}) {
      assertThat(BackendOptions.telling(with(usual, backend)))
          .containsOnlyKeys("backend", "cutoff");
    }
  }

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

  @Test
  void othersBenchmarksKeepTheirParameters() {
    assertThat(BackendOptions.telling(OTHERS)).isEqualTo(OTHERS);
  }

  @Test
  void variantsOfABackendAreNamed() {
    SortedMap<String, String> params = BackendOptions.telling(with(OTHERS, "png"));
    assertThat(BackendOptions.takeVariant(params)).isEqualTo("png pngCodec=pngj pngThreads=all");
    assertThat(params).containsOnlyKeys("cutoff");
    assertThat(BackendOptions.takeVariant(params)).isNull();
  }

  private static Map<String, String> with(Map<String, String> params, String backend) {
    Map<String, String> all = new HashMap<>(params);
    all.put("backend", backend);
    return all;
  }
}
