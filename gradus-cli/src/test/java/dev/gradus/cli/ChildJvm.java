package dev.gradus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Gradus in a process of its own, which can be killed and shut off from the network.
final class ChildJvm {
    private static final int MOST_MINUTES = 5;
    private final Path folder;
    private final List<String> before;

    /// @param folder where its output goes
    /// @param before what starts it, as in `unshare -n`
    ChildJvm(Path folder, String... before) {
        this.folder = folder;
        this.before = List.of(before);
    }

    ProcessBuilder of(List<String> flags, Object... words) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path")));
        command.addAll(flags);
        command.add(Main.class.getName());
        for (Object word : words) {
            command.add(word.toString());
        }
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile());
    }

    Process start(Object... words) throws IOException {
        return of(List.of(), words).start();
    }

    /// Runs to the end.
    Cli run(Object... words) throws IOException, InterruptedException {
        return ended(start(words));
    }

    Cli ended(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("not done within " + MOST_MINUTES + " minutes");
        }
        return new Cli(
                process.exitValue(),
                Files.readString(folder.resolve("stdout")),
                Files.readString(folder.resolve("stderr")));
    }
}
