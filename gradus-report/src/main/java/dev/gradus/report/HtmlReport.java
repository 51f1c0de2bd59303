package dev.gradus.report;

import dev.gradus.spi.GradusException;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A verdict as one self-contained HTML page: no network, no font, no library, readable without
/// JavaScript, on a phone and on paper. Every figure on it stands in the document; the page only
/// lays out. Thread-safe; no calls, no money, no files.
public final class HtmlReport {
    private HtmlReport() {}

    /// The page for a document of the schema `gradus.verdict/1` or `gradus.judge/1`, given as the
    /// maps, lists, strings, numbers and booleans of a JSON parser. A null or absent value is
    /// unknown and is called so on the page.
    ///
    /// @throws GradusException.Data if the document has another schema, or a value of the wrong
    ///   kind
    public static String render(Map<String, ? extends @Nullable Object> verdict) {
        return render(verdict, Optional.empty());
    }

    /// The same with a tuning of the task: a climb's page gains the section "Fine-tuning".
    ///
    /// @param verdict `gradus.verdict/1`, where there is a tuning; otherwise also `gradus.judge/1`
    /// @param tuning a document of the schema `gradus.tune/1`
    /// @throws GradusException.Data if a document has another schema or a value of the wrong kind,
    ///   or if the two are of different tasks
    public static String render(
            Map<String, ? extends @Nullable Object> verdict,
            Optional<? extends Map<String, ? extends @Nullable Object>> tuning) {
        Node doc = Node.root(verdict);
        Node tuned = Node.tuning(tuning.isPresent() ? tuning.get() : Map.of());
        if (tuning.isPresent()) {
            requireOneTask(doc, tuned);
        }
        StringOutput page = new StringOutput(1 << 16);
        HtmlTemplateOutput output = new OwaspHtmlTemplateOutput(page);
        switch (doc.text("schema")) {
            case "gradus.verdict/1" ->
                    JteclimbGenerated.render(output, NO_FORMS, doc, new Tuning(tuned, doc));
            case "gradus.judge/1" -> JtejudgeGenerated.render(output, NO_FORMS, doc);
            default ->
                    throw new GradusException.Data(
                            "schema is '"
                                    + doc.text("schema", 80)
                                    + "'; the report is drawn from gradus.verdict/1 or gradus.judge/1."
                                    + " Give it the file that `gradus climb --json` or"
                                    + " `gradus judge --json` wrote.");
        }
        return page.toString();
    }

    private static void requireOneTask(Node doc, Node tuned) {
        if (!tuned.text("schema").equals("gradus.tune/1")) {
            throw new GradusException.Data(
                    "the tuning's schema is '"
                            + tuned.text("schema", 80)
                            + "', and it is drawn from gradus.tune/1. Give it what"
                            + " `gradus tune --json` wrote.");
        }
        if (doc.text("schema").equals("gradus.judge/1")) {
            throw new GradusException.Data(
                    "a tuning stands on the page of a climb, and the other document is a"
                            + " gradus.judge/1. Give it what `gradus climb --json` wrote.");
        }
        if (doc.has("task") && tuned.has("task") && !doc.text("task").equals(tuned.text("task"))) {
            throw new GradusException.Data(
                    "the tuning is of the task '"
                            + tuned.text("task", 80)
                            + "' and the verdict of the task '"
                            + doc.text("task", 80)
                            + "'. Give it two documents of one task.");
        }
    }

    /// jte offers forms to an interceptor; the page has none.
    private static final HtmlInterceptor NO_FORMS =
            new HtmlInterceptor() {
                @Override
                public void onHtmlTagOpened(
                        String name,
                        Map<String, Object> attributes,
                        gg.jte.TemplateOutput output) {}

                @Override
                public void onHtmlTagClosed(String name, gg.jte.TemplateOutput output) {}
            };
}
