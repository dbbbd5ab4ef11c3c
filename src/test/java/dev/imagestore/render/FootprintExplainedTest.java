package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.FootprintExplanation;
import dev.imagestore.analysis.FootprintExplanation.Part;
import dev.imagestore.analysis.FootprintExplanation.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FootprintExplainedTest {
  private static final Footprint LMDB =
      new Footprint("synthetic", "lmdb", 1_000, 4_100_000, 4_100_000, 2, 3_072_000);

  private static FootprintExplained report(Optional<Step> above) {
    return new FootprintExplained(
        List.of(
            new FootprintExplanation(
                LMDB,
                4_141_000,
                List.of(new Part("images", 3_072_000), new Part("free pages", 1_069_000)),
                3_072,
                Optional.empty(),
                above)));
  }

  @Test
  void partsAreBytesPerImageAndShares() throws Exception {
    assertThat(Formats.render("text", report(Optional.empty())))
        .contains("Where the bytes go")
        .containsPattern("lmdb +1,000 +images +3,072 +74.2 %")
        .containsPattern("lmdb +1,000 +free pages +1,069 +25.8 %");
    assertThat(Formats.render("csv", report(Optional.empty())))
        .contains("synthetic,lmdb,1000,images,3072000,");
  }

  @Test
  void aStepSaysFromWhichLengthOnMoreIsTaken() throws Exception {
    assertThat(Formats.render("text", report(Optional.of(new Step(4_057, 4_122, 8_218)))))
        .contains("from 4,057 B on 8,218 instead of 4,122")
        .contains("1.0 % off");
  }
}
