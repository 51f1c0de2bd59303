package dev.gradus.report;

import dev.gradus.spi.GradusException;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Map;
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
        Node doc = Node.root(verdict);
        StringOutput page = new StringOutput(1 << 16);
        HtmlTemplateOutput output = new OwaspHtmlTemplateOutput(page);
        switch (doc.text("schema")) {
            case "gradus.verdict/1" -> JteclimbGenerated.render(output, NO_FORMS, doc);
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
