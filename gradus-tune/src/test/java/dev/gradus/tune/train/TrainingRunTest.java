package dev.gradus.tune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.embedded.internal.SafeTensors;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer.Trained;
import dev.gradus.task.Recipe;
import dev.gradus.task.Recipe.Kind;
import dev.gradus.task.Recipe.Start;
import dev.gradus.tune.net.TinyBert;
import dev.gradus.tune.onnx.BertWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingRunTest {
    @TempDir Path folder;

    private static final Recipe LORA = TinyJob.recipe(Kind.LORA, Start.CENTROIDS, 1e-2, 6);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void learns_what_the_words_tell(Kind kind) {
        double rate = kind == Kind.FULL ? 2e-3 : 1e-2;
        TrainingJob job = job(TinyJob.recipe(kind, Start.CENTROIDS, rate, 8));

        assertThat(TinyJob.run(job, folder, new TinyJob.Silent(), 2)).isTrue();

        Trained trained = TrainingRecord.read(folder, job).orElseThrow();
        assertThat(trained.heldScore()).isGreaterThan(0.9);
        assertThat(trained.epochs()).hasSize(8);
        assertThat(trained.epochs().getLast().loss())
                .isLessThan(trained.epochs().getFirst().loss() / 2);
        assertThat(trained.probes()).extracting(p -> p.label()).containsExactly(0, 1, 2);
        assertThat(folder.resolve("checkpoint.bin")).doesNotExist();
    }

    @Test
    void leaves_an_adapter_in_the_layout_of_peft() throws IOException {
        TrainingJob job = job(TinyJob.recipe(Kind.DORA, Start.CENTROIDS, 1e-2, 1));
        TinyJob.run(job, folder, new TinyJob.Silent(), 1);

        SafeTensors pairs = SafeTensors.read(folder.resolve("adapter_model.safetensors"));
        String up = "base_model.model.encoder.layer.1.intermediate.dense.";
        assertThat(pairs.names()).hasSize(TinyJob.LAYERS * 6 * 3);
        assertThat(pairs.values(up + "lora_A.weight", 4, 32)).hasSize(4 * 32);
        assertThat(pairs.values(up + "lora_B.weight", 48, 4)).hasSize(48 * 4);
        assertThat(pairs.values(up + "lora_magnitude_vector", 48)).hasSize(48);
        assertThat(folder.resolve("adapter_config.json")).content().contains("\"use_dora\" : true");
        assertThat(SafeTensors.read(folder.resolve("head.safetensors")).values("weight", 3, 32))
                .hasSize(96);
    }

    @Test
    void gives_the_same_bits_with_one_worker_as_with_three() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path one = Files.createDirectory(folder.resolve("one"));
        TinyJob.run(job(LORA), one, new TinyJob.Silent(), 1);
        TinyJob.run(job(LORA), other, new TinyJob.Silent(), 3);

        assertThat(weights(other)).isEqualTo(weights(one));
    }

    @ParameterizedTest
    @EnumSource(Start.class)
    void goes_on_from_any_step_with_the_same_bits(Start start) throws IOException {
        TrainingJob job = job(TinyJob.recipe(Kind.LORA, start, 1e-2, 3));
        Path whole = Files.createDirectory(folder.resolve("whole"));
        TinyJob.run(job, whole, new TinyJob.Silent(), 2);
        for (int step : new int[] {1, 2, 5, 8, 9}) {
            Path broken = Files.createDirectory(folder.resolve("broken" + step));
            assertThatThrownBy(() -> TinyJob.run(job, broken, new Killed(step), 2))
                    .isInstanceOf(Killed.Now.class);

            TinyJob.run(job, broken, new TinyJob.Silent(), 2);

            assertThat(weights(broken)).as("killed at step %d", step).isEqualTo(weights(whole));
            assertThat(TrainingRecord.read(broken, job).orElseThrow().note())
                    .isEqualTo(step == 1 ? "" : "Resumed from a checkpoint.");
        }
    }

    @Test
    void stops_when_asked_and_goes_on_with_the_same_bits() throws IOException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path stopped = Files.createDirectory(folder.resolve("stopped"));
        TinyJob.run(job(LORA), whole, new TinyJob.Silent(), 2);

        assertThat(TinyJob.run(job(LORA), stopped, new Stopping(), 2)).isFalse();
        assertThat(stopped.resolve("checkpoint.bin")).exists();
        TinyJob.run(job(LORA), stopped, new TinyJob.Silent(), 2);

        assertThat(weights(stopped)).isEqualTo(weights(whole));
    }

    @Test
    void a_checkpoint_of_another_job_is_not_used() throws IOException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        TrainingJob other = job(TinyJob.recipe(Kind.LORA, Start.CENTROIDS, 3e-2, 6));
        TinyJob.run(job(LORA), whole, new TinyJob.Silent(), 2);
        assertThat(TinyJob.run(other, mixed, new Stopping(), 2)).isFalse();

        TinyJob.run(job(LORA), mixed, new TinyJob.Silent(), 2);

        assertThat(weights(mixed)).isEqualTo(weights(whole));
    }

    @Test
    void a_damaged_checkpoint_is_not_used() throws IOException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path hurt = Files.createDirectory(folder.resolve("hurt"));
        TinyJob.run(job(LORA), whole, new TinyJob.Silent(), 2);
        TinyJob.run(job(LORA), hurt, new Stopping(), 2);
        byte[] bytes = Files.readAllBytes(hurt.resolve("checkpoint.bin"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(hurt.resolve("checkpoint.bin"), bytes);

        TinyJob.run(job(LORA), hurt, new TinyJob.Silent(), 2);

        assertThat(weights(hurt)).isEqualTo(weights(whole));
    }

    @Test
    void stops_at_its_limit_with_what_it_has() {
        TrainingJob job = TinyJob.of(LORA, Optional.of(Duration.ofSeconds(1)));

        assertThat(TinyJob.run(job, folder, new TinyJob.Silent(), 1)).isTrue();

        Trained trained = TrainingRecord.read(folder, job).orElseThrow();
        assertThat(trained.epochs()).hasSize(1);
        assertThat(trained.note()).isEqualTo("Stopped by its limit of 1 s in epoch 1 of 6.");
    }

    @Test
    void a_loss_that_is_no_number_is_told_with_what_to_do() {
        BertWeights base = TinyBert.weights(TinyJob.LAYERS, TinyJob.SEED);
        base.words()[TinyBert.HIDDEN * (TinyBert.WORDS - 1)] = Float.NaN;

        assertThatThrownBy(() -> TinyJob.run(job(LORA), base, folder, new TinyJob.Silent(), 1))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageMatching(
                        "training went astray at step 1 of \\d+: the loss is NaN and its gradient NaN at a learning rate of 0.00500. Lower tuning.learning-rate \\(now 0.0100\\), to 0.001 say\\.");
    }

    private static TrainingJob job(Recipe recipe) {
        return TinyJob.of(recipe, Optional.empty());
    }

    private static Map<String, String> weights(Path folder) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                sums.put(
                        file.getFileName().toString(),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        assertThat(sums).isNotEmpty();
        return sums;
    }

    /// Ends the run between two steps, before anything of the step is saved.
    private record Killed(int step) implements Progress {
        static final class Now extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        @Override
        public void at(long at, long steps, double loss, OptionalDouble held, double rate) {
            if (at == step) {
                throw new Now();
            }
        }

        @Override
        public boolean stop() {
            return false;
        }
    }

    private static final class Stopping implements Progress {
        private boolean stop;

        @Override
        public void at(long at, long steps, double loss, OptionalDouble held, double rate) {
            stop = at == 6;
        }

        @Override
        public boolean stop() {
            return stop;
        }
    }
}
