package dev.gradus.report;

import java.util.List;
import java.util.Map;

/// A verdict or a gate as JUnit XML, for CI systems: one suite, a case for the verdict and for each
/// check of the goal and gate of tuning. A verdict that is inconclusive is an error, which is
/// neither passed nor failed; a check that stays open is skipped; a single example that flipped is
/// no case at all.
public final class JunitReport {
    private static final int LONGEST = 2_000;

    private JunitReport() {}

    /// @param document of a verdict (`gradus.verdict/1`) or a gate (`gradus.gate/1`)
    /// @throws dev.gradus.spi.GradusException.Data where a value of the document has the wrong kind
    public static String render(Map<String, ?> document) {
        Node root = Node.root(document);
        List<Claim> claims = Claim.of(root);
        String suite = "gradus." + root.textOr("task", "task");
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<testsuites>\n  <testsuite name=\"")
                .append(escaped(suite))
                .append("\" tests=\"")
                .append(claims.size())
                .append("\" failures=\"")
                .append(count(claims, Claim.State.FAIL))
                .append("\" errors=\"")
                .append(count(claims, Claim.State.ERROR))
                .append("\" skipped=\"")
                .append(count(claims, Claim.State.OPEN))
                .append("\"");
        if (root.has("at")) {
            out.append(" timestamp=\"").append(escaped(root.text("at"))).append("\"");
        }
        out.append(">\n");
        claims.forEach(claim -> testcase(out, suite, claim));
        return out.append("  </testsuite>\n</testsuites>\n").toString();
    }

    /// Work that ended without a result.
    ///
    /// @param message what went wrong
    public static String failed(String message) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<testsuites>\n"
                + "  <testsuite name=\"gradus\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n"
                + "    <testcase classname=\"gradus\" name=\"result\" time=\"0\">\n"
                + "      <error type=\"failed\" message=\""
                + escaped(message)
                + "\"/>\n    </testcase>\n  </testsuite>\n</testsuites>\n";
    }

    private static void testcase(StringBuilder out, String suite, Claim claim) {
        out.append("    <testcase classname=\"")
                .append(escaped(suite + "." + claim.group().replace(' ', '-')))
                .append("\" name=\"")
                .append(escaped(claim.name()))
                .append("\" time=\"0\">\n");
        String words = escaped(claim.words());
        switch (claim.state()) {
            case PASS -> out.append("      <system-out>").append(words).append("</system-out>\n");
            case FAIL ->
                    out.append("      <failure type=\"")
                            .append(escaped(claim.group()))
                            .append("\" message=\"")
                            .append(words)
                            .append("\"/>\n");
            case ERROR ->
                    out.append("      <error type=\"")
                            .append(escaped(claim.name()))
                            .append("\" message=\"")
                            .append(words)
                            .append("\"/>\n");
            case OPEN -> out.append("      <skipped message=\"").append(words).append("\"/>\n");
        }
        out.append("    </testcase>\n");
    }

    private static long count(List<Claim> claims, Claim.State state) {
        return claims.stream().filter(claim -> claim.state() == state).count();
    }

    private static String escaped(String text) {
        return Prose.clean(text, LONGEST)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\n", "&#10;");
    }
}
