package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.CifarFiles.Pickle;
import dev.imagestore.input.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickledBatchTest {
  private static PickledBatch read(byte[] bytes) throws IOException {
    return PickledBatch.read("b", bytes.length, new ByteArrayInputStream(bytes));
  }

  private static void assertRefused(Pickle pickle, String found) {
    assertThatThrownBy(() -> read(pickle.bytes()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("b: expected a pickled CIFAR-10 batch, found " + found)
        .hasMessageMatching("[^\\n]* at byte [0-9]+; download it again");
  }

  private static Pickle batch() {
    return new Pickle().op(0x80, 2).ops("}(");
  }

  @Test
  void readsWhatPythonWrites() throws IOException {
    byte[] records = CifarFiles.records(1, 3);
    PickledBatch batch = read(CifarFiles.pickle(records));
    assertThat(batch.rows()).isEqualTo(3);
    assertThat(batch.label(2)).isEqualTo(3);
    assertThat(Arrays.copyOfRange(batch.data(), 3072, 6144))
        .isEqualTo(Arrays.copyOfRange(records, 3074, 6146));
  }

  /** Names that the library would construct something for, or that do harm in Python. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "os\nsystem",
        "__builtin__\neval",
        "__builtin__\nbytearray",
        "builtins\nset",
        "decimal\nDecimal",
        "datetime\ndatetime",
        "array\narray",
        "copy_reg\n_reconstructor",
        "operator\nattrgetter",
        "exceptions\nException",
        "_codecs\nencode",
        "some\nClass"
      })
  void constructsNothingElse(String global) {
    assertRefused(
        new Pickle().op(0x80, 2).ops("c" + global + "\n").ops("(").text("1").ops("tR."),
        "the name " + global.replace('\n', '.') + ", which is not read,");
    // The same through the two other instructions that look names up.
    assertRefused(
        new Pickle().op(0x80, 2).ops("(").text("1").ops("i" + global + "\n."), "instruction 0x69");
    String[] parts = global.split("\n", 2);
    assertRefused(
        new Pickle().op(0x80, 4).text(parts[0]).text(parts[1]).op(0x93).ops(")R."),
        "instruction 0x93");
  }

  @Test
  void callsNothingElse() {
    // BUILD would call __setstate__ of whatever lies there.
    assertRefused(batch().ops("tN}b."), "a state for something that has none");
    assertRefused(new Pickle().op(0x80, 2).ops("cnumpy\nndarray\n)R."), "instructions that make");
    assertRefused(new Pickle().op(0x80, 2).ops("cnumpy\ndtype\n)\u0081."), "instruction 0x81");
    assertRefused(new Pickle().op(0x80, 2).ops("Pid\n."), "instruction 0x50");
    assertRefused(
        new Pickle().op(0x80, 2).ops("cnumpy.core.multiarray\n_reconstruct\n)R."),
        "an array of another class than numpy.ndarray");
  }

  @Test
  void believesNoLength() {
    assertRefused(batch().longText(Integer.MAX_VALUE, new byte[9]), "the end of the file");
    assertRefused(batch().longText(-1, new byte[9]), "a text of -1 B");
    assertRefused(batch().ops("c" + "x".repeat(10_000) + "\n"), "a name of more than 100 letters");
    assertThatThrownBy(
            () ->
                PickledBatch.read(
                    "b", 1L << 40, new ByteArrayInputStream(new Pickle().op(0x80, 2).bytes())))
        .hasMessage(
            "b: expected a pickled batch of 268,435,456 B or less, found 1,099,511,627,776 B");
  }

  @Test
  void refusesOtherArrays() {
    byte[] image = new byte[3072];
    assertRefused(batch().text("data").array(1, 3072, "f4", false, image), "an array of other el");
    assertRefused(batch().text("data").array(1, 3072, "u1", true, image), "an array of other sha");
    assertRefused(batch().text("data").array(2, 3072, "u1", false, image), "an array of other sha");
    assertRefused(
        batch().text("data").array(3, 1024, "u1", false, image), "an array of other shape");
    assertRefused(
        batch().text("data").array(1_398_102, 3072, "u1", false, image), "an array of other shape");
  }

  @Test
  void refusesOtherContent() {
    byte[] image = new byte[3072];
    assertRefused(new Pickle().op(0x80, 2).ops("K\u0007."), "something else than a dictionary");
    assertRefused(batch().ops("u."), "no array \"data\"");
    assertRefused(batch().text("data").array(1, 3072, "u1", false, image).ops("u."), "no list");
    Pickle unlabelled =
        batch().text("data").array(1, 3072, "u1", false, image).text("labels").ops("]u.");
    assertRefused(unlabelled, "1 images and 0 labels");
    Pickle mislabelled =
        batch()
            .text("data")
            .array(1, 3072, "u1", false, image)
            .text("labels")
            .ops("](")
            .op('K', 10)
            .ops("eu.");
    assertRefused(mislabelled, "label 10 of image 0");
    assertRefused(batch().ops("]q\u00010h\u0001h\u0001"), "instruction 0x30");
    assertRefused(batch().ops("]Nu."), "a key that is no text");
    assertRefused(
        new Pickle()
            .ops(
                new String(
                    CifarFiles.pickle(CifarFiles.records(1, 1)), StandardCharsets.ISO_8859_1))
            .ops("x"),
        "more bytes after the end");
  }

  @Test
  void meetsBrokenBytesWithOneLine() {
    byte[] good = CifarFiles.pickle(CifarFiles.records(1, 1));
    Random random = new Random(5);
    for (int round = 0; round < 3000; round++) {
      byte[] bad = good.clone();
      // Before the pixels, or in the instructions behind them.
      int at = random.nextInt(230);
      bad[at < 200 ? at : bad.length - 1 - (at - 200) % 3] = (byte) random.nextInt(256);
      try {
        assertThat(read(bad).rows()).isEqualTo(1);
      } catch (BadInputException e) {
        assertThat(e.getMessage()).startsWith("b: expected a pickled CIFAR-10 batch, found ");
        assertThat(e.getMessage()).doesNotContain("\n");
      } catch (IOException e) {
        throw new AssertionError("round " + round, e);
      }
    }
  }
}
