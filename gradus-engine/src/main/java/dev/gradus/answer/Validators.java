package dev.gradus.answer;

import dev.gradus.answer.internal.BoundedPattern;
import dev.gradus.answer.internal.CelExpression;
import dev.gradus.answer.internal.CommandCall;
import dev.gradus.answer.internal.PlainJson;
import dev.gradus.answer.internal.Quoted;
import dev.gradus.answer.internal.SchemaCheck;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The conditions that a task can put on answers.
public final class Validators {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Validators() {}

    /// The answer is a JSON document of this schema.
    ///
    /// @throws GradusException.Data where the schema is none
    public static Validator schema(String schema) {
        SchemaCheck check = new SchemaCheck(schema);
        return (example, answer) ->
                PlainJson.read(answer)
                        .map(check::problem)
                        .orElse(Optional.of("the answer is no JSON document"));
    }

    /// The pattern is found in the answer.
    ///
    /// @throws GradusException.Data where the pattern cannot be read
    public static Validator regex(String pattern) {
        BoundedPattern bounded = new BoundedPattern(pattern);
        return (example, answer) ->
                bounded.found(answer)
                        ? Optional.empty()
                        : Optional.of(
                                "the answer does not match the pattern " + Quoted.of(pattern));
    }

    /// The CEL expression over `input`, `answer`, `expected` and `variables` is true. `expected` is
    /// empty where answers are served.
    ///
    /// @throws GradusException.Data where the expression cannot be read
    public static Validator cel(String expression) {
        CelExpression compiled = new CelExpression(expression);
        return (example, answer) ->
                compiled.value(example, answer).orElse(0) == 1
                        ? Optional.empty()
                        : Optional.of("the answer does not satisfy " + Quoted.of(expression));
    }

    /// The command writes nothing on standard output; what it writes is what is wrong.
    public static Validator command(List<String> command, Place place) {
        CommandCall call = new CommandCall(command, place, DEADLINE);
        return (example, answer) ->
                Optional.of(call.run(example, answer))
                        .filter(words -> !words.isEmpty())
                        .map(words -> Quoted.cut(words, 1000));
    }
}
