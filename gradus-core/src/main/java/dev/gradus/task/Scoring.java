package dev.gradus.task;

import dev.gradus.canonical.Printed;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How an answer is scored against what was expected, with what that takes. Each answer gets a
/// score in [0,1]; macro-F1 is a score of the whole set and is recomputed, never averaged.
public sealed interface Scoring {

    /// A score that needs nothing but the answer and what was expected.
    record Plain(ScoreName name) implements Scoring {
        public Plain {
            if (name.needsSettings()) {
                throw new IllegalArgumentException("score " + name.word() + " needs its settings");
            }
        }
    }

    /// 1 where the pattern is found in the answer. `{{expected}}` in it stands for the expected
    /// text, quoted.
    record Regex(String pattern) implements Scoring {
        public Regex {
            Objects.requireNonNull(pattern, "pattern");
        }
    }

    /// 1 where the answer's number is within the tolerance of the expected one.
    ///
    /// @param tolerance absolute, 0 or more
    /// @param relative as a share of the expected number, 0 or more; either suffices
    record Numeric(double tolerance, double relative) implements Scoring {
        public Numeric {
            if (!(tolerance >= 0) || !(relative >= 0)) {
                throw new IllegalArgumentException("a tolerance is 0 or more");
            }
        }
    }

    /// The cosine between answer and expected text, at least 0, by an in-process encoder.
    record Similarity(ModelName encoder) implements Scoring {
        public Similarity {
            Objects.requireNonNull(encoder, "encoder");
        }
    }

    /// A model with a rubric.
    ///
    /// @param model that judges
    /// @param rubric what makes an answer good, in words
    /// @param pairwise true: is the answer better than, as good as or worse than the expected one,
    ///   asked twice with the two swapped; false: a grade from 1 to 5 by the rubric
    /// @param calibration file with answers that people judged; empty where there is none
    record Judge(ModelName model, String rubric, boolean pairwise, Optional<String> calibration)
            implements Scoring {
        public Judge {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(calibration, "calibration");
            if (rubric.isBlank()) {
                throw new IllegalArgumentException("a rubric says what makes an answer good");
            }
        }
    }

    /// The weighted share of the example's own checks that the answer meets, where a model judges
    /// some of them and people have judged answers too.
    ///
    /// @param file with answers that people judged
    record Checks(String file) implements Scoring {
        public Checks {
            Objects.requireNonNull(file, "file");
        }

        @Override
        public Optional<String> calibration() {
            return Optional.of(file);
        }
    }

    /// A CEL expression over `input`, `answer`, `expected` and `variables`: true, false or a number
    /// in [0,1].
    record Cel(String expression) implements Scoring {
        public Cel {
            Objects.requireNonNull(expression, "expression");
        }
    }

    /// A command of the user's own: reads JSON on standard input, writes a number in [0,1].
    record Command(List<String> command) implements Scoring {
        public Command {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("a command has at least a program");
            }
        }
    }

    static Scoring of(ScoreName name) {
        return new Plain(name);
    }

    default ScoreName name() {
        return switch (this) {
            case Plain plain -> plain.name;
            case Regex regex -> ScoreName.REGEX;
            case Numeric numeric -> ScoreName.NUMERIC;
            case Similarity similarity -> ScoreName.SIMILARITY;
            case Judge judge -> ScoreName.JUDGE;
            case Checks checks -> ScoreName.CHECKS;
            case Cel cel -> ScoreName.CEL;
            case Command command -> ScoreName.COMMAND;
        };
    }

    /// The file with answers that people judged; empty where the task names none.
    default Optional<String> calibration() {
        return Optional.empty();
    }

    /// What scores the answers. Human labels say what a score is worth and change none.
    default Scoring withoutCalibration() {
        return switch (this) {
            case Judge judge ->
                    new Judge(judge.model, judge.rubric, judge.pairwise, Optional.empty());
            case Checks checks -> of(ScoreName.CHECKS);
            case Scoring other -> other;
        };
    }

    /// The word of the task file.
    default String word() {
        return name().word();
    }

    /// True where the score belongs to the whole set of answers and no answer has one of its own.
    default boolean ofTheSet() {
        return name() == ScoreName.MACRO_F1;
    }

    /// What identities are made of: the same text in every release. A component that is added is
    /// written at the end, and only where it is not at its default.
    default Printed printed() {
        return switch (this) {
            case Plain plain ->
                    Printed.record("Plain").with("name", Printed.word(plain.name)).end();
            case Regex regex ->
                    Printed.record("Regex").with("pattern", Printed.text(regex.pattern)).end();
            case Numeric numeric ->
                    Printed.record("Numeric")
                            .with("tolerance", Printed.number(numeric.tolerance))
                            .with("relative", Printed.number(numeric.relative))
                            .end();
            case Similarity similarity ->
                    Printed.record("Similarity")
                            .with(
                                    "encoder",
                                    Printed.name(
                                            similarity.encoder.provider(),
                                            similarity.encoder.model()))
                            .end();
            case Judge judge ->
                    Printed.record("Judge")
                            .with(
                                    "model",
                                    Printed.name(judge.model.provider(), judge.model.model()))
                            .with("rubric", Printed.text(judge.rubric))
                            .with("pairwise", Printed.truth(judge.pairwise))
                            .with("calibration", Printed.optional(judge.calibration, Printed::text))
                            .end();
            case Checks checks ->
                    Printed.record("Checks").with("file", Printed.text(checks.file)).end();
            case Cel cel ->
                    Printed.record("Cel").with("expression", Printed.text(cel.expression)).end();
            case Command command ->
                    Printed.record("Command")
                            .with("command", Printed.list(command.command, Printed::text))
                            .end();
        };
    }
}
