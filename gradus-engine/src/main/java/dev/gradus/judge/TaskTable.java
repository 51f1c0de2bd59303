package dev.gradus.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The items of one task and what each arm did on them.
final class TaskTable {
    static final int NO_GOLD = -1;
    private final String name;
    private final Map<String, Integer> items = new HashMap<>();
    private final List<ArmColumns> columns = new ArrayList<>();
    private int[] gold = new int[0];

    TaskTable(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    int items() {
        return items.size();
    }

    /// The item's number; a new one where it was not seen before.
    int item(String id) {
        Integer known = items.get(id);
        if (known != null) {
            return known;
        }
        int number = items.size();
        items.put(id, number);
        if (number >= gold.length) {
            int had = gold.length;
            gold = Arrays.copyOf(gold, Math.max(64, had + (had >> 1)));
            Arrays.fill(gold, had, gold.length, NO_GOLD);
        }
        return number;
    }

    /// The number of the item's gold answer, or [#NO_GOLD].
    int gold(int item) {
        return gold[item];
    }

    void gold(int item, int answer) {
        gold[item] = answer;
    }

    /// The arm's columns, made where the arm was not seen on this task before.
    ArmColumns columns(int arm) {
        while (columns.size() <= arm) {
            columns.add(new ArmColumns());
        }
        return columns.get(arm);
    }

    /// Every column of every arm as long as there are items.
    void fit(int arms) {
        for (int arm = 0; arm < arms; arm++) {
            columns(arm).fit(items.size());
        }
    }
}
