package dev.gradus.files;

import dev.gradus.spi.GradusException;
import dev.gradus.task.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A value of a task file with the path of keys that leads to it, as in `goal.score`. Each reading
/// takes what is wanted in words, which becomes the end of the message where the value is something
/// else.
record YamlValue(InputFile file, String path, YamlNode node) {
    private static final Pattern DURATION =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(ms|s|min)");
    static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern MONEY = Pattern.compile("(\\S+)\\s+([A-Z]{3})");

    /// `gradus.yaml:6:16`
    String place() {
        return file.shown() + ":" + node.line() + ":" + node.column();
    }

    GradusException problem(String text) {
        return file.problem(node.line(), node.column(), text);
    }

    /// `PATH is 'VALUE'. Write WANTED.`
    GradusException wrong(String wanted) {
        return wrong("", wanted);
    }

    GradusException wrong(String hint, String wanted) {
        return problem(path + " is " + shown() + hint + ". Write " + wanted + ".");
    }

    boolean isEmpty() {
        return node instanceof YamlNode.Scalar scalar
                && scalar.plain()
                && (scalar.text().isEmpty()
                        || scalar.text().equals("~")
                        || scalar.text().equals("null"));
    }

    boolean isScalar() {
        return node instanceof YamlNode.Scalar;
    }

    boolean isMapping() {
        return node instanceof YamlNode.Mapping;
    }

    /// A text that is not blank.
    String text(String wanted) {
        if (node instanceof YamlNode.Scalar scalar && !isEmpty() && !scalar.text().isBlank()) {
            return scalar.text();
        }
        throw wrong(wanted);
    }

    double number(String wanted, DoublePredicate inRange) {
        if (node instanceof YamlNode.Scalar scalar && scalar.plain()) {
            return number(scalar.text(), wanted, inRange);
        }
        throw wrong(wanted);
    }

    private double number(String text, String wanted, DoublePredicate inRange) {
        if (NUMBER.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) && inRange.test(value)) {
                return value;
            }
        }
        throw wrong(wanted);
    }

    int whole(int least, int most, String wanted) {
        return (int)
                number(
                        wanted,
                        value -> value == Math.rint(value) && value >= least && value <= most);
    }

    boolean truth() {
        if (node instanceof YamlNode.Scalar scalar && scalar.plain()) {
            if (scalar.text().equals("true") || scalar.text().equals("false")) {
                return scalar.text().equals("true");
            }
        }
        throw wrong("true or false");
    }

    /// An amount of the task's currency, 0 or more; `0.50 USD` is accepted where USD is that
    /// currency.
    Money money(String currency) {
        String wanted = "an amount in " + currency + ", 0 or more, as in 0.50";
        if (node instanceof YamlNode.Scalar scalar) {
            Matcher named = MONEY.matcher(scalar.text());
            if (named.matches() && NUMBER.matcher(named.group(1)).matches()) {
                if (!named.group(2).equals(currency)) {
                    throw problem(
                            path
                                    + " is in "
                                    + named.group(2)
                                    + ", and the currency of this file is "
                                    + currency
                                    + ". Convert the amount, or change currency.");
                }
                return Money.of(number(named.group(1), wanted, value -> value >= 0), currency);
            }
        }
        return Money.of(number(wanted, value -> value >= 0), currency);
    }

    Duration duration() {
        String wanted = "a time with its unit, as in 800ms or 2s";
        if (node instanceof YamlNode.Scalar scalar) {
            Matcher matcher = DURATION.matcher(scalar.text());
            if (matcher.matches()) {
                double nanosPerUnit =
                        switch (matcher.group(2)) {
                            case "ms" -> 1e6;
                            case "s" -> 1e9;
                            default -> 60e9;
                        };
                long nanos = Math.round(Double.parseDouble(matcher.group(1)) * nanosPerUnit);
                if (nanos > 0) {
                    return Duration.ofNanos(nanos);
                }
            }
        }
        throw wrong(wanted);
    }

    List<YamlValue> list(String wanted) {
        if (node instanceof YamlNode.Sequence sequence) {
            List<YamlValue> items = new ArrayList<>();
            for (int i = 0; i < sequence.items().size(); i++) {
                items.add(new YamlValue(file, path + "[" + i + "]", sequence.items().get(i)));
            }
            return items;
        }
        throw wrong(wanted);
    }

    YamlMap map(String wanted) {
        if (node instanceof YamlNode.Mapping mapping) {
            return new YamlMap(file, path, mapping);
        }
        throw wrong(wanted);
    }

    private String shown() {
        return switch (node) {
            case YamlNode.Mapping mapping -> "a mapping";
            case YamlNode.Sequence sequence ->
                    sequence.items().isEmpty() ? "an empty list" : "a list";
            case YamlNode.Scalar scalar ->
                    isEmpty()
                            ? "empty"
                            : Quoted.value(scalar.text()) + (scalar.plain() ? "" : " in quotes");
        };
    }
}
