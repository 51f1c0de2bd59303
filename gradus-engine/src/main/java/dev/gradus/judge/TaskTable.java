package dev.gradus.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The items of one task and what each arm did on them.
///
/// **The task's items** are those that at least half of its arms have a row for (of two arms:
/// either one). An arm that was not asked an item is no arm of that item. What one arm alone
/// answered beyond them says nothing about the others and is left out; what an arm lacks of them is
/// a missing outcome of that arm.
final class TaskTable {
    static final int NO_GOLD = -1;
    private final String name;
    private final Map<String, Integer> items = new HashMap<>();
    private final List<ArmColumns> columns = new ArrayList<>();
    private int[] gold = new int[0];
    private boolean[] counted = new boolean[0];
    private int countedItems;
    private boolean settled;

    TaskTable(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /// Every item that any arm has.
    int items() {
        return items.size();
    }

    /// True where the item is one of the task's.
    boolean counts(int item) {
        return counted[item];
    }

    /// How many items the task has.
    int countedItems() {
        return countedItems;
    }

    /// The item's number; a new one where it was not seen before.
    int item(String id) {
        settled = false;
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

    /// Every column of every arm as long as there are items, and which items are the task's.
    void fit(int arms) {
        if (settled && columns.size() >= arms) {
            return;
        }
        int[] holders = new int[items.size()];
        int[] notAsked = new int[items.size()];
        int armsHere = 0;
        for (int arm = 0; arm < arms; arm++) {
            ArmColumns its = columns(arm);
            its.fit(items.size());
            int rows = 0;
            for (int item = 0; item < holders.length; item++) {
                if (its.present(item)) {
                    holders[item]++;
                    rows++;
                } else if (its.notAsked(item)) {
                    notAsked[item]++;
                }
            }
            armsHere += rows > 0 ? 1 : 0;
        }
        counted = new boolean[items.size()];
        countedItems = 0;
        for (int item = 0; item < holders.length; item++) {
            counted[item] = holders[item] > 0 && 2 * holders[item] >= armsHere - notAsked[item];
            countedItems += counted[item] ? 1 : 0;
        }
        settled = true;
    }
}
