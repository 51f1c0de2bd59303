package dev.gradus.judge;

import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the arms that were given the gold evidence: those that the person names, else those whose
/// rung says `oracle`, else those whose name sounds like it. A guess is told with the verdict and
/// undone by `--oracle none`, which says that no arm is one. The model's name is never read: a
/// company is called Oracle.
final class Oracles {
    static final String NONE = "none";
    private static final Pattern SAYS = Pattern.compile("(^|[^\\p{L}])oracle([^\\p{L}]|$)");
    private static final Pattern SOUNDS =
            Pattern.compile(
                    "(^|[^\\p{L}])(oracle|ground[^\\p{L}]?truth|gold(en)?[^\\p{L}]?(evidence|"
                            + "context|passages?|docs?|documents?|chunks?|answers?|facts?|labels?))"
                            + "([^\\p{L}]|$)");

    private Oracles() {}

    /// By the arm's number.
    static Map<Integer, OracleArm> of(OutcomeTable table, Optional<List<String>> named) {
        List<String> displays = table.displays();
        Map<Integer, OracleArm> found = new LinkedHashMap<>();
        if (named.isPresent() && named.get().equals(List.of(NONE))) {
            return found;
        }
        named.ifPresent(names ->
                names.forEach(name -> {
                    int arm = place(table, name);
                    found.put(arm, new OracleArm(displays.get(arm), OracleArm.Source.NAMED));
                }));
        for (int arm = 0; arm < displays.size(); arm++) {
            String rung = table.rung(arm).toLowerCase(Locale.ROOT);
            String name = table.arms().get(arm).arm().toLowerCase(Locale.ROOT);
            if (SAYS.matcher(rung).find()) {
                found.putIfAbsent(arm, new OracleArm(displays.get(arm), OracleArm.Source.RUNG));
            } else if (named.isEmpty() && SOUNDS.matcher(name).find()) {
                found.put(arm, new OracleArm(displays.get(arm), OracleArm.Source.GUESSED));
            }
        }
        return found;
    }

    private static int place(OutcomeTable table, String wanted) {
        List<String> displays = table.displays();
        int exact = displays.indexOf(wanted);
        if (exact >= 0) {
            return exact;
        }
        List<Integer> byArm = new ArrayList<>();
        for (int arm = 0; arm < displays.size(); arm++) {
            if (table.arms().get(arm).arm().equals(wanted)) {
                byArm.add(arm);
            }
        }
        if (byArm.size() == 1) {
            return byArm.getFirst();
        }
        List<String> choice =
                (byArm.isEmpty() ? displays : byArm.stream().map(displays::get).toList())
                        .stream().map(Wording::quoted).toList();
        throw new GradusException.Usage(
                "--oracle: "
                        + (byArm.isEmpty()
                                ? "no arm is called " + Wording.quoted(wanted)
                                : byArm.size() + " arms are called " + Wording.quoted(wanted))
                        + ". Give one of: "
                        + Wording.first(choice, 12)
                        + ", or none.");
    }
}
