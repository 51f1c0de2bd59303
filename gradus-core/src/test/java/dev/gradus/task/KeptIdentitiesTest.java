package dev.gradus.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.canonical.Canonical;
import dev.gradus.canonical.Printed;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.ToolCall;
import dev.gradus.spi.JobOrder;
import dev.gradus.spi.Model;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What stands in ledgers, job files and registries. The values were printed by the build of commit
/// fc198ec, before there was `Canonical`: what was paid for then is found again.
class KeptIdentitiesTest {
    private static final ModelName EMBEDDED = ModelName.parse("embedded/a");
    private static final ModelName CHAT = ModelName.parse("openai/b");

    @Test
    void recipes() {
        assertThat(bytes(Recipe.standard().printed()))
                .isEqualTo(
                        "Recipe[kind=LORA, rank=8, alpha=16.0, dropout=0.0, learningRate=0.002,"
                                + " epochs=5, batch=16, warmup=0.1, weightDecay=0.01, clip=1.0,"
                                + " patience=3, start=CENTROIDS, seeds=1, held=0.1]");
        assertThat(bytes(Recipe.generative().oneRun().printed()))
                .isEqualTo(
                        "Recipe[kind=LORA, rank=16, alpha=32.0, dropout=0.0, learningRate=2.0E-4,"
                                + " epochs=3, batch=16, warmup=0.03, weightDecay=0.0, clip=1.0,"
                                + " patience=2, start=CENTROIDS, seeds=1, held=0.1]");
    }

    @Test
    void scores() {
        Map<Scoring, String> wanted = new LinkedHashMap<>();
        wanted.put(Scoring.of(ScoreName.TOKEN_F1), "Plain[name=TOKEN_F1]");
        wanted.put(new Scoring.Regex("a.*"), "Regex[pattern=a.*]");
        wanted.put(new Scoring.Numeric(0.5, 0), "Numeric[tolerance=0.5, relative=0.0]");
        wanted.put(new Scoring.Similarity(EMBEDDED), "Similarity[encoder=embedded/a]");
        wanted.put(
                new Scoring.Judge(CHAT, "good, or bad", true, Optional.of("h.csv")),
                "Judge[model=openai/b, rubric=good, or bad, pairwise=true,"
                        + " calibration=Optional[h.csv]]");
        wanted.put(
                new Scoring.Judge(CHAT, "r", false, Optional.empty()),
                "Judge[model=openai/b, rubric=r, pairwise=false, calibration=Optional.empty]");
        wanted.put(new Scoring.Checks("c.csv"), "Checks[file=c.csv]");
        wanted.put(new Scoring.Cel("answer == 'x'"), "Cel[expression=answer == 'x']");
        wanted.put(
                new Scoring.Command(List.of("python3", "score.py")),
                "Command[command=[python3, score.py]]");
        wanted.forEach((score, text) -> assertThat(bytes(score.printed())).isEqualTo(text));
    }

    @Test
    void lessons_orders_and_methods() {
        List<Message> lesson =
                List.of(
                        new Message.System("be exact", true),
                        Message.user("hi"),
                        new Message.Assistant("", List.of(new ToolCall("1", "t", "{}"))),
                        new Message.ToolResult("1", "ok"));
        assertThat(text(Message.canonical(lesson)))
                .isEqualTo(
                        "[System[text=be exact, cached=true], User[text=hi, cached=false],"
                                + " Assistant[text=, calls=[ToolCall[id=1, name=t, arguments={}]]],"
                                + " ToolResult[call=1, text=ok]]");
        assertThat(bytes(new JobOrder.Supervised(JobOrder.Settings.of(3)).printed()))
                .isEqualTo(
                        "Supervised[settings=Settings[epochs=3, batchSize=OptionalInt.empty,"
                                + " learningRateMultiplier=OptionalDouble.empty]]");
        assertThat(
                        bytes(
                                new JobOrder.Preference(
                                                new JobOrder.Settings(
                                                        2,
                                                        OptionalInt.of(8),
                                                        OptionalDouble.of(0.5)),
                                                OptionalDouble.of(0.1))
                                        .printed()))
                .isEqualTo(
                        "Preference[settings=Settings[epochs=2, batchSize=OptionalInt[8],"
                                + " learningRateMultiplier=OptionalDouble[0.5]],"
                                + " beta=OptionalDouble[0.1]]");
        assertThat(bytes(new JobOrder.Reinforcement(JobOrder.Settings.of(1), "{}").printed()))
                .isEqualTo(
                        "Reinforcement[settings=Settings[epochs=1, batchSize=OptionalInt.empty,"
                                + " learningRateMultiplier=OptionalDouble.empty], grader={}]");
        assertThat(bytes(new Method.Linear(0.01).printed())).isEqualTo("{l2=0.01, method=linear}");
        assertThat(bytes(new Method.LabelNames().printed())).isEqualTo("{method=label-names}");
        assertThat(bytes(new Method.RetrievedShots(5).printed()))
                .isEqualTo("{method=retrieved-shots, neighbours=5}");
    }

