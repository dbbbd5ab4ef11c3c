package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.input.BadInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "mnist", "synthetics", "Synthetic", "cifar10:", "folder:", "npz:", ":x"})
  void refusesUnknownNamesWithTheKnownOnes(String name) {
    assertThatThrownBy(() -> Datasets.parse(name))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "dataset: expected synthetic, synthetic:WxHxC[x16], cifar10, cifar10:DIR,"
                + " cifar10:FILE.tar.gz, folder:DIR, npz:FILE, nifti:FILE, dicom:DIR, found \""
                + name
                + "\"");
  }

  @Test
  void publishesTheLastPartOfPathsOnly() {
    assertThat(Datasets.lastPart(Path.of("/data/someone/scans/"))).isEqualTo("scans");
    assertThat(Datasets.lastPart(Path.of("../scans/./x/.."))).isEqualTo("scans");
    assertThat(Datasets.lastPart(Path.of("/"))).isEmpty();
  }
}
