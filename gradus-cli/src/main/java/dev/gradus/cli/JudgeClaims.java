package dev.gradus.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What may be claimed of the pairs, the strongest first: over all tasks, then task by task.
final class JudgeClaims {
    private final Document document;
    private final ShownNames names;
    private final String scope;
    private final ShownNames tasks;
    private final List<Document> pairs;

    JudgeClaims(Document document, ShownNames names) {
        this.document = document;
        this.names = names;
        this.scope = document.text("scope").orElse("");
        this.tasks =
                new ShownNames(
                        document.documents("recorded.tasks").stream()
                                .map(task -> task.text("task").orElse(""))
                                .toList(),
                        20);
        this.pairs =
                document.documents("comparisons").stream()
                        .sorted(
                                Comparator.comparing(JudgeClaims::weight)
                                        .thenComparing(pair -> !inScope(pair))
                                        .thenComparing(
                                                (Document pair) -> pair.number("p").orElse(1)))
                        .toList();
    }

    private boolean inScope(Document pair) {
        return pair.text("task").orElse("").equals(scope);
    }

    private static int weight(Document pair) {
        boolean shared = pair.text("sharedOnly").orElse("").equals("true");
        int weight =
                switch (pair.text("shown").orElse("")) {
                    case "better", "worse" -> 0;
                    case "better only by answering at all", "worse only by not answering at all" ->
                            1;
                    case "no difference that matters" -> 2;
                    default -> pair.text("says").orElse("").startsWith("maybe") ? 3 : 4;
                };
        boolean turns = !pair.documents("turns").isEmpty();
        return weight + (shared ? 5 : 0) - (weight < 3 && turns ? 1 : 0);
    }

    List<String> lines() {
        return lines(2 + 2 * pairs.size());
    }

    /// At most so many lines; those that are left are counted by what they show.
    List<String> lines(int most) {
        List<String> lines = new ArrayList<>();
        if (pairs.isEmpty() || most < 3) {
            return lines;
        }
        lines.add("");
        lines.add(
                "Claims (any false one in at most 5 % of such reports, over all of "
                        + JudgeScreen.count(pairs.size(), "comparison")
                        + ")");
        int told = 0;
        for (Document pair : pairs) {
            List<String> its = JudgeScreen.wrapped("  ", sentence(pair), 3);
            boolean last = told == pairs.size() - 1;
            if (lines.size() + its.size() > (last ? most : most - 1)) {
                break;
            }
            lines.addAll(its);
            told++;
        }
        if (told < pairs.size()) {
            lines.add(rest(pairs.subList(told, pairs.size())));
        }
        return lines;
    }

    private static String rest(List<Document> left) {
        long differ =
                left.stream()
                        .map(pair -> pair.text("shown").orElse(""))
                        .filter(shown -> shown.startsWith("better") || shown.startsWith("worse"))
                        .count();
        long absent =
                left.stream()
                        .filter(pair ->
                                pair.text("shown").orElse("").equals("no difference that matters"))
                        .count();
        return String.format(
                Locale.ROOT,
                "  %s: %,d show a difference, %,d that none matters, %,d cannot tell",
                JudgeScreen.count(left.size(), "more comparison"),
                differ,
                absent,
                left.size() - differ - absent);
    }

    private String sentence(Document pair) {
        String where =
                document.documents("recorded.tasks").isEmpty()
                        ? ""
                        : " (" + tasks.of(pair.text("task").orElse("")) + ")";
        String spread =
                pair.number("heterogeneity.iSquared").isPresent()
                        ? String.format(
                                Locale.ROOT,
                                ", I2 %.0f %%",
                                100 * pair.number("heterogeneity.iSquared").getAsDouble())
                        : "";
        return names.of(pair.text("candidate").orElse(""))
                + " against "
                + names.of(pair.text("baseline").orElse(""))
                + where
                + ": "
                + JudgeScreen.signed(pair.number("difference.value"))
                + " ["
                + JudgeScreen.signed(pair.number("difference.low"))
                + ", "
                + JudgeScreen.signed(pair.number("difference.high"))
                + "]"
                + spread
                + ", "
                + pair.text("says").orElse("")
                + turns(pair);
    }

    private String turns(Document pair) {
        List<Document> turns = pair.documents("turns");
        if (turns.isEmpty()) {
            return "";
        }
        String first =
                turns.stream()
                        .sorted(
                                Comparator.comparing((Document one) ->
                                        !one.text("shown").orElse("").equals("true")))
                        .limit(2)
                        .map(one ->
                                tasks.of(one.text("task").orElse(""))
                                        + " "
                                        + JudgeScreen.signed(one.number("difference")))
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("");
        return "; the other way on "
                + first
                + (turns.size() > 2 ? " and " + (turns.size() - 2) + " more" : "");
    }
}
