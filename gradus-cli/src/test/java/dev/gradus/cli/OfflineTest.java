package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A climb asks nothing of the network and leaves nothing outside the task's folder.
class OfflineTest {
    @TempDir private Path temporary;

    @Test
    void climbs_in_a_network_of_its_own_that_leads_nowhere() throws Exception {
        assumeTrue(mayLeaveTheNetwork(), "unshare -n is not allowed here");
        Path task = SmallTask.in(temporary.resolve("task"));

        Cli climbed =
                new ChildJvm(temporary, "unshare", "-n").run("climb", task, "--all", "--json");

        assertThat(climbed.exitCode()).as(climbed.err()).isIn(0, 1, 6);
        assertThat(climbed.document().text("schema")).contains("gradus.verdict/1");
    }

    /// ONNX Runtime 1.29 ends the process with signal 11 over one unless its telemetry is off.
    @Test
    @Tag("slow")
    void a_long_command_line_is_no_danger_to_the_native_libraries() throws Exception {
        Path task = SmallTask.in(temporary.resolve("task"));
        ChildJvm jvm = new ChildJvm(temporary);

        Cli climbed =
                jvm.ended(
                        jvm.of(
                                        List.of("-Dpad=" + "x".repeat(100_000)),
                                        "climb",
                                        task,
                                        "--only",
                                        "prompt")
                                .start());

        assertThat(climbed.exitCode()).as(climbed.err()).isIn(0, 1, 6);
    }

    @Test
    void writes_only_into_the_folder_of_the_task() throws Exception {
        Path task = SmallTask.in(temporary.resolve("task"));
        Path home = Files.createDirectories(temporary.resolve("home"));
        Path scratch = Files.createDirectories(temporary.resolve("tmp"));
        ChildJvm jvm = new ChildJvm(temporary);
        ProcessBuilder climb =
                jvm.of(
                        List.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + scratch),
                        "climb",
                        task,
                        "--only",
                        "prompt,classifier");
        // Some libraries are silent where they recognise a build server; a user's machine is none.
        climb.environment().keySet().retainAll(Set.of("PATH", "LC_ALL"));
        climb.environment().put("HOME", home.toString());
        climb.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
        climb.directory(Files.createDirectories(temporary.resolve("elsewhere")).toFile());

        Cli climbed = jvm.ended(climb.start());

        assertThat(climbed.exitCode()).as(climbed.err()).isIn(0, 1, 6);
        assertThat(left(home)).isEmpty();
        // The native libraries, unpacked once for all processes of this user.
        assertThat(left(scratch))
                .allMatch(file ->
                        file.startsWith(
                                scratch.resolve("gradus-" + System.getProperty("user.name"))));
        assertThat(left(temporary.resolve("elsewhere"))).isEmpty();
        assertThat(left(task))
                .allMatch(file -> file.startsWith(task.resolve(".gradus")) || isOfTheTask(file));
    }

    private static boolean isOfTheTask(Path file) {
        return List.of("gradus.yaml", "labels.yaml", "train.csv", "test.csv")
                .contains(String.valueOf(file.getFileName()));
    }

    private static List<Path> left(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder)).toList();
        }
    }

    private static boolean mayLeaveTheNetwork() throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("unshare", "-n", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException none) {
            return false;
        }
    }
}
