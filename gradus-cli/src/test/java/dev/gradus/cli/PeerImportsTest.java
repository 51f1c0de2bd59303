package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Results of other tools, from `import outcomes` through to `judge`: what is missing stays
/// missing, an item is what was asked, and the books balance.
class PeerImportsTest {
    private static final Path PEERS = Path.of("src/test/resources/dev/gradus/cli/peers");

    @TempDir private Path folder;

    private Document imported(Object... words) {
        List<Object> all = new ArrayList<>(List.of("import", "outcomes"));
        all.addAll(List.of(words));
        all.addAll(List.of("--into", folder.resolve("o.csv"), "--json"));
        Cli cli = Cli.run(all.toArray());
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return balanced(cli.document());
    }

    /// The report, where every record is in its books.
    static Document balanced(Document report) {
        long left =
                report.documents("records.leftOut").stream()
                        .mapToLong(one -> one.count("records"))
                        .sum();
        assertThat(report.count("records.taken") + report.count("records.merged") + left)
                .isEqualTo(report.count("records.held"));
        return report;
    }

    private Document judged(Object... words) {
        List<Object> all = new ArrayList<>(List.of("judge", folder.resolve("o.csv"), "--json"));
        all.addAll(List.of(words));
        Cli cli = Cli.run(all.toArray());
        return cli.document();
    }

    private static Document arm(Document judged, String name) {
        return judged.documents("arms").stream()
                .filter(one -> one.text("arm").orElse("").equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(
                                name
                                        + " is not in "
                                        + judged.documents("arms").stream()
                                                .map(a -> a.text("arm"))
                                                .toList()));
    }

    @Test
    void what_a_scorer_lost_is_missing_through_judge() {
        Document report =
                imported(
                        PEERS.resolve("errored-scored-zero/a.json"),
                        PEERS.resolve("errored-scored-zero/b.json"));
        Document judged = judged();

        assertThat(report.documents("records.missing").getFirst().count("records")).isEqualTo(20);
        assertThat(arm(judged, "openai/b / plain").count("score.missing")).isEqualTo(20);
        assertThat(judged.documents("comparisons"))
                .noneMatch(pair -> pair.text("shown").orElse("").startsWith("worse"));
    }

    @Test
    void epochs_are_repeats_of_one_item() {
        Document report =
                imported(
                        PEERS.resolve("inspect-epochs/a.json"),
                        PEERS.resolve("inspect-epochs/b.json"));
        Document judged = judged("--goal", "0.8", "--matters", "0.05");

        assertThat(report.count("records.held")).isEqualTo(200);
        assertThat(report.count("records.taken")).isEqualTo(40);
        assertThat(report.texts("records.notes"))
                .anyMatch(note -> note.contains("20 items asked up to 5 times"));
        assertThat(arm(judged, "openai/a / plain").count("score.n")).isEqualTo(20);
        assertThat(judged.text("verdict")).contains("inconclusive");
    }

    @Test
    void a_bare_nan_is_a_missing_score_and_letters_are_inspects() throws Exception {
        Document report = imported(PEERS.resolve("inspect-nan/log.json"));

        assertThat(Files.readAllLines(folder.resolve("o.csv")))
                .anyMatch(row -> row.startsWith("mine,n,faulty,") && row.contains(",x,,"))
                .anyMatch(row -> row.startsWith("mine,p,faulty,") && row.contains(",0.5,"))
                .anyMatch(row -> row.startsWith("mine,bo,faulty,") && row.contains(",1,"))
                .anyMatch(row -> row.startsWith("mine,na,faulty,") && row.contains(",0,"));
        assertThat(report.documents("records.missing"))
                .extracting(one -> one.text("why").orElse("") + " " + one.count("records"))
                .containsExactlyInAnyOrder(
                        "with a score outside 0 to 1 1",
                        "without a score 1",
                        "whose call failed 2");
        assertThat(report.documents("notMapped"))
                .anyMatch(one -> one.text("construct").orElse("").startsWith("score match"));
    }

