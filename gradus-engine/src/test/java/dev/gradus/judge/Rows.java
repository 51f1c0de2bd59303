package dev.gradus.judge;

import dev.gradus.score.RecordedOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Outcomes written as text, one character an item: `1` right, `0` wrong, `e` an empty answer
/// scored 0, `.` missing, `-` not asked, a space where the arm has no row.
final class Rows {
    private final OutcomeTable table = new OutcomeTable("outcomes.csv");

    Rows arm(String task, String model, String arm, String rung, String outcomes) {
        return arm(task, model, arm, rung, outcomes, OptionalDouble.empty());
    }

    Rows arm(
            String task,
            String model,
            String arm,
            String rung,
            String outcomes,
            OptionalDouble cost) {
        for (int item = 0; item < outcomes.length(); item++) {
            char outcome = outcomes.charAt(item);
            if (outcome == ' ') {
                continue;
            }
            OptionalDouble score =
                    switch (outcome) {
                        case '1' -> OptionalDouble.of(1);
                        case '.', '-' -> OptionalDouble.empty();
                        default -> OptionalDouble.of(0);
                    };
            String answer =
                    switch (outcome) {
                        case '1' -> "gold-" + item;
                        case '0' -> "other";
                        default -> "";
                    };
            add(
                    task,
                    "item-" + item,
                    model,
                    arm,
                    rung,
                    "gold-" + item,
                    answer,
                    score,
                    outcome == '-' ? OptionalDouble.empty() : cost,
                    outcome != '-');
        }
        return this;
    }

    Rows graded(String task, String model, String arm, double... scores) {
        for (int item = 0; item < scores.length; item++) {
            add(
                    task,
                    "item-" + item,
                    model,
                    arm,
                    "",
                    "",
                    "text",
                    OptionalDouble.of(scores[item]),
                    OptionalDouble.empty());
        }
        return this;
    }

    Rows add(
            String task,
            String item,
            String model,
            String arm,
            String rung,
            String gold,
            String answer,
            OptionalDouble score,
            OptionalDouble cost) {
        return add(task, item, model, arm, rung, gold, answer, score, cost, true);
    }

    private Rows add(
            String task,
            String item,
            String model,
            String arm,
            String rung,
            String gold,
            String answer,
            OptionalDouble score,
            OptionalDouble cost,
            boolean asked) {
        table.add(
                new RecordedOutcome(
                        task,
                        item,
                        arm,
                        rung,
                        model,
                        gold,
                        answer,
                        score,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        cost,
                        asked));
        return this;
    }

    OutcomeTable table() {
        return table;
    }

    JudgeReport judge() {
        return judge(JudgeOptions.standard());
    }

    JudgeReport judge(JudgeOptions options) {
        return new Judge(options, InstantSource.fixed(Instant.EPOCH)).report(table);
    }

    /// `1` for the first `right` items, `0` for the rest.
    static String right(int right, int items) {
        return "1".repeat(right) + "0".repeat(items - right);
    }
}