    @Test
    void examples_candidates_and_calls() {
        Example plain = Example.of("1", "in", "out");
        Example columns =
                new Example(
                        "1",
                        "in",
                        "out",
                        Example.Origin.HUMAN,
                        true,
                        Map.of(),
                        Optional.of("g"),
                        new Example.Source("f", 1),
                        Map.of("a", "1", "b", "2", "c", "x, y"));
        assertThat(ContentHash.of(List.of(plain)))
                .isEqualTo("8dc177603a491033fd713cd10512d3a719c8953c444ac264db91f39f81faf69f");
        assertThat(ContentHash.of(List.of(columns)))
                .isEqualTo("a4c006dd6bd0a70ba57162411828af934a6f0a284a938f45ba58caffa5e64e2a");
        assertThat(
                        new Candidate.Encoded(
                                        EMBEDDED,
                                        new Method.LabelNames(),
                                        List.of(Label.of("x")),
                                        "")
                                .id())
                .isEqualTo("b662689c304fab7c");
        assertThat(
                        new Model.Call(
                                        ChatRequest.of(Sampling.standard(), Message.user("hi")),
                                        0,
                                        Duration.ofSeconds(1))
                                .key(CHAT))
                .isEqualTo("6ae287feabf6a255e9920b499c8fcace");
    }

    /// A component that is added to one of these must be written into the identities that it is
    /// part of, where it is not at its default: into `TaskFields`, or the record's own `printed`.
    /// Then it is named here.
    @Test
    void every_component_of_what_is_identified_is_thought_of() {
        assertThat(components(Task.class))
                .containsExactly(
                        "name",
                        "brief",
                        "answer",
                        "score",
                        "goal",
                        "traffic",
                        "policy",
                        "models",
                        "prompt",
                        "machineRatePerCoreHour",
                        "tuning",
                        "budget",
                        "currency",
                        "calling",
                        "plan");
        assertThat(components(Goal.class))
                .containsExactly("score", "matters", "tolerance", "costPerThousandCalls", "p95");
        assertThat(components(Traffic.class))
                .containsExactly("callsPerDay", "growthPerMonth", "costOfAnError");
        assertThat(components(Policy.class))
                .containsExactly("stage", "localOnly", "horizonMonths", "stableSince");
        assertThat(components(TuningCosts.class))
                .containsExactly(
                        "training",
                        "labellingPerExample",
                        "evaluation",
                        "retrainsPerYear",
                        "servingPerThousandCalls",
                        "spent");
        assertThat(components(Calling.class))
                .containsExactly(
                        "providers",
                        "prompts",
                        "sampling",
                        "repeats",
                        "tokenBudget",
                        "batch",
                        "rewrites",
                        "writer",
                        "efforts",
                        "validators");
        assertThat(components(ProviderSettings.class))
                .containsExactly(
                        "api",
                        "baseUrl",
                        "keyVariable",
                        "keyFile",
                        "headers",
                        "proxy",
                        "caFile",
                        "options");
        assertThat(components(Label.class)).containsExactly("name", "description");
        assertThat(components(Money.class)).containsExactly("amount", "currency");
        assertThat(components(Recipe.class)).hasSize(14);
        assertThat(components(JobOrder.Settings.class)).hasSize(3);
        assertThat(components(Scoring.Judge.class)).hasSize(4);
        assertThat(components(Scoring.Numeric.class)).hasSize(2);
    }

    @Test
    void fields_are_sorted_at_every_depth_and_an_order_of_chance_is_refused() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("z", 1);
        inner.put("a", List.of(Map.of("k", true)));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("y", inner);
        fields.put("b", "text");

        assertThat(text(Canonical.fields(fields)))
                .isEqualTo("{\"b\":\"text\",\"y\":{\"a\":[{\"k\":true}],\"z\":1}}");
        assertThatThrownBy(() -> Canonical.fields(Map.of("s", Set.of("a", "b"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Canonical.fields(Map.of("s", Label.of("a"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    private static String bytes(Printed form) {
        return text(Canonical.printed(form));
    }

    private static String text(Canonical canonical) {
        return new String(canonical.bytes(), StandardCharsets.UTF_8);
    }
}
