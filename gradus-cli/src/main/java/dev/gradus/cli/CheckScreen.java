package dev.gradus.cli;

import dev.gradus.check.CheckReport;
import dev.gradus.check.Finding;
import java.util.ArrayList;
import java.util.List;

/// Findings as a person reads them: what blocks first, then what costs, then what is worth knowing.
final class CheckScreen {
    private CheckScreen() {}

    static String text(String task, CheckReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(task + ": " + report.findings().size() + " findings");
        for (Finding finding : report.findings()) {
            lines.add("");
            lines.addAll(
                    Text.wrapped(
                            "["
                                    + finding.severity().word()
                                    + (finding.source().equals(Finding.MODEL) ? ", by a model" : "")
                                    + "] ",
                            finding.where() + ": " + finding.what()));
            if (!finding.cost().isEmpty()) {
                lines.addAll(Text.wrapped("    costs: ", finding.cost()));
            }
            lines.addAll(Text.wrapped("    do:    ", finding.todo()));
            finding.evidence().stream()
                    .limit(3)
                    .forEach(one -> lines.add("    " + Text.cut("e.g.   " + one, Text.WIDTH - 4)));
        }
        lines.add("");
        report.questions()
                .all()
                .forEach(one -> {
                    lines.add(one.question());
                    lines.addAll(Text.wrapped("  ", one.answer()));
                });
        return String.join(System.lineSeparator(), lines);
    }
}
