package dev.gradus;

import dev.gradus.TuneRequest.Other;
import dev.gradus.candidate.Candidate;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.ladder.Prompts;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.ModelSource;
import dev.gradus.stats.Seeds;
import dev.gradus.task.Calling;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import dev.gradus.tuning.ForgettingSlice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// What a tuned chat model must not lose: the built-in instructions, and the user's other tasks,
/// each asked by its own prompt and scored by its own score, of the base and of the tuned model. At
/// most 1,000 examples of a task are asked, drawn by chance; each of its slices counts on its own.
record ChatForgetting(TuneBench bench, ModelName base, ModelName tuned) {
    private static final int MOST = 1_000;

    List<ForgettingSlice> slices() {
        List<ForgettingSlice> slices = new ArrayList<>();
        slices.add(
                new ChatSkills()
                        .slice(
                                bench.equipment().caller(),
                                bench.task().calling().sampling(),
                                base,
                                tuned,
                                bench.request().climb().progress()));
        bench.request().others().forEach(other -> slices.addAll(of(other)));
        return slices;
    }

    private List<ForgettingSlice> of(Other other) {
        List<Example> asked = drawn(other);
        ClimbRequest request = request(other, asked);
        Prompts prompts = Prompts.of(request.task());
        Candidate.Prompted before =
                prompts.own(base).stream().findFirst().orElseGet(() -> prompts.sharper(base));
        List<Run> runs =
                bench.runs(
                        request,
                        new Splits(List.of(), asked, List.of(), false, Set.of()),
                        List.of(before, before.withModel(tuned)));
        List<OptionalDouble> was = scores(runs.getFirst());
        List<OptionalDouble> is = scores(runs.getLast());
        int[] groups = Encoders.groups(asked);
        String suite = other.task().name();
        List<ForgettingSlice> slices = new ArrayList<>();
        int[] all = IntStream.range(0, asked.size()).toArray();
        slices.add(slice(suite, suite, was, is, groups, all));
        TreeSet<String> names = new TreeSet<>();
        asked.forEach(one -> one.slices().forEach((key, value) -> names.add(key + "=" + value)));
        for (String name : names) {
            slices.add(slice(suite, name, was, is, groups, rows(asked, name)));
        }
        return slices;
    }

    private List<Example> drawn(Other other) {
        List<Example> examples = new ArrayList<>(other.examples());
        if (examples.size() <= MOST) {
            return examples;
        }
        Collections.shuffle(
                examples,
                new Random(Seeds.seed(bench.seed(), "forgetting of " + other.task().name())));
        return List.copyOf(examples.subList(0, MOST));
    }

    private static List<OptionalDouble> scores(Run run) {
        return run.outcomes().stream().map(Outcome::score).toList();
    }

    private static int[] rows(List<Example> asked, String slice) {
        return IntStream.range(0, asked.size())
                .filter(i ->
                        asked.get(i).slices().entrySet().stream()
                                .anyMatch(
                                        one -> (one.getKey() + "=" + one.getValue()).equals(slice)))
                .toArray();
    }

    private static ForgettingSlice slice(
            String suite,
            String name,
            List<OptionalDouble> was,
            List<OptionalDouble> is,
            int[] groups,
            int[] rows) {
        return new ForgettingSlice(
                suite,
                name,
                Arrays.stream(rows).mapToObj(was::get).toList(),
                Arrays.stream(rows).mapToObj(is::get).toList(),
                Arrays.stream(rows).mapToObj(i -> groups[i]).toList());
    }

    /// The other task, asked of this base: reached as the task that is tuned says, and paid from
    /// its budget.
    private ClimbRequest request(Other other, List<Example> asked) {
        ClimbRequest own = bench.request().climb();
        Task task =
                other.task()
                        .withCalling(calling(other.task().calling()))
                        .withBudget(own.task().budget(), own.task().calling().tokenBudget());
        List<ModelName> models = new ArrayList<>(task.models());
        if (models.stream().allMatch(ModelName::inProcess)) {
            models.add(base);
        }
        Outside outside = own.outside();
        return new ClimbRequest(
                task.withModels(models),
                asked,
                Optional.empty(),
                own.options(),
                false,
                own.configuration(),
                own.observer(),
                own.progress(),
                Optional.empty(),
                new Outside(
                        outside.prices(),
                        new ModelSource.Place(
                                other.folder().orElse(outside.place().folder()),
                                outside.place().environment()),
                        outside.mostCallsAtOnce(),
                        outside.recorder(),
                        outside.polling(),
                        outside.home()));
    }

    private Calling calling(Calling other) {
        Map<String, ProviderSettings> providers = new HashMap<>(other.providers());
        providers.put(base.provider(), anchored(bench.task().calling().provider(base.provider())));
        return new Calling(
                providers,
                other.prompts(),
                other.sampling(),
                1,
                other.tokenBudget(),
                false,
                other.rewrites(),
                other.writer(),
                other.efforts(),
                other.validators());
    }

    /// Files named relative to this task stay where they are.
    private ProviderSettings anchored(ProviderSettings settings) {
        return new ProviderSettings(
                settings.api(),
                settings.baseUrl(),
                settings.keyVariable(),
                settings.keyFile().map(this::anchored),
                settings.headers(),
                settings.proxy(),
                settings.caFile().map(this::anchored),
                settings.options());
    }

    private String anchored(String file) {
        Path folder = bench.request().climb().outside().place().folder();
        return folder.resolve(file).toAbsolutePath().toString();
    }
}
