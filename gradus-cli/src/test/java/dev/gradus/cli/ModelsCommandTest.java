package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    private static final String TABLE =
            """
            {
            "gpt-5-mini": { "litellm_provider": "openai", "mode": "chat",
              "input_cost_per_token": 3e-07, "cache_read_input_token_cost": 2.5e-08, "output_cost_per_token": 2e-06 },
            "gpt-9": { "litellm_provider": "openai", "mode": "chat",
              "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06 },
            "bad": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": "x" }
            }
            """;

    @TempDir private Path temporary;

    @Test
    void lists_prices_with_day_shutdown_and_context_and_takes_a_filter() {
        Cli screen = Cli.run("models", "GPT-5-mini");
        Document json = Cli.run("models", "gpt-5-mini", "--json").document();

        assertThat(screen.exitCode()).isZero();
        assertThat(screen.out())
                .contains("openai/gpt-5-mini")
                .doesNotContain("claude", "embedded/");
        assertThat(json.documents("models")).isEmpty();
        assertThat(json.documents("prices"))
                .anySatisfy(price -> {
                    assertThat(price.text("model")).contains("openai/gpt-5-mini");
                    assertThat(price.count("contextTokens")).isPositive();
                    assertThat(price.text("source")).isPresent();
                    assertThat(price.text("asOf")).isPresent();
                });
    }

    @Test
    void a_name_that_nothing_holds_is_refused_with_what_to_do() {
        Cli none = Cli.run("models", "gpt-77");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .isEqualToNormalizingNewlines(
                        "no model's name holds 'gpt-77'. gradus models lists all; one that is not"
                                + " listed can be used, at an unknown cost.\n");
    }

    @Test
    void a_newer_table_becomes_the_user_s_own_and_says_what_it_changes() throws Exception {
        Path table = Files.writeString(temporary.resolve("new.json"), TABLE);
        Path home = temporary.resolve("home");

        Cli refreshed = child(home, "models", "--refresh", table, "--as-of", "2026-11-20");
        Cli listed = child(home, "models", "openai/gpt-5-mini", "--json");

        assertThat(refreshed.exitCode()).as(refreshed.err()).isZero();
        assertThat(refreshed.out())
                .startsWith("wrote " + home.resolve("prices.yaml") + ": 2 models as of 2026-11-20")
                .contains(
                        "new: 1" + System.lineSeparator() + "  openai/gpt-9: 1 / - / 2 USD",
                        "dearer: 1"
                                + System.lineSeparator()
                                + "  openai/gpt-5-mini: 0.25 / 0.025 / 2 USD -> 0.3 / 0.025 / 2 USD",
                        "  new.json:6: 'bad': input_cost_per_token is 'x', and a number is wanted."
                                + " The row is left out.");
        assertThat(listed.document().documents("prices").getFirst().number("promptPerMillion"))
                .hasValue(0.3);
        assertThat(listed.document().documents("prices").getFirst().text("shutdown"))
                .as("which the newer table does not say")
                .contains("2026-12-11");
    }

    @Test
    void as_of_without_a_table_is_refused() {
        Cli said = Cli.run("models", "--as-of", "2026-11-20");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("Add --refresh FILE, or take it out.");
    }

    private Cli child(Path home, Object... words) throws Exception {
        ChildJvm jvm = new ChildJvm(temporary);
        ProcessBuilder process = jvm.of(List.of(), words);
        process.environment().put("GRADUS_HOME", home.toString());
        return jvm.ended(process.start());
    }
}