    @Test
    void a_score_is_taken_by_its_name_and_asked_for_where_there_are_several() {
        Path export = PEERS.resolve("langfuse-order/export.json");
        Cli several =
                Cli.run("import", "outcomes", export, "--into", folder.resolve("n.csv"), "--json");
        assertThat(several.exitCode()).isEqualTo(2);
        assertThat(several.err()).contains("'toxicity' (120)", "'correctness' (120)");
        assertThat(folder.resolve("n.csv")).doesNotExist();

        Document report = imported(export, "--score", "correctness");

        assertThat(report.documents("notMapped"))
                .anyMatch(one ->
                        one.text("construct").orElse("").equals("score toxicity (120 results)"));
        double one = arm(judged(), "m / v1").number("score.value").orElseThrow();
        assertThat(one).isNotCloseTo(0.23, within(0.02));
    }

    @Test
    void only_what_somebody_checked_has_a_score() {
        Document report = imported(PEERS.resolve("promptfoo-nothing-checked/output.json"));

        assertThat(report.documents("records.missing"))
                .extracting(one -> one.text("why").orElse("") + " " + one.count("records"))
                .containsExactlyInAnyOrder(
                        "of which nothing was checked 2",
                        "whose check failed to run 1",
                        "with a score outside 0 to 1 2");
    }

