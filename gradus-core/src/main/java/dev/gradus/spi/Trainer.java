package dev.gradus.spi;

import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Tunes the weights of in-process encoders; found by `ServiceLoader`. What it learns from is
/// handed to it: it sees no dev and no test example.
public interface Trainer {

    /// Why it cannot tune this base here, and what to do; empty where it can.
    Optional<String> refusal(ModelName base);

    /// SHA-256 of the graph whose weights would be tuned, as it is installed now; empty where it is
    /// not.
    Optional<String> baseHash(ModelName base);

    /// Tunes once, and leaves an adapter in the job's folder: `adapter_model.safetensors`,
    /// `adapter_config.json` (PEFT's layout), `head.safetensors`, `training.json`. A folder that
    /// holds a checkpoint of the same job goes on from there with the same result; one that holds
    /// the finished result returns it. Costs CPU time on every core.
    ///
    /// @throws GradusException with what is wrong and what to do
    Trained train(Job job, Watch watch);

    /// Writes the adapter's weights into copies of the base's graphs, beside the adapter:
    /// `merged.onnx`, and `merged-q.onnx` where the base's quantized twin is installed.
    ///
    /// @param adapter folder of the adapter
    /// @throws GradusException.Data where the adapter is not of this base, or is damaged
    void merge(Path adapter, ModelName base);

    /// Keeps a finished run for good, as the next version of the task's adapters. What is kept is
    /// found again by its id, in the folder `adapters/TASK/vN` beside the ledger.
    ///
    /// @param home the ledger's folder
    /// @param dataset content hash of the examples that it learned from
    /// @param seeds held-out score of every seed that was tried, this one among them
    Kept keep(Path home, String task, Trained trained, Job job, String dataset, List<Seed> seeds);

    /// Writes down how good a kept adapter is and what became of it; both replace what stood there.
    ///
    /// @param home the ledger's folder
    /// @param dev score of the candidate that serves it, in [0,1]
    /// @param test likewise on the sealed test; empty where it was not opened
    /// @param decision what became of it, with the reason
    void note(
            Path home,
            String task,
            Kept kept,
            OptionalDouble dev,
            OptionalDouble test,
            String decision);

    /// @param id content hash over weights, head, recipe and base
    /// @param version within the task, from 1
    record Kept(Path folder, String id, int version) {}

    /// One of several runs that differ in their seed alone.
    record Seed(long seed, double heldScore, int bestEpoch) {}

    /// One training run.
    ///
    /// @param base an in-process encoder; a quantized one is tuned by its full-precision twin
    /// @param recipe how; one run, whatever `recipe.seeds()` says
    /// @param labels names of the classes, in the task's order
    /// @param train what is learned from; the trainer holds out `recipe.held()` of it, groups kept
    ///   whole, to stop early
    /// @param probes texts to answer with the tuned weights once training has ended
    /// @param seed of every random choice
    /// @param folder that the run has to itself
    /// @param limit after which training stops, with what it has; empty without one
    record Job(
            ModelName base,
            Recipe recipe,
            List<String> labels,
            List<Labelled> train,
            List<String> probes,
            long seed,
            Path folder,
            Optional<Duration> limit) {
        public Job {
            labels = List.copyOf(labels);
            train = List.copyOf(train);
            probes = List.copyOf(probes);
        }
    }

    /// @param label index into the labels
    /// @param group examples with the same number are never split apart
    record Labelled(String text, int label, int group) {}

    /// What a run left behind.
    ///
    /// @param folder of the adapter
    /// @param epochs one entry an epoch that ended
    /// @param bestEpoch whose weights were kept, from 1
    /// @param heldScore accuracy on the held-out part of train at that epoch
    /// @param probes one answer a probe
    /// @param cpuSeconds of the whole run, checkpoints before it included
    /// @param wallSeconds likewise
    /// @param baseHash SHA-256 of the base's graph
    /// @param note what the user should know: resumed, slower without the vector module, stopped by
    ///   the limit; may be empty
    record Trained(
            Path folder,
            List<Epoch> epochs,
            int bestEpoch,
            double heldScore,
            List<Prediction> probes,
            double cpuSeconds,
            double wallSeconds,
            String baseHash,
            String note) {
        public Trained {
            epochs = List.copyOf(epochs);
            probes = List.copyOf(probes);
        }
    }

    /// @param number from 1
    /// @param loss mean over the epoch's steps
    /// @param heldLoss on the held-out part
    /// @param heldScore accuracy there, in [0,1]
    /// @param examplesPerSecond while training
    record Epoch(
            int number, double loss, double heldLoss, double heldScore, double examplesPerSecond) {}

    /// Told how far a run is; may ask it to stop. Called from one thread.
    interface Watch {
        /// @param step of `steps`
        /// @param loss of late, smoothed
        /// @param heldScore at the last epoch that ended; empty before the first
        /// @param examplesPerSecond of late
        void at(
                long step,
                long steps,
                double loss,
                OptionalDouble heldScore,
                double examplesPerSecond);

        /// True once the run should write a checkpoint and end.
        default boolean stop() {
            return false;
        }

        Watch SILENT = (step, steps, loss, heldScore, rate) -> {};
    }
}
