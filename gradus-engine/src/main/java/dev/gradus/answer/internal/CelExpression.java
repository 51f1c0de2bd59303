package dev.gradus.answer.internal;

import dev.cel.common.CelErrorCode;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Example;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// A CEL expression over the texts `input`, `answer`, `expected` and the map `variables`, with
/// CEL's standard macros and its string and mathematical extensions. It has no side effects,
/// reaches nothing outside, and ends: it runs through at most 100,000 items. Thread-safe.
public final class CelExpression {
    private static final int ITERATIONS = 100_000;
    private static final int LONGEST = 20_000;
    private static final int TEXT = 1 << 20;

    /// What an answer can be the cause of: it is no number, too short, out of range.
    private static final Set<CelErrorCode> OF_THE_ANSWER =
            Set.of(
                    CelErrorCode.BAD_FORMAT,
                    CelErrorCode.DIVIDE_BY_ZERO,
                    CelErrorCode.INDEX_OUT_OF_BOUNDS,
                    CelErrorCode.INVALID_ARGUMENT,
                    CelErrorCode.NUMERIC_OVERFLOW);

    private final String text;
    private final CelRuntime.Program program;

    /// @throws GradusException.Data where the expression cannot be read, with the place
    public CelExpression(String text) {
        this.text = text;
        CelOptions options =
                CelOptions.current()
                        .enableHeterogeneousNumericComparisons(true)
                        .comprehensionMaxIterations(ITERATIONS)
                        .maxExpressionCodePointSize(LONGEST)
                        .build();
        try {
            var tree =
                    CelCompilerFactory.standardCelCompilerBuilder()
                            .setOptions(options)
                            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                            .addLibraries(CelExtensions.strings(), CelExtensions.math(options))
                            .addVar("input", SimpleType.STRING)
                            .addVar("answer", SimpleType.STRING)
                            .addVar("expected", SimpleType.STRING)
                            .addVar(
                                    "variables",
                                    MapType.create(SimpleType.STRING, SimpleType.STRING))
                            .build()
                            .compile(text)
                            .getAst();
            this.program =
                    CelRuntimeFactory.standardCelRuntimeBuilder()
                            .setOptions(options)
                            .addLibraries(CelExtensions.strings(), CelExtensions.math(options))
                            .build()
                            .createProgram(tree);
        } catch (CelValidationException | CelEvaluationException wrong) {
            throw wrong("cannot be read", wrong);
        }
    }

    /// True is 1, false 0, a number itself; empty where the answer is not what the expression takes
    /// it for, as in `double(answer)` of an answer that is no number.
    ///
    /// @throws GradusException.Data where the expression is wrong for every answer, or gives
    ///   something else
    public OptionalDouble value(Example example, String answer) {
        Object value;
        try {
            value =
                    program.eval(
                            Map.of(
                                    "input", example.input(),
                                    "answer", answer.length() <= TEXT ? answer : "",
                                    "expected", example.expected(),
                                    "variables", example.variables()));
        } catch (CelEvaluationException wrong) {
            if (OF_THE_ANSWER.contains(wrong.getErrorCode())) {
                return OptionalDouble.empty();
            }
            throw wrong("failed on example " + Quoted.of(example.id()), wrong);
        }
        return OptionalDouble.of(
                switch (value) {
                    case Boolean truth -> truth ? 1 : 0;
                    case Number number -> number.doubleValue();
                    default ->
                            throw new GradusException.Data(
                                    "the CEL expression "
                                            + Quoted.of(text)
                                            + " gives "
                                            + Quoted.of(value.toString())
                                            + ". Let it give true, false or a number.");
                });
    }

    private GradusException.Data wrong(String what, Exception cause) {
        return new GradusException.Data(
                "the CEL expression "
                        + Quoted.of(text)
                        + " "
                        + what
                        + ": "
                        + Quoted.cut(String.valueOf(cause.getMessage()), 300)
                        + ". It may use input, answer, expected and variables.");
    }
}
