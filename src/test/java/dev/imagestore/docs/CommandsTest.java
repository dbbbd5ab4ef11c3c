package dev.imagestore.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.cli.Cli;
import dev.imagestore.harness.Arguments;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Every command that a document shows or mentions is understood, word by word; none is run. */
class CommandsTest {

  static Stream<Command> commands() throws IOException {
    return Document.all().stream()
        .flatMap(document -> Stream.concat(Command.shown(document), Command.mentioned(document)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isUnderstood(Command command) throws IOException {
    assertThat(chosen(command.words())).isNotZero();
  }

  @Test
  void whatIsNotThereIsNotUnderstood() {
    assertThatThrownBy(() -> chosen(List.of("compare", "a.json", "b.json", "--treshold", "5%")))
        .isInstanceOf(CommandLine.UnmatchedArgumentException.class);
    for (String wrong : List.of("-p bakend=raw", "-p backend=rwa", "--qick", "readMuch")) {
      assertThatThrownBy(() -> chosen(List.of(wrong.split(" "))))
          .as(wrong)
          .isInstanceOf(BadInputException.class);
      assertThatThrownBy(() -> chosen(List.of(("track --aa " + wrong).split(" "))))
          .as(wrong)
          .isInstanceOf(BadInputException.class);
    }
  }

  /** How many configurations a command measures; of one that only reads, how many words it has. */
  private static int chosen(List<String> words) throws IOException {
    if (words.isEmpty() || !Cli.knows(words.get(0))) {
      return Arguments.configurations(words);
    }
    ParseResult parsed = Cli.commandLine().parseArgs(words.toArray(String[]::new)).subcommand();
    return words.get(0).equals("track")
        ? Arguments.configurations(parsed.unmatched())
        : words.size();
  }
}
