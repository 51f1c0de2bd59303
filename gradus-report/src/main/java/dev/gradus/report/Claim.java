package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;

/// What a document of a verdict or of a gate claims, each as something that passes, fails or stays
/// open: the cases of a CI report.
///
/// @param group `verdict`, `check`, `gate`
/// @param name what is claimed about
/// @param words need and have in words
record Claim(String group, String name, State state, String words) {
    enum State {
        PASS,
        FAIL,
        /// The whole is not settled, which ends with an exit code of its own.
        ERROR,
        OPEN
    }

    static List<Claim> of(Node document) {
        List<Claim> claims = new ArrayList<>();
        boolean gate = document.text("schema").startsWith("gradus.gate/");
        String status = gate ? document.text("status") : document.text("verdict");
        claims.add(
                new Claim(
                        gate ? "gate" : "verdict",
                        status.isEmpty() ? "unknown" : status,
                        overall(status),
                        document.text("headline")));
        boolean passes = overall(status) == State.PASS;
        for (Node check : document.list("checks")) {
            claims.add(check(check, passes));
        }
        for (Node check : document.at("sealedTest").list("checks")) {
            claims.add(check(check, passes));
        }
        for (Node one : document.list("gates")) {
            claims.add(
                    new Claim(
                            "tuning gate",
                            Prose.words(one.text("gate")),
                            // A gate that bars fine-tuning is no failure of a verdict to stop.
                            one.text("status").equals("pass") ? State.PASS : State.OPEN,
                            needAndHave(one)));
        }
        return claims;
    }

    /// A goal that is missed while the verdict passes (it says: fine-tune) stays open.
    private static Claim check(Node check, boolean passes) {
        State state = of(check.text("status"));
        return new Claim(
                "check",
                check.text("what"),
                passes && state == State.FAIL ? State.OPEN : state,
                needAndHave(check));
    }

    private static String needAndHave(Node node) {
        return "need "
                + node.textOr("need", "unknown")
                + "; have "
                + node.textOr("have", "unknown");
    }

    private static State overall(String status) {
        return switch (status) {
            case "stop", "fine-tune", "not-worse", "pass" -> State.PASS;
            case "not-yet", "worse", "fail" -> State.FAIL;
            default -> State.ERROR;
        };
    }

    private static State of(String status) {
        return switch (status) {
            case "met", "met-within-tolerance", "below-within-tolerance", "pass", "not-worse" ->
                    State.PASS;
            case "missed", "fail", "worse" -> State.FAIL;
            default -> State.OPEN;
        };
    }
}
