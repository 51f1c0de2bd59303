package dev.gradus.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.embedded.EmbeddedEncoders;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer;
import dev.gradus.spi.Trainer.Job;
import dev.gradus.spi.Trainer.Labelled;
import dev.gradus.spi.Trainer.Trained;
import dev.gradus.spi.Trainer.Watch;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Against the real encoder, in real processes.
class EncoderTrainerTest {
    private static final ModelName BASE = ModelName.parse("embedded/minilm-l6");

    @TempDir Path folder;

    @Test
    void a_killed_run_goes_on_with_the_same_result() throws IOException {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        Trained expected = trainer().train(job(whole), Watch.SILENT);

        assertThatThrownBy(() -> trainer().train(job(killed), new Killing(killed)))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageMatching(
                        "(?s)the training process died at step \\d+ of 12: it ended with exit code 137.*\\. The last checkpoint stays in "
                                + java.util.regex.Pattern.quote(killed.toString())
                                + ": run the same command again, and it goes on from there\\.");
        Trained resumed = trainer().train(job(killed), Watch.SILENT);

        assertThat(resumed.note()).isEqualTo("Resumed from a checkpoint.");
        assertThat(resumed.probes()).isEqualTo(expected.probes());
        assertThat(resumed.heldScore()).isEqualTo(expected.heldScore());
        for (String file : List.of("adapter_model.safetensors", "head.safetensors")) {
            assertThat(killed.resolve(file))
                    .hasBinaryContent(Files.readAllBytes(whole.resolve(file)));
        }
        assertThat(trainer().train(job(killed), new Killing(killed))).isEqualTo(resumed);
    }

    @ParameterizedTest
    @EnumSource(Recipe.Kind.class)
    void the_merged_graph_answers_as_the_trainer_did(Recipe.Kind kind) {
        Recipe recipe = recipe(kind, 1);
        List<String> probes = List.of("where is my card", "money back", "12 dollars");
        Trained trained =
                trainer()
                        .train(
                                new Job(
                                        BASE,
                                        recipe,
                                        labels(),
                                        examples(),
                                        probes,
                                        1,
                                        folder,
                                        Optional.empty()),
                                Watch.SILENT);

        trainer().merge(folder, BASE);

        var adapted = new EmbeddedEncoders().openAdapted(BASE, folder);
        try (Encoder encoder = adapted.encoder()) {
            for (int i = 0; i < probes.size(); i++) {
                Prediction served = adapted.head().classify(encoder.encode(probes.get(i)).vector());
                assertThat(served.label()).isEqualTo(trained.probes().get(i).label());
                assertThat(served.confidence())
                        .as("%s", probes.get(i))
                        .isEqualTo(trained.probes().get(i).confidence(), within(1e-3));
            }
        }
    }

    @Test
    void stops_at_a_checkpoint_when_asked() {
        assertThatThrownBy(() -> trainer().train(job(folder), new Stopping()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("training was stopped at step")
                .hasMessageContaining("run the same command again, and it goes on from there");
        assertThat(folder.resolve("checkpoint.bin")).exists();
    }

    @Test
    void an_error_of_the_training_process_is_told_as_it_is() {
        List<Labelled> same =
                examples().stream().map(e -> new Labelled(e.text(), e.label(), 1)).toList();
        Job job = new Job(BASE, recipe(), labels(), same, List.of(), 1, folder, Optional.empty());

        assertThatThrownBy(() -> trainer().train(job, Watch.SILENT))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "train has 1 group of examples, and tuning holds one out to know when to stop. Add examples of other groups.");
    }

    @Test
    void refuses_what_does_not_run_here() {
        assertThat(trainer().refusal(BASE)).isEmpty();
        assertThat(trainer().refusal(ModelName.parse("embedded/minilm-l6-q"))).isEmpty();
        assertThat(trainer().refusal(ModelName.parse("openai/gpt")))
                .contains(
                        "openai/gpt does not run in this process: name an embedded/ encoder under tuning.base.");
        assertThat(trainer().refusal(ModelName.parse("embedded/none"))).isPresent();
    }

    private static Trainer trainer() {
        return ServiceLoader.load(Trainer.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(EncoderTrainer.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static Job job(Path folder) {
        return new Job(
                BASE,
                recipe(),
                labels(),
                examples(),
                List.of("where is my card", "money back"),
                1,
                folder,
                Optional.empty());
    }

    private static Recipe recipe() {
        return recipe(Recipe.Kind.LORA, 4);
    }

    private static Recipe recipe(Recipe.Kind kind, int epochs) {
        return new Recipe(
                kind, 2, 4, 0, 1e-3, epochs, 8, 0.1, 0.01, 1, 9, Recipe.Start.CENTROIDS, 1, 0.2);
    }

    private static List<String> labels() {
        return List.of("card", "refund");
    }

    private static List<Labelled> examples() {
        List<Labelled> examples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            examples.add(new Labelled("my card number " + i + " has not arrived", 0, 2 * i));
            examples.add(new Labelled("please send " + i + " dollars back to me", 1, 2 * i + 1));
        }
        return examples;
    }

    /// Kills the process that trains in a folder once it has an epoch behind it.
    private record Killing(Path folder) implements Watch {
        @Override
        public void at(long step, long steps, double loss, OptionalDouble held, double rate) {
            if (held.isPresent()) {
                ProcessHandle.current()
                        .children()
                        .filter(child ->
                                child.info().commandLine().orElse("").endsWith(folder.toString()))
                        .forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static final class Stopping implements Watch {
        private boolean seen;

        @Override
        public void at(long step, long steps, double loss, OptionalDouble held, double rate) {
            seen = true;
        }

        @Override
        public boolean stop() {
            return seen;
        }
    }
}
