package dev.gradus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// In which orders the maps of `Map.copyOf` may have been printed by an earlier process.
///
/// The JDK (`java.util.ImmutableCollections.MapN`, alike in 21 to 25) keeps n entries in 2n slots:
/// each at the hash code of its key modulo 2n, or in the next free slot. That is the same in every
/// process. What differs is where the walk begins, `salt * 2n >>> 32`, and whether it goes up or
/// down; both are drawn once for all maps of a process. So a map of n entries has at most 4n
/// orders, not n!, and several maps move together: with all of one size there are 4n together.
///
/// Entries whose slots collide lie in the order in which they came, which is not known here: every
/// arrangement is tried that the order of this process allows.
final class CopiedOrders {
    private static final double SALTS = 4_294_967_296.0;
    private static final int MOST_ARRANGEMENTS = 256;

    private CopiedOrders() {}

    /// The keys of each map, in the order of one process.
    interface Printing {
        List<String> of(Map<String, ?> map);
    }

    /// Where the entries of a map lie; null where a slot is free.
    private record Slots(String[] keys) {
        List<String> walked(long salt, boolean up) {
            int slots = keys.length;
            int at = (int) ((salt * slots) >>> 32);
            List<String> order = new ArrayList<>();
            for (int i = 0; i < slots; i++) {
                at = up ? (at + 1) % slots : (at + slots - 1) % slots;
                if (!keys[at].isEmpty()) {
                    order.add(keys[at].substring(1));
                }
            }
            return order;
        }
    }

    /// Every way in which these maps can have been printed in one process.
    ///
    /// @param maps without null keys
    /// @return empty where there are too many to try
    static List<Printing> of(List<? extends Map<String, ?>> maps) {
        List<Map<String, ?>> walked = new ArrayList<>();
        maps.stream().filter(map -> map.size() > 1).forEach(walked::add);
        List<List<Slots>> arrangements = new ArrayList<>();
        arrangements.add(List.of());
        TreeSet<Long> salts = new TreeSet<>(Set.of(0L));
        for (Map<String, ?> map : walked) {
            List<Slots> own = arrangements(List.copyOf(map.keySet()));
            if ((long) arrangements.size() * own.size() > MOST_ARRANGEMENTS) {
                return List.of();
            }
            List<List<Slots>> longer = new ArrayList<>();
            arrangements.forEach(before -> own.forEach(one -> longer.add(with(before, one))));
            arrangements = longer;
            int slots = 2 * map.size();
            for (int slot = 0; slot < slots; slot++) {
                salts.add((long) Math.ceil(slot * SALTS / slots));
            }
        }
        Set<List<List<String>>> seen = new LinkedHashSet<>();
        for (List<Slots> arrangement : arrangements) {
            for (long salt : salts) {
                seen.add(arrangement.stream().map(one -> one.walked(salt, true)).toList());
                seen.add(arrangement.stream().map(one -> one.walked(salt, false)).toList());
            }
        }
        return seen.stream().map(orders -> printing(walked, orders)).toList();
    }

    private static List<Slots> with(List<Slots> before, Slots one) {
        List<Slots> all = new ArrayList<>(before);
        all.add(one);
        return all;
    }

    private static Printing printing(List<Map<String, ?>> maps, List<List<String>> orders) {
        Map<Map<String, ?>, List<String>> known = new IdentityHashMap<>();
        for (int i = 0; i < maps.size(); i++) {
            known.put(maps.get(i), orders.get(i));
        }
        return map -> known.getOrDefault(map, List.copyOf(map.keySet()));
    }

    /// @param cycle the keys as this process walks them: up or down, from wherever it begins
    private static List<Slots> arrangements(List<String> cycle) {
        int slots = 2 * cycle.size();
        int[] taken = taken(cycle, slots);
        Set<List<String>> found = new LinkedHashSet<>();
        for (List<String> way : List.of(cycle, cycle.reversed())) {
            for (int turn = 0; turn < cycle.size(); turn++) {
                String[] keys = new String[slots];
                Arrays.fill(keys, "");
                for (int i = 0; i < taken.length; i++) {
                    keys[taken[i]] = "=" + way.get((turn + i) % cycle.size());
                }
                if (reachable(keys)) {
                    found.add(List.of(keys));
                }
            }
        }
        return found.stream().map(keys -> new Slots(keys.toArray(String[]::new))).toList();
    }

    /// The slots that are taken, whatever order the entries came in.
    private static int[] taken(List<String> keys, int slots) {
        boolean[] taken = new boolean[slots];
        for (String key : keys) {
            int at = home(key, slots);
            while (taken[at]) {
                at = (at + 1) % slots;
            }
            taken[at] = true;
        }
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            if (taken[i]) {
                all.add(i);
            }
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int home(String key, int slots) {
        return Math.floorMod(key.hashCode(), slots);
    }

    /// True where every entry can have come to its slot: those before it, from its home on, are
    /// taken.
    private static boolean reachable(String[] keys) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot].isEmpty()) {
                continue;
            }
            int at = home(keys[slot].substring(1), keys.length);
            while (at != slot) {
                if (keys[at].isEmpty()) {
                    return false;
                }
                at = (at + 1) % keys.length;
            }
        }
        return true;
    }
}
