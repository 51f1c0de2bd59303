package dev.gradus.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// What every page carries inside itself: its style, one line of script, and a policy that lets
/// nothing else run or load, so that even a text that slipped through could do no harm.
final class Page {
    /// Label pairs shown of the confusion; the rest is counted.
    static final int MOST_PAIRS = 20;

    /// Comparisons shown of evidence mode; the rest is counted.
    static final int MOST_COMPARISONS = 200;

    static final String STYLE = resource("report.css");

    /// Paper has no folds: before printing, all of them are opened.
    static final String SCRIPT =
            "addEventListener('beforeprint',()=>document.querySelectorAll('details').forEach(d=>d.open=true))";

    static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                    .formatted(sha256(SCRIPT));

    private Page() {}

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

    private static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
