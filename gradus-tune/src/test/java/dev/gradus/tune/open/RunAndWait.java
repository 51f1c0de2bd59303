package dev.gradus.tune.open;

import java.nio.file.Path;
import java.util.Optional;

/// A process that runs a recipe and is killed then: `RunAndWait FOLDER PYTHON`.
final class RunAndWait {
    private RunAndWait() {}

    public static void main(String[] args) {
        System.out.println("running");
        new OpenTrainer(name ->
                name.equals("GRADUS_PYTHON") ? Optional.of(args[1]) : Optional.empty())
                .run(Path.of(args[0]), Optional.empty(), progress -> {});
    }
}
