package dev.gradus;

import dev.gradus.answer.Reading;
import dev.gradus.answer.Validator;
import dev.gradus.answer.Validators;
import dev.gradus.candidate.Candidate;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.Condition;
import dev.gradus.task.Example;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Holds answers to a candidate's validators, each compiled once. What was expected is kept from
/// them: where answers are served, nobody knows it. Thread-safe.
final class Conditions {
    private final ModelSource.Place place;
    private final Map<Condition, Validator> compiled = new ConcurrentHashMap<>();

    /// @param place where commands run
    Conditions(ModelSource.Place place) {
        this.place = place;
    }

    /// The reading, or an invalid one with the first condition that does not hold.
    Reading hold(Candidate.Prompted candidate, Example example, Reading reading) {
        if (!reading.valid() || candidate.structure().validators().isEmpty()) {
            return reading;
        }
        Example served =
                new Example(
                        example.id(),
                        example.input(),
                        "",
                        example.origin(),
                        example.verified(),
                        example.slices(),
                        example.group(),
                        example.source(),
                        example.variables());
        for (Condition condition : candidate.structure().validators()) {
            Optional<String> problem =
                    compiled.computeIfAbsent(condition, this::compile)
                            .problem(served, reading.answer());
            if (problem.isPresent()) {
                return new Reading(false, reading.answer(), problem.get());
            }
        }
        return reading;
    }

    /// Compiles what the task holds answers to, before anything is asked.
    ///
    /// @throws GradusException.Data where an expression, a pattern or a schema cannot be read
    static void requireReadable(Task task) {
        for (Condition condition : task.calling().validators()) {
            switch (condition) {
                case Condition.Regex regex -> Validators.regex(regex.pattern());
                case Condition.Cel cel -> Validators.cel(cel.expression());
                case Condition.Schema schema -> Validators.schema(schema.schema());
                case Condition.Command command -> {
                    // A command is run, not read.
                }
            }
        }
        if (task.score() instanceof Scoring.Cel cel) {
            Validators.cel(cel.expression());
        }
    }

    private Validator compile(Condition condition) {
        return switch (condition) {
            case Condition.Regex regex -> Validators.regex(regex.pattern());
            case Condition.Cel cel -> Validators.cel(cel.expression());
            case Condition.Schema schema -> Validators.schema(schema.schema());
            case Condition.Command command -> Validators.command(command.command(), place);
        };
    }
}
