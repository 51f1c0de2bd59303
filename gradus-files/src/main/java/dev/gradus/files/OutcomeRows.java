package dev.gradus.files;

import dev.gradus.score.RecordedOutcome;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Remembers on which line each item of each arm stands, and which right answer each item has, in
/// arrays of numbers: two rows for one outcome, or two right answers for one item, are faults of
/// the file.
final class OutcomeRows {
    private final InputFile file;
    private final Map<String, Map<String, Integer>> itemsByTask = new HashMap<>();
    private final Map<Arm, int[]> linesByArm = new HashMap<>();
    private String[] golds = new String[1024];
    private int[] goldLines = new int[1024];
    private int items;

    private record Arm(String model, String arm) {}

    OutcomeRows(InputFile file) {
        this.file = file;
        Arrays.fill(golds, "");
    }

    void check(long line, RecordedOutcome outcome) {
        Map<String, Integer> known =
                itemsByTask.computeIfAbsent(outcome.task(), task -> new HashMap<>());
        Integer before = known.putIfAbsent(outcome.itemId(), items);
        int item = before == null ? items++ : before;
        checkOnce(line, item, outcome);
        if (!outcome.gold().isEmpty()) {
            checkGold(line, item, outcome);
        }
    }

    private void checkOnce(long line, int item, RecordedOutcome outcome) {
        Arm arm = new Arm(outcome.model(), outcome.arm());
        int[] lines = linesByArm.computeIfAbsent(arm, one -> new int[1024]);
        if (item >= lines.length) {
            lines = Arrays.copyOf(lines, Math.max(item + 1, 2 * lines.length));
            linesByArm.put(arm, lines);
        }
        if (lines[item] != 0) {
            throw file.problem(
                    line,
                    "item "
                            + Quoted.value(outcome.itemId())
                            + " of arm "
                            + Quoted.value(outcome.armName())
                            + " stands already on line "
                            + lines[item]
                            + ". Keep one row an item and arm; average repeats first.");
        }
        lines[item] = (int) line;
    }

    private void checkGold(long line, int item, RecordedOutcome outcome) {
        if (item >= golds.length) {
            int from = golds.length;
            golds = Arrays.copyOf(golds, Math.max(item + 1, 2 * from));
            goldLines = Arrays.copyOf(goldLines, golds.length);
            Arrays.fill(golds, from, golds.length, "");
        }
        if (golds[item].isEmpty()) {
            golds[item] = outcome.gold();
            goldLines[item] = (int) line;
        } else if (!golds[item].equals(outcome.gold())) {
            throw file.problem(
                    line,
                    "item "
                            + Quoted.value(outcome.itemId())
                            + " has gold "
                            + Quoted.value(outcome.gold())
                            + " here and "
                            + Quoted.value(golds[item])
                            + " on line "
                            + goldLines[item]
                            + ". An item has one right answer: fix the row, or give the item another item_id.");
        }
    }
}
