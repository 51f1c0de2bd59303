package dev.gradus.tune;

import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// What is known of an adapter in the registry, `adapter.json` beside it.
///
/// @param task it was tuned for
/// @param version from 1, in the order they came
/// @param id content hash of weights, head, recipe and base: 64 hexadecimal digits
/// @param provenance what it was made of
/// @param checksums SHA-256 of every file, by name
/// @param evaluation how good it is; without scores until it was measured
/// @param created when it came into the registry
/// @param decision what became of it, as `promoted` or `rolled back`, with the reason; empty before
public record AdapterManifest(
        String task,
        int version,
        String id,
        Provenance provenance,
        Map<String, String> checksums,
        Evaluation evaluation,
        Instant created,
        Optional<String> decision) {
    public AdapterManifest {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(evaluation, "evaluation");
        checksums = Map.copyOf(checksums);
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1, not " + version);
        }
    }

    /// What an adapter was made of.
    ///
    /// @param base full-precision encoder that was tuned
    /// @param baseHash SHA-256 of its graph
    /// @param datasetHash content hash of the examples it learned from
    /// @param examples how many those were
    /// @param recipe how
    /// @param seeds every run of the recipe, the one that was kept among them
    /// @param keptSeed of the weights in the folder
    public record Provenance(
            ModelName base,
            String baseHash,
            String datasetHash,
            int examples,
            Recipe recipe,
            List<SeedScore> seeds,
            long keptSeed) {
        public Provenance {
            Objects.requireNonNull(recipe, "recipe");
            seeds = List.copyOf(seeds);
            if (seeds.stream().noneMatch(one -> one.seed() == keptSeed)) {
                throw new IllegalArgumentException(
                        "the kept seed " + keptSeed + " is not among the runs " + seeds);
            }
        }
    }

    /// @param held accuracy on the part of train that was held out, in [0,1]
    public record SeedScore(long seed, double held) {}

    /// Scores in [0,1]; empty where not measured.
    ///
    /// @param held on the part of train that was held out
    /// @param dev of the candidate that serves it
    /// @param test likewise, on the sealed test
    public record Evaluation(OptionalDouble held, OptionalDouble dev, OptionalDouble test) {
        static final Evaluation NONE =
                new Evaluation(
                        OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /// As it is called: `v3`.
    public String name() {
        return "v" + version;
    }

    AdapterManifest with(int otherVersion) {
        return new AdapterManifest(
                task, otherVersion, id, provenance, checksums, evaluation, created, decision);
    }

    AdapterManifest with(Evaluation measured, Optional<String> decided) {
        return new AdapterManifest(
                task, version, id, provenance, checksums, measured, created, decided);
    }
}
