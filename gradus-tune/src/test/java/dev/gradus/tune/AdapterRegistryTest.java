package dev.gradus.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.tune.AdapterManifest.Evaluation;
import dev.gradus.tune.AdapterManifest.Provenance;
import dev.gradus.tune.AdapterManifest.SeedScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterRegistryTest {
    private static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");

    @TempDir Path folder;

    private AdapterRegistry registry;

    @BeforeEach
    void open() {
        registry =
                new AdapterRegistry(
                        folder.resolve("ledger"), "card-support", InstantSource.fixed(NOW));
    }

    static Provenance provenance() {
        return new Provenance(
                ModelName.parse("embedded/minilm-l6"),
                "ab".repeat(32),
                "cd".repeat(32),
                800,
                Recipe.standard(),
                List.of(new SeedScore(1, 0.81), new SeedScore(2, 0.83)),
                2);
    }

    /// What training leaves behind, by name; the registry does not look inside.
    static Path finished(Path folder, String content) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("adapter_model.safetensors"), "weights " + content);
            Files.writeString(folder.resolve("adapter_config.json"), "{}");
            Files.writeString(folder.resolve("head.safetensors"), "head");
            Files.writeString(folder.resolve("merged.onnx"), "graph");
            Files.writeString(folder.resolve("checkpoint.bin"), "not part of it");
            return folder;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void versions_count_up_and_are_found_by_version_and_by_id() {
        AdapterManifest first = registry.add(finished(folder.resolve("a"), "1"), provenance());
        AdapterManifest second = registry.add(finished(folder.resolve("b"), "2"), provenance());

        assertThat(first.name()).isEqualTo("v1");
        assertThat(second.name()).isEqualTo("v2");
        assertThat(registry.list()).containsExactly(first, second);
        assertThat(registry.find("v2")).contains(second);
        assertThat(registry.find(first.id())).contains(first);
        assertThat(registry.find(first.id().substring(0, 8))).contains(first);
        assertThat(registry.find("v3")).isEmpty();
        assertThat(registry.find("../v1")).isEmpty();
        assertThat(first.created()).isEqualTo(NOW);
        assertThat(first.evaluation().held()).hasValue(0.83);
        assertThat(registry.folder(first))
                .isEqualTo(folder.resolve("ledger/adapters/card-support/v1"))
                .isDirectoryContaining("glob:**/head.safetensors")
                .isDirectoryNotContaining("glob:**/checkpoint.bin");
        assertThat(folder.resolve("a/head.safetensors")).exists();
    }

    @Test
    void the_same_content_is_one_adapter_and_another_recipe_is_another() {
        AdapterManifest first = registry.add(finished(folder.resolve("a"), "1"), provenance());
        assertThat(registry.add(finished(folder.resolve("b"), "1"), provenance())).isEqualTo(first);
        Provenance made = provenance();
        Recipe other = RandomAdapter.recipe(Recipe.Kind.DORA);
        AdapterManifest second =
                registry.add(
                        folder.resolve("a"),
                        new Provenance(
                                made.base(),
                                made.baseHash(),
                                made.datasetHash(),
                                made.examples(),
                                other,
                                made.seeds(),
                                made.keptSeed()));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.version()).isEqualTo(2);
        assertThat(registry.find("v2").orElseThrow().provenance().recipe()).isEqualTo(other);
    }

    @Test
    void an_evaluation_and_a_decision_are_added_later() {
        AdapterManifest added = registry.add(finished(folder.resolve("a"), "1"), provenance());

        registry.withEvaluation(
                added,
                new Evaluation(
                        OptionalDouble.of(0.83), OptionalDouble.of(0.85), OptionalDouble.empty()),
                Optional.of("rolled back: forgot 3 points of support-hours"));

        AdapterManifest read = registry.find("v1").orElseThrow();
        assertThat(read.evaluation().dev()).hasValue(0.85);
        assertThat(read.evaluation().test()).isEmpty();
        assertThat(read.decision()).contains("rolled back: forgot 3 points of support-hours");
        assertThat(read.id()).isEqualTo(added.id());
        registry.verify(read);
    }

    @Test
    void a_changed_file_is_told() throws IOException {
        AdapterManifest added = registry.add(finished(folder.resolve("a"), "1"), provenance());
        registry.verify(added);
        Path weights = registry.folder(added).resolve("adapter_model.safetensors");
        Files.writeString(weights, "weights 2");

        assertThatThrownBy(() -> registry.verify(added))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        weights
                                + " is not what was put into the registry: its checksum differs. Restore it from a copy, or tune again: ./gradus tune DIR.");
        assertThatThrownBy(() -> registry.export(added, folder.resolve("copy")))
                .isInstanceOf(GradusException.Data.class);
        assertThat(folder.resolve("copy")).doesNotExist();
        Files.delete(weights);
        assertThatThrownBy(() -> registry.verify(added))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(weights + " is missing.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"format\": 2}",
                "{\"format\": 1}",
                "[]",
                "{\"format\": 1, \"task\": 7}",
            })
    void a_damaged_manifest_is_told(String json) throws IOException {
        AdapterManifest added = registry.add(finished(folder.resolve("a"), "1"), provenance());
        Path file = registry.folder(added).resolve("adapter.json");
        Files.writeString(file, json);

        assertThatThrownBy(registry::list)
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(file + " is damaged: ")
                .hasMessageEndingWith(
                        "Restore it from a copy, or remove the folder and tune again: ./gradus tune DIR.");
    }

    @Test
    void a_recipe_that_was_edited_no_longer_fits_the_id() throws IOException {
        AdapterManifest added = registry.add(finished(folder.resolve("a"), "1"), provenance());
        Path file = registry.folder(added).resolve("adapter.json");
        String json = Files.readString(file);
        Files.writeString(file, json.replace("\"rank\" : 8", "\"rank\" : 9"));
        AdapterManifest edited = registry.find("v1").orElseThrow();

        assertThatThrownBy(() -> registry.verify(edited))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("adapter.json is not what was put into the registry");
        Files.writeString(file, json.replace("\"rank\" : 8", "\"rank\" : 0"));
        assertThatThrownBy(registry::list)
                .hasMessageContaining("is damaged: tuning.rank is 1 to 256, not 0.");
        Files.writeString(file, json.replace("\"version\" : 1", "\"version\" : 4"));
        assertThatThrownBy(registry::list)
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("says it is v4 of card-support.");
    }

    @Test
    void an_export_is_a_whole_copy_in_a_new_folder() {
        AdapterManifest added = registry.add(finished(folder.resolve("a"), "1"), provenance());
        registry.export(added, folder.resolve("out/copy"));

        assertThat(folder.resolve("out/copy/adapter_model.safetensors")).hasContent("weights 1");
        assertThat(ManifestJson.read(folder.resolve("out/copy"))).isEqualTo(added);
        assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**/.incoming-*");
        assertThatThrownBy(() -> registry.export(added, folder.resolve("out/copy")))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageEndingWith("exists already. Name a folder that does not, or remove it.");
    }

    @Test
    void an_unfinished_folder_is_not_added() throws IOException {
        Path unfinished = finished(folder.resolve("a"), "1");
        Files.delete(unfinished.resolve("head.safetensors"));
        assertThatThrownBy(() -> registry.add(unfinished, provenance()))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(unfinished.resolve("head.safetensors") + " is missing.");
        assertThat(registry.list()).isEmpty();
    }

    @Test
    void what_a_killed_process_left_behind_is_removed_after_a_day() throws IOException {
        Path adapters = folder.resolve("ledger/adapters/card-support");
        Path old = finished(adapters.resolve(".incoming-old"), "1");
        Path young = finished(adapters.resolve(".incoming-young"), "1");
        Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(young, FileTime.from(NOW.minus(Duration.ofHours(1))));

        registry.add(finished(folder.resolve("a"), "1"), provenance());

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(registry.list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/b", "", ".", "/etc", "a\0b", "-x", "a\\b"})
    void a_task_cannot_lead_out_of_the_folder(String task) {
        assertThatThrownBy(() -> new AdapterRegistry(folder, task, InstantSource.system()))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageContaining("is no name of a task:");
    }

    @Test
    void processes_that_add_at_once_get_versions_of_their_own() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("x", "y")) {
            processes.add(
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    AddMany.class.getName(),
                                    folder.toString(),
                                    name)
                            .inheritIO()
                            .start());
        }
        Files.createFile(folder.resolve("go"));
        List<Integer> exits = new ArrayList<>();
        for (Process process : processes) {
            exits.add(process.waitFor());
        }
        assertThat(exits).containsExactly(0, 0);

        List<AdapterManifest> all = registry.list();
        assertThat(all)
                .extracting(AdapterManifest::version)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(all).extracting(AdapterManifest::id).doesNotHaveDuplicates();
        all.forEach(registry::verify);
        assertThat(folder.resolve("ledger/adapters/card-support"))
                .isDirectoryNotContaining("glob:**/.incoming-*");
    }

    /// Adds five adapters as fast as it can, once it may.
    static final class AddMany {
        private AddMany() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            AdapterRegistry registry =
                    new AdapterRegistry(
                            folder.resolve("ledger"), "card-support", InstantSource.system());
            while (!Files.exists(folder.resolve("go"))) {
                Thread.sleep(1);
            }
            for (int i = 0; i < 5; i++) {
                registry.add(finished(folder.resolve(args[1] + i), args[1] + i), provenance());
            }
        }
    }
}
