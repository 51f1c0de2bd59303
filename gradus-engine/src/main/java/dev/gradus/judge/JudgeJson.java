package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.check.ListedLabels;
import dev.gradus.check.PromptReport;
import dev.gradus.document.RecordTree;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.stats.Interval;
import dev.gradus.stats.RowsToSettle;
import dev.gradus.task.Goal;
import dev.gradus.task.Money;
import dev.gradus.verdict.Gate;
import dev.gradus.verdict.VerdictKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The report as a tree of maps, lists, texts, numbers and booleans, for any JSON writer: schema
/// `gradus.judge/1`, described field by field in `docs/judge.md`. What cannot be computed is null.
public final class JudgeJson {
    /// The name and version of the document.
    public static final String SCHEMA = "gradus.judge/1";

    private JudgeJson() {}

    /// The whole document, keys in their order.
    public static Map<String, @Nullable Object> tree(JudgeReport report) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("schema", SCHEMA);
        tree.put("verdict", report.verdict().map(VerdictKind::word).orElse(null));
        tree.put("headline", report.headline());
        tree.put("use", report.recorded().use().map(ToUse::sentence).orElse(null));
        tree.put("reasons", report.reasons());
        tree.put("todo", report.todo());
        tree.put("heldOut", report.heldOut());
        tree.put("source", report.source());
        tree.put("rows", report.rows());
        tree.put("goal", report.goal().map(JudgeJson::goal).orElse(null));
        tree.put("matters", orNull(report.matters()));
        tree.put("winner", report.winner().map(name -> winner(report, name)).orElse(null));
        tree.put("arms", list(report.arms(), arm -> arm(report, arm)));
        tree.put("comparisons", list(report.comparisons(), JudgeJson::pair));
        tree.put("refused", list(report.refused(), JudgeJson::refused));
        tree.put("gates", list(report.gates(), JudgeJson::gate));
        tree.put("couldNotCompute", report.couldNotCompute());
        tree.put("economics", RecordTree.of(report.economics()));
        tree.put("findings", list(report.findings(), JudgeJson::finding));
        tree.put("promptLint", report.prompt().map(JudgeJson::prompt).orElse(null));
        tree.put("scope", report.scope());
        tree.put("recorded", recorded(report.recorded()));
        tree.put("seconds", report.seconds());
        return tree;
    }

    private static Map<String, @Nullable Object> recorded(Recorded recorded) {
        Map<String, @Nullable Object> tree = RecordTree.of(recorded);
        tree.put(
                "use",
                recorded.use()
                        .map(use -> {
                            Map<String, @Nullable Object> one = RecordTree.of(use);
                            one.put("sentence", use.sentence());
                            return one;
                        })
                        .orElse(null));
        tree.put("tasks", list(recorded.tasks(), JudgeJson::task));
        return tree;
    }

    private static Map<String, @Nullable Object> task(TaskVerdict task) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("task", task.task());
        tree.put("share", task.share().orElse(null));
        tree.put("items", task.items());
        tree.put("verdict", task.verdict().map(VerdictKind::word).orElse(null));
        tree.put("headline", task.headline());
        tree.put("winner", task.winner().orElse(null));
        Map<String, @Nullable Object> highest = new LinkedHashMap<>();
        highest.put("arm", task.highest().map(JudgedArm::name).orElse(null));
        highest.put(
                "score",
                task.highest().flatMap(JudgedArm::score).map(JudgeJson::score).orElse(null));
        tree.put("highest", highest);
        tree.put(
                "goals",
                list(
                        task.goals(),
                        one -> {
                            Map<String, @Nullable Object> goal = new LinkedHashMap<>();
                            goal.put("arm", one.arm());
                            goal.putAll(check(one.check()));
                            return goal;
                        }));
        return tree;
    }

    private static Map<String, @Nullable Object> goal(Goal goal) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("score", goal.score());
        tree.put("matters", goal.matters());
        tree.put("tolerance", goal.tolerance());
        tree.put("costPerThousand", money(goal.costPerThousandCalls()));
        tree.put("p95Ms", goal.p95().map(Duration::toMillis).orElse(null));
        return tree;
    }

    private static @Nullable Map<String, @Nullable Object> winner(JudgeReport report, String name) {
        String scope = report.scope();
        return report.arms().stream()
                .filter(arm -> arm.name().equals(name) && arm.task().equals(scope))
                .findFirst()
                .map(arm -> arm(report, arm))
                .orElse(null);
    }

    private static Map<String, @Nullable Object> arm(JudgeReport report, JudgedArm arm) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("arm", arm.name());
        tree.put("model", arm.model());
        tree.put("armName", arm.armName());
        tree.put("rung", arm.rung());
        tree.put("task", arm.task());
        tree.put("rows", arm.rows());
        tree.put("score", arm.score().map(JudgeJson::score).orElse(null));
        tree.put("costPerThousand", money(arm.costPerThousand()));
        tree.put("latencyMs", arm.latency().map(JudgeJson::latency).orElse(null));
        tree.put("tokensPerCall", arm.tokens().map(JudgeJson::tokens).orElse(null));
        tree.put("emptyShare", orNull(arm.emptyShare()));
        tree.put("failed", arm.failed());
        tree.put("failedWhy", arm.failure().orElse(null));
        tree.put("coverage", RecordTree.of(arm.coverage()));
        tree.put("ranked", arm.ranked());
        tree.put("unrankedWhy", arm.unranked().orElse(null));
        tree.put("oracle", arm.oracle().map(one -> one.source().word()).orElse(null));
        tree.put(
                "goal",
                arm.task().equals(report.scope())
                        ? report.check(arm.name()).map(JudgeJson::check).orElse(null)
                        : null);
        return tree;
    }

    private static Map<String, @Nullable Object> score(JudgedArm.Score score) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("value", score.value());
        tree.put("low", score.interval().low());
        tree.put("high", score.interval().high());
        tree.put("n", score.n());
        tree.put("missing", score.missing());
        tree.put("level", score.interval().level());
        tree.put("method", score.method());
        return tree;
    }

    private static Map<String, @Nullable Object> latency(JudgedArm.Latency latency) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("p50", latency.p50());
        tree.put("p95", latency.p95());
        tree.put("p95Upper", orNull(latency.p95Upper()));
        return tree;
    }

    private static Map<String, @Nullable Object> tokens(JudgedArm.Tokens tokens) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("prompt", tokens.prompt());
        tree.put("completion", tokens.completion());
        return tree;
    }

    private static Map<String, @Nullable Object> check(GoalCheck check) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("status", check.status().word());
        tree.put("level", check.level());
        tree.put("lowerBound", check.lower());
        tree.put("upperBound", check.upper());
        tree.put("moreRows", orNull(check.moreRows()));
        tree.put("moreRowsInWords", check.rows().map(RowsToSettle::words).orElse(null));
        tree.put("words", check.words());
        tree.put("method", check.method());
        tree.put(
                "checks",
                list(
                        check.parts(),
                        part -> {
                            Map<String, @Nullable Object> one = new LinkedHashMap<>();
                            one.put("what", part.what());
                            one.put("need", part.need());
                            one.put("have", part.have());
                            one.put("status", part.status().word());
                            return one;
                        }));
        return tree;
    }

    private static Map<String, @Nullable Object> pair(JudgedPair pair) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("task", pair.task());
        tree.put("baseline", pair.baseline());
        tree.put("candidate", pair.candidate());
        tree.put("rule", pair.rule().word());
        tree.put("claims", pair.rule().byScores() ? "better alone" : "both ways");
        tree.put("sharedOnly", pair.sharedOnly());
        tree.put("n", pair.n());
        tree.put("scoreBaseline", pair.scoreBaseline());
        tree.put("scoreCandidate", pair.scoreCandidate());
        tree.put("baselineOnly", pair.baselineOnly());
        tree.put("candidateOnly", pair.candidateOnly());
        tree.put("p", pair.p());
        tree.put("pAdjusted", pair.pAdjusted());
        tree.put("difference", difference(pair.difference(), pair.interval()));
        tree.put("unadjusted", RecordTree.of(pair.plain()));
        tree.put("lower", pair.lower());
        tree.put("upper", pair.rule().byScores() ? null : pair.upper());
        tree.put("missing", pair.missing());
        tree.put("emptyBaseline", pair.emptyBaseline());
        tree.put("emptyCandidate", pair.emptyCandidate());
        tree.put("costDelta", money(pair.costDelta()));
        tree.put("method", pair.method());
        tree.put("shown", pair.shown().word());
        tree.put("says", pair.says());
        tree.put("detectable", orNull(pair.detectable()));
        tree.put("moreRows", orNull(pair.more()));
        tree.put("heterogeneity", pair.spread().map(JudgeJson::spread).orElse(null));
        tree.put("turns", pair.turns().stream().map(RecordTree::of).toList());
        return tree;
    }

    private static Map<String, @Nullable Object> difference(double value, Interval interval) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("value", value);
        tree.put("low", interval.low());
        tree.put("high", interval.high());
        tree.put("level", interval.level());
        return tree;
    }

    private static Map<String, @Nullable Object> spread(JudgedPair.Spread spread) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("q", spread.q());
        tree.put("df", spread.df());
        tree.put("p", spread.p());
        tree.put("iSquared", spread.iSquared());
        return tree;
    }

    private static Map<String, @Nullable Object> refused(RefusedPair pair) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("task", pair.task());
        tree.put("baseline", pair.baseline());
        tree.put("candidate", pair.candidate());
        tree.put("shared", pair.shared());
        tree.put("why", pair.why());
        return tree;
    }

    private static Map<String, @Nullable Object> gate(Gate gate) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("gate", gate.name());
        tree.put("need", gate.need());
        tree.put("have", gate.have());
        tree.put("pass", gate.status() == Gate.Status.UNKNOWN ? null : gate.passes());
        tree.put("status", gate.status().word());
        tree.put("source", gate.source());
        tree.put("todo", gate.todo());
        return tree;
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("code", finding.code());
        tree.put("severity", finding.severity().word());
        tree.put("where", finding.where());
        tree.put("what", finding.what());
        tree.put("cost", finding.cost());
        tree.put("todo", finding.todo());
        tree.put("evidence", finding.evidence());
        return tree;
    }

    private static Map<String, @Nullable Object> prompt(PromptReport prompt) {
        Optional<ListedLabels> labels = prompt.labels();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("prompt", prompt.where());
        tree.put("tokensEstimate", prompt.tokensEstimate());
        tree.put("labelsListed", labels.map(known -> known.listed().size()).orElse(null));
        tree.put("goldLabels", labels.map(JudgeJson::existing).orElse(null));
        tree.put("goldLabelsNotListed", labels.map(ListedLabels::missing).orElse(List.of()));
        tree.put("listedLabelsNotGold", labels.map(ListedLabels::unknown).orElse(List.of()));
        tree.put("items", labels.map(ListedLabels::examples).orElse(null));
        tree.put("itemsWhoseGoldIsNotListed", labels.map(ListedLabels::unanswerable).orElse(null));
        tree.put("ceiling", prompt.ceiling());
        return tree;
    }

    private static int existing(ListedLabels labels) {
        return labels.listed().size() - labels.unknown().size() + labels.missing().size();
    }

    private static @Nullable Map<String, @Nullable Object> money(Optional<Money> money) {
        return money.map(
                        one -> {
                            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
                            tree.put("amount", one.amount());
                            tree.put("currency", one.currency());
                            return tree;
                        })
                .orElse(null);
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static <T> List<Map<String, @Nullable Object>> list(
            List<T> things, Function<T, Map<String, @Nullable Object>> tree) {
        return things.stream().map(tree).toList();
    }
}
