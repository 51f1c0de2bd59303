package dev.gradus.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What every page carries inside itself: its style, and a policy that lets nothing run and nothing
/// load, so that even a text that slipped through could do no harm.
final class Page {
    /// Label pairs shown of the confusion; the rest is counted.
    static final int MOST_PAIRS = 20;

    /// Arms shown of evidence mode; the rest is counted.
    static final int MOST_ARMS = 100;

    /// Comparisons shown of evidence mode; the rest is counted.
    static final int MOST_COMPARISONS = 200;

    /// Shots shown of the winner's prompt; the rest is counted.
    static final int MOST_SHOTS = 40;

    /// Characters shown of a message's template; the cut is said.
    static final int LONGEST_PROMPT = 20_000;

    static final String STYLE = resource("report.css");

    static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private Page() {}

    /// The first of a list that may be too long to look at.
    static <T> List<T> first(List<T> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar of gradus-report");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
