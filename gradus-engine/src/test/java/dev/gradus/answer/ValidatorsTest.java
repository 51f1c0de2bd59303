package dev.gradus.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource.Place;
import dev.gradus.task.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidatorsTest {
    private static final Example EXAMPLE = Example.of("1", "in", "");
    @TempDir Path folder;

    @Test
    void each_condition_says_what_is_wrong() {
        Validator schema = Validators.schema("{\"type\":\"object\",\"required\":[\"a\"]}");
        assertThat(schema.problem(EXAMPLE, "{\"a\":1}")).isEmpty();
        assertThat(schema.problem(EXAMPLE, "{}"))
                .hasValueSatisfying(words -> assertThat(words).contains("'a'"));
        assertThat(schema.problem(EXAMPLE, "x")).hasValue("the answer is no JSON document");

        Validator regex = Validators.regex("^\\d+$");
        assertThat(regex.problem(EXAMPLE, "12")).isEmpty();
        assertThat(regex.problem(EXAMPLE, "a"))
                .hasValue("the answer does not match the pattern '^\\d+$'");

        Validator cel = Validators.cel("answer.size() < 3 && input == 'in'");
        assertThat(cel.problem(EXAMPLE, "ab")).isEmpty();
        assertThat(cel.problem(EXAMPLE, "abc")).isPresent();
        assertThat(Validators.cel("double(answer) > 0.0").problem(EXAMPLE, "no")).isPresent();

        Validator command =
                Validators.command(
                        List.of("sh", "-c", "grep -q '\"answer\":\"good\"' || echo 'be good'"),
                        place());
        assertThat(command.problem(EXAMPLE, "good")).isEmpty();
        assertThat(command.problem(EXAMPLE, "bad")).hasValue("be good");
    }

    @Test
    void a_wrong_condition_is_the_users_fault() {
        assertThatThrownBy(() -> Validators.schema("[]")).isInstanceOf(GradusException.Data.class);
        assertThatThrownBy(() -> Validators.schema("{\"type\":\"strange\"}"))
                .isInstanceOf(GradusException.Data.class);
        assertThatThrownBy(() -> Validators.regex("[")).isInstanceOf(GradusException.Data.class);
        assertThatThrownBy(() -> Validators.cel("answer +"))
                .isInstanceOf(GradusException.Data.class);
        assertThatThrownBy(
                        () -> Validators.command(List.of("./none"), place()).problem(EXAMPLE, "x"))
                .isInstanceOf(GradusException.Data.class);
    }

    private Place place() {
        return new Place(folder, name -> Optional.ofNullable(System.getenv(name)));
    }
}
