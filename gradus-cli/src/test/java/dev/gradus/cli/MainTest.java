package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void version_is_the_one_that_the_build_wrote() {
        StringWriter out = new StringWriter();

        int exitCode = Main.commandLine().setOut(new PrintWriter(out)).execute("--version");

        assertThat(out.toString()).matches("gradus \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
        assertThat(exitCode).isZero();
    }

    @Test
    void a_command_that_is_named_first_is_read_alone_and_by_its_own_name() {
        var all = Main.commandLine().getSubcommands();

        assertThat(all).hasSizeGreaterThan(10);
        all.forEach((name, command) ->
                assertThat(Main.needed(name, "--help"))
                        .isEqualTo(List.of(command.getCommandSpec().userObject().getClass())));
    }

    @Test
    void all_commands_are_read_where_none_is_named_first() {
        int all = Main.commandLine().getSubcommands().size();

        assertThat(Main.needed()).hasSize(all);
        assertThat(Main.needed("--help")).hasSize(all);
        assertThat(Main.needed("gat")).hasSize(all);
    }
}