    /// With one description and with none.
    @ParameterizedTest
    @ValueSource(strings = {"ra.json rb.json", "rc.json rd.json"})
    void another_prompt_text_is_another_arm_of_the_same_task(String names) {
        String[] files = names.split(" ");
        imported(
                PEERS.resolve("promptfoo-two-files").resolve(files[0]),
                PEERS.resolve("promptfoo-two-files").resolve(files[1]));

        Document judged = judged();

        assertThat(judged.documents("arms"))
                .extracting(one -> one.text("arm").orElse(""))
                .containsExactly("mine / prompt 1", "mine / prompt 2");
        assertThat(judged.documents("comparisons")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bool.csv", "bool.jsonl", "bool.parquet"})
    void a_truth_value_is_a_score(String name) {
        Cli judged = Cli.run("judge", PEERS.resolve("bool-correct").resolve(name), "--json");

        assertThat(judged.exitCode()).as(judged.err()).isZero();
        assertThat(judged.document().documents("arms"))
                .allMatch(arm -> arm.number("score.value").isPresent());
    }

    /// Two logs that Inspect 0.3.285 packed with Zstandard: four samples in two epochs, and four
    /// with another argument of the task.
    @Test
    void packed_logs_of_inspect_are_read_and_runs_are_named_by_what_differs() {
        Document report =
                imported(
                        PEERS.resolve("inspect-eval/two-epochs.eval"),
                        PEERS.resolve("inspect-eval/other-hint.eval"));

        assertThat(report.count("records.held")).isEqualTo(12);
        assertThat(report.count("records.taken")).isEqualTo(8);
        assertThat(judged().documents("arms"))
                .extracting(one -> one.text("armName").orElse(""))
                .containsExactly(
                        "system_message + generate (hint none)",
                        "system_message + generate (hint think)");
        assertThat(
                        arm(judged(), "mockllm/model / system_message + generate (hint none)")
                                .number("score.value")
                                .orElseThrow())
                .isEqualTo(0.5);
    }

    /// A run that was filtered: promptfoo counts its tests from 0 again.
    @Test
    void a_filtered_and_reordered_run_pairs_by_what_was_asked() throws Exception {
        Path all = promptfoo("all.json", "Say {{q}}", List.of("a", "b", "c", "d"), "");
        Path some = promptfoo("some.json", "Please {{q}}", List.of("d", "b"), "");

        imported(all, some);

        assertThat(Files.readAllLines(folder.resolve("o.csv")).stream().skip(1))
                .extracting(row -> row.split(",")[1] + row.split(",")[2])
                .containsExactly(
                        "\"{\"\"q\"\":\"\"a\"\"}\"prompt 1",
                        "\"{\"\"q\"\":\"\"b\"\"}\"prompt 1",
                        "\"{\"\"q\"\":\"\"c\"\"}\"prompt 1",
                        "\"{\"\"q\"\":\"\"d\"\"}\"prompt 1",
                        "\"{\"\"q\"\":\"\"d\"\"}\"prompt 2",
                        "\"{\"\"q\"\":\"\"b\"\"}\"prompt 2");
    }

    @Test
    void repeats_of_promptfoo_are_one_item_and_a_session_is_no_variable() throws Exception {
        Path repeats =
                promptfoo("r.json", "Say {{q}}", List.of("a", "a", "b"), ", \"sessionId\": \"%d\"");

        Document report = imported(repeats);

        assertThat(report.count("records.taken")).isEqualTo(2);
        assertThat(report.count("records.merged")).isEqualTo(1);
    }

    /// The same prompt text asked of one provider at two temperatures.
    @Test
    void runs_that_differ_in_a_parameter_are_two_arms() throws Exception {
        Path cold = promptfoo("cold.json", "Say {{q}}", List.of("a", "b"), "");
        Path warm = folder.resolve("warm.json");
        String config =
                "\"config\": {\"providers\": [{\"id\": \"mine\", \"config\": {\"temperature\": %s}}]}";
        Files.writeString(
                warm,
                Files.readString(cold).replaceFirst("\\{", "{" + config.formatted("0.9") + ", "));
        Files.writeString(
                cold,
                Files.readString(cold).replaceFirst("\\{", "{" + config.formatted("0.1") + ", "));

        Document report = imported(cold, warm);

        assertThat(report.texts("records.notes"))
                .contains(
                        "arm mine / prompt 1 (temperature 0.1): 2",
                        "arm mine / prompt 1 (temperature 0.9): 2");
    }

    /// Nothing tells the runs apart but their files.
    @Test
    void the_same_run_twice_is_named_by_its_file() throws Exception {
        Path before = promptfoo("before.json", "Say {{q}}", List.of("a", "b"), "");
        Path after = promptfoo("after.json", "Say {{q}}", List.of("b", "a"), "");
        Path rest = promptfoo("rest.json", "Ask {{q}}", List.of("c"), "");
        Path more = promptfoo("more.json", "Ask {{q}}", List.of("d"), "");

        Document report = imported(before, after, rest, more);

        assertThat(report.texts("records.notes"))
                .contains(
                        "arm mine / prompt 1 [before.json]: 2",
                        "arm mine / prompt 1 [after.json]: 2",
                        "arm mine / prompt 2: 2");
    }

    private Path promptfoo(String name, String label, List<String> asked, String more)
            throws Exception {
        StringBuilder results = new StringBuilder();
        for (int i = 0; i < asked.size(); i++) {
            String q = asked.get(i);
            results.append(i == 0 ? "" : ",")
                    .append(
                            """
                            {"promptIdx": 0, "testIdx": %d, "success": true, "score": 1, "provider": {"id": "mine", "label": ""},
                             "prompt": {"raw": "%s", "label": "%s"}, "vars": {"q": "%s"%s}, "response": {"output": "yes"},
                             "testCase": {"assert": [{"type": "equals", "value": "yes"}]}}
                            """
                                    .formatted(
                                            i,
                                            label.replace("{{q}}", q),
                                            label,
                                            q,
                                            more.isEmpty() ? "" : more.formatted(i)));
        }
        return Files.writeString(
                folder.resolve(name),
                "{\"results\": {\"version\": 3, \"results\": [" + results + "]}}");
    }

    @Test
    void nothing_stays_of_an_import_that_failed() throws Exception {
        Path broken = Files.writeString(folder.resolve("b.json"), "{\"results\": [");
        Path into = folder.resolve("out/o.csv");

        Cli failed =
                Cli.run(
                        "import",
                        "outcomes",
                        PEERS.resolve("inspect-epochs/a.json"),
                        broken,
                        "--into",
                        into);

        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(into.getParent()).doesNotExist();
    }
}
