package dev.gradus.report;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes one SVG that keeps its text at reading size on any screen: across, everything is placed
/// in percent of the width it is given; down, in pixels. All texts and attributes are escaped here.
final class Svg {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> names = new ArrayDeque<>();

    private Svg() {}

    /// A picture with a name for those who cannot see it.
    static Svg named(String cssClass, String name) {
        return new Svg().open("svg", "class", cssClass, "role", "img", "aria-label", name);
    }

    /// A picture that only repeats what the text beside it says.
    static Svg decorative(String cssClass) {
        return new Svg().open("svg", "class", cssClass, "aria-hidden", "true");
    }

    Svg line(String cssClass, String x1, String y1, String x2, String y2) {
        return leaf("line", "class", cssClass, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
    }

    Svg across(String cssClass, double from, double to, String y) {
        return line(cssClass, percent(from), y, percent(to), y);
    }

    Svg down(String cssClass, double x, String from, String to) {
        return line(cssClass, percent(x), from, percent(x), to);
    }

    Svg band(String cssClass, double from, double to, String y, String height) {
        return leaf(
                "rect",
                "class",
                cssClass,
                "x",
                percent(from),
                "width",
                percent(Math.max(0, to - from)),
                "y",
                y,
                "height",
                height);
    }

    /// A dot whose hover text is `title`.
    Svg dot(String cssClass, double x, String y, double radius, String title) {
        open("circle", "class", cssClass, "cx", percent(x), "cy", y, "r", number(radius));
        return title(title).close();
    }

    /// A square on its corner: never taken for a dot, in any colour.
    Svg diamond(String cssClass, double x, String y, double radius, String title) {
        open("svg", "class", "at", "x", percent(x), "y", y);
        String r = number(radius);
        String path = "M0,-%s L%s,0 L0,%s L-%s,0 Z".formatted(r, r, r, r);
        return open("path", "class", cssClass, "d", path).title(title).close().close();
    }

    /// A line through points given in percent of width and height.
    Svg curve(String cssClass, String path) {
        open(
                "svg",
                "width",
                "100%",
                "height",
                "100%",
                "viewBox",
                "0 0 100 100",
                "preserveAspectRatio",
                "none");
        return leaf("path", "class", cssClass, "d", path).close();
    }

    /// A vertical with its words on the side that has room.
    Svg marker(String cssClass, double x, String y, String words) {
        down(cssClass, x, "0", "100%");
        return text("goal-word shift " + (x > 50 ? "end" : "start"), x, y, words);
    }

    Svg text(String cssClass, double x, String y, String text) {
        return words(cssClass, percent(x), y, text);
    }

    /// A label in the margin left of the plot.
    Svg margin(String cssClass, String y, String text) {
        return words(cssClass, "-8", y, text);
    }

    private Svg words(String cssClass, String x, String y, String text) {
        open("text", "class", cssClass, "x", x, "y", y);
        out.append(escape(text));
        return close();
    }

    private Svg title(String text) {
        if (!text.isEmpty()) {
            out.append("<title>").append(escape(text)).append("</title>");
        }
        return this;
    }

    @Override
    public String toString() {
        return out + "</svg>";
    }

    private Svg open(String name, String... attributes) {
        tag(name, attributes).append('>');
        names.push(name);
        return this;
    }

    private Svg close() {
        out.append("</").append(names.pop()).append('>');
        return this;
    }

    private Svg leaf(String name, String... attributes) {
        tag(name, attributes).append("/>");
        return this;
    }

    private StringBuilder tag(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(escape(attributes[i + 1])).append('"');
        }
        return out;
    }

    static String percent(double value) {
        return number(value) + "%";
    }

    static String number(double value) {
        long hundredths = Math.round(100 * value);
        return hundredths % 100 == 0
                ? Long.toString(hundredths / 100)
                : BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
