package dev.gradus.files.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Names the arms of results from several runs. Results of one arm name, model and task are one
/// arm, unless the runs differ in their settings, or asked the same items in several files: then
/// each is an arm of its own, named by what differs.
final class PeerArms {
    private record Name(String task, String model, String arm) {}

    private record Run(String file, Map<String, String> settings) {}

    private final Map<Name, Map<Run, String>> names = new HashMap<>();

    PeerArms(List<PeerResult> results) {
        Map<Name, Map<Run, List<PeerResult>>> byName = new LinkedHashMap<>();
        for (PeerResult one : results) {
            byName.computeIfAbsent(name(one), key -> new LinkedHashMap<>())
                    .computeIfAbsent(run(one), key -> new ArrayList<>())
                    .add(one);
        }
        byName.forEach((name, runs) -> names.put(name, named(name.arm(), runs)));
    }

    private static Name name(PeerResult one) {
        return new Name(one.task(), one.model(), one.arm());
    }

    private static Run run(PeerResult one) {
        return new Run(one.file(), one.settings());
    }

    String of(PeerResult one) {
        return names.getOrDefault(name(one), Map.of()).getOrDefault(run(one), one.arm());
    }

    private static Map<Run, String> named(String arm, Map<Run, List<PeerResult>> runs) {
        Map<Run, String> named = new HashMap<>();
        Set<String> differing = differing(runs.keySet());
        Map<String, List<Run>> bySettings = new LinkedHashMap<>();
        for (Run run : runs.keySet()) {
            Map<String, String> shown = new TreeMap<>(run.settings());
            shown.keySet().retainAll(differing);
            String words =
                    String.join(
                            ", ",
                            shown.entrySet().stream()
                                    .map(one -> one.getKey() + " " + one.getValue())
                                    .toList());
            bySettings
                    .computeIfAbsent(
                            words.isEmpty() && differing.isEmpty() ? arm : arm + " (" + words + ")",
                            key -> new ArrayList<>())
                    .add(run);
        }
        bySettings.forEach((name, same) -> {
            boolean apart = same.size() > 1 && overlap(same, runs);
            same.forEach(run -> named.put(run, apart ? name + " [" + run.file() + "]" : name));
        });
        return named;
    }

    private static Set<String> differing(Set<Run> runs) {
        Set<String> keys = new TreeSet<>();
        runs.forEach(run -> keys.addAll(run.settings().keySet()));
        keys.removeIf(key ->
                runs.stream().map(run -> run.settings().getOrDefault(key, "")).distinct().count()
                        == 1);
        return keys;
    }

    /// True where two of the runs asked one item.
    private static boolean overlap(List<Run> same, Map<Run, List<PeerResult>> runs) {
        Set<String> seen = new HashSet<>();
        for (Run run : same) {
            Set<String> items = new LinkedHashSet<>();
            runs.getOrDefault(run, List.of()).forEach(one -> items.add(one.item()));
            for (String item : items) {
                if (!seen.add(item)) {
                    return true;
                }
            }
        }
        return false;
    }
}
