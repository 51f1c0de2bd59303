package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What a climb left behind of its calls to chat models, in the words of the page.
record ChatCalls(Node cost, List<Row> rows) {

    /// A candidate that called one, with the [ShapeBar] of its answers.
    record Row(Node node, String bar) {}

    static ChatCalls of(Node doc) {
        List<Row> rows =
                doc.list("rungs").stream()
                        .flatMap(rung -> rung.list("candidates").stream())
                        .filter(one -> one.has("tokens") || one.has("valid") || one.has("repeats"))
                        .map(one -> new Row(one, ShapeBar.of(one.at("valid"))))
                        .toList();
        return new ChatCalls(doc.at("cost"), rows);
    }

    boolean isEmpty() {
        return rows.isEmpty() && cost.number("calls").orElse(0) <= 0;
    }

    boolean hasBars() {
        return rows.stream().anyMatch(row -> !row.bar().isEmpty());
    }

    /// `4,197 calls, 197,259 tokens, 0.0861 USD and 12 calls of unknown price`; an unknown price is
    /// not a price of zero.
    String spent() {
        OptionalDouble calls = cost.number("calls");
        OptionalDouble unpriced = cost.number("callsOfUnknownCost");
        String said =
                Figures.count(calls)
                        + " calls, "
                        + Figures.count(cost.number("tokens"))
                        + " tokens, ";
        if (unpriced.orElse(0) <= 0) {
            return said + Figures.money(cost.at("callMoney"));
        }
        return unpriced.equals(calls)
                ? said + "at an unknown price"
                : said
                        + Figures.money(cost.at("callMoney"))
                        + " and "
                        + Figures.count(unpriced)
                        + " calls of unknown price";
    }

    /// `a call reads 412 tokens (256 cached) and writes 41 (36 thinking); means of 2,010 calls`.
    static String tokens(Node tokens) {
        return "a call reads %s tokens%s and writes %s%s; means of %s calls"
                .formatted(
                        Figures.amount(tokens.number("prompt")),
                        part(tokens.number("cached"), "cached"),
                        Figures.amount(tokens.number("completion")),
                        part(tokens.number("reasoning"), "thinking"),
                        Figures.count(tokens.number("counted")));
    }

    private static String part(OptionalDouble tokens, String what) {
        return tokens.orElse(0) > 0 ? " (" + Figures.amount(tokens) + " " + what + ")" : "";
    }

    /// `asked 3 times each, 2,010 examples: ...`.
    static String repeats(Node repeats) {
        return ("asked %s times each, %s examples: %s right every time; the score varies by %s points"
                        + " between examples and by %s between answers to one (standard deviations)")
                .formatted(
                        Figures.count(repeats.number("n")),
                        Figures.count(repeats.number("examples")),
                        Figures.percent(repeats.number("passAll")),
                        deviation(repeats.number("between")),
                        deviation(repeats.number("within")));
    }

    /// An estimated variance may fall below zero; there is no such spread.
    private static String deviation(OptionalDouble variance) {
        return variance.isPresent()
                ? Figures.pointsAway(Math.sqrt(Math.max(0, variance.getAsDouble())))
                : Figures.UNKNOWN;
    }

    /// Every part of a candidate's definition that calls a chat model: itself, or steps of a
    /// cascade.
    static List<Node> prompted(Node definition) {
        List<Node> found = new ArrayList<>();
        if (definition.text("kind").equals("prompted")) {
            found.add(definition);
        } else if (definition.text("kind").equals("cascade")) {
            found.addAll(prompted(definition.at("first")));
            found.addAll(prompted(definition.at("second")));
        }
        return found;
    }

    /// Of several, each is named by its model.
    static String heading(List<Node> prompted, Node one) {
        return prompted.size() == 1
                ? "Its prompt"
                : "The prompt of " + one.textOr("model", "an unnamed model");
    }

    /// How the answer gets its shape.
    static String structure(Node structure) {
        String means =
                switch (structure.text("means")) {
                    case "prompt" -> "by the words of the prompt alone";
                    case "schema" -> "by the provider's structured output";
                    case "tool" -> "by a tool that the model must call";
                    default -> structure.textOr("means", Figures.UNKNOWN);
                };
        return structure.isTrue("repair")
                ? means + "; an answer in the wrong shape is sent back once"
                : means;
    }

    static String shots(Node shots) {
        return switch (shots.text("kind")) {
            case "none" -> "none";
            case "fixed" ->
                    "%s, the same in every prompt (%s)"
                            .formatted(
                                    Figures.count(shots.list("shots").size()),
                                    shots.textOr("how", Figures.UNKNOWN));
            case "retrieved" ->
                    "the %s train examples nearest to the input, by %s"
                            .formatted(
                                    Figures.count(shots.number("neighbours")),
                                    shots.textOr("encoder", Figures.UNKNOWN));
            default -> shots.textOr("kind", Figures.UNKNOWN);
        };
    }
}
