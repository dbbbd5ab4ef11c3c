package dev.imagestore.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {
  @Test
  void aBackendHasTheSameStyleInWhateverCompany() {
    Palette all = new Palette(List.of("png", "lmdb", "hdf5", "raw", "sqlite"));
    Palette few = new Palette(List.of("sqlite", "raw", "lmdb"));

    for (String backend : List.of("raw", "lmdb", "sqlite")) {
      assertThat(few.of(backend)).isEqualTo(all.of(backend));
    }
  }

  @Test
  void stylesDifferInColourAndMarkerWhileThereAreEnough() {
    Palette palette = new Palette(List.of("a", "png", "b", "lmdb", "c", "hdf5", "d", "raw"));

    assertThat(palette.styles().values()).extracting(Palette.Style::light).doesNotHaveDuplicates();
    assertThat(palette.styles().values()).extracting(Palette.Style::marker).doesNotHaveDuplicates();
  }

  @Test
  void coloursThatComeAgainHaveAnotherMarker() {
    Palette palette = new Palette(IntStream.range(0, 40).mapToObj(i -> "s" + i).toList());

    assertThat(palette.styles().values()).doesNotHaveDuplicates();
  }

  @Test
  void knowsOnlyTheSubjectsItWasMadeFor() {
    assertThatThrownBy(() -> new Palette(List.of("png")).of("lmdb"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
