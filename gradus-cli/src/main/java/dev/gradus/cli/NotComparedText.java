package dev.gradus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a judgement left out, in one line or two.
final class NotComparedText {
    private NotComparedText() {}

    static String of(Document document) {
        List<String> parts = new ArrayList<>();
        long possible = document.count("recorded.left.possible");
        long compared = document.count("recorded.left.compared");
        if (possible > compared) {
            parts.add(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d pairs of arms (--pairs all compares every two)",
                            possible - compared,
                            possible));
        }
        add(
                parts,
                document.count("recorded.left.undated"),
                "pair",
                " of versions without a date in the name");
        add(
                parts,
                document.count("recorded.left.unranked"),
                "arm",
                " unranked: too few of the items");
        add(parts, document.count("recorded.left.failed"), "failed run", "");
        add(
                parts,
                document.count("recorded.left.beyond"),
                "outcome",
                " on items that few arms have");
        long refused = document.documents("refused").size();
        long stopped =
                document.documents("refused").stream()
                        .filter(pair -> pair.text("why").orElse("").contains(" was asked "))
                        .count();
        add(parts, refused - stopped, "pair", " without a shared item");
        add(parts, stopped, "pair", " of which one was not asked every item");
        return parts.isEmpty() ? "nothing was left out." : String.join("; ", parts) + ".";
    }

    private static void add(List<String> parts, long n, String one, String what) {
        if (n > 0) {
            parts.add(JudgeScreen.count(n, one) + what);
        }
    }
}
