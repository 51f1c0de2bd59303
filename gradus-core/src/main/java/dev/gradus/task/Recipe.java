package dev.gradus.task;

import dev.gradus.canonical.Printed;
import java.util.Locale;
import java.util.Objects;

/// How weights are tuned: the settings that make a training run what it is. Part of an adapter's
/// identity.
///
/// @param kind what is trained
/// @param rank of the low-rank pairs, 1 to 256; unused for full tuning
/// @param alpha scale of the low-rank pairs: their product counts `alpha / rank` times
/// @param dropout on the inputs of the low-rank pairs, in [0, 0.9]
/// @param learningRate after the warm-up, above 0
/// @param epochs at most, 1 to 1,000
/// @param batch examples of one step, 1 to 1,024
/// @param warmup share of the steps over which the rate rises from 0
/// @param weightDecay decoupled from the gradient (AdamW)
/// @param clip the most the gradient's norm may be
/// @param patience epochs without a lower held-out loss after which training stops
/// @param start what comes before the first step
/// @param seeds independent runs whose spread is shown, 1 to 20
/// @param held share of train that is held out to stop early, above 0 and below 0.5
public record Recipe(
        Kind kind,
        int rank,
        double alpha,
        double dropout,
        double learningRate,
        int epochs,
        int batch,
        double warmup,
        double weightDecay,
        double clip,
        int patience,
        Start start,
        int seeds,
        double held) {

    /// What is trained.
    public enum Kind {
        /// Low-rank pairs beside all six linear layers of each block (Hu et al. 2021).
        LORA,
        /// The same with the weight's magnitude trained apart from its direction (Liu et al. 2024).
        DORA,
        /// Every weight of the encoder.
        FULL;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What comes before the first step.
    public enum Start {
        /// The head begins at the labels' centroids.
        CENTROIDS,
        /// First pairs of like and unlike examples are drawn together and apart, as SetFit does
        /// (Tunstall et al. 2022); then the head begins at the centroids. For few examples a label.
        CONTRASTIVE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Recipe {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(start, "start");
        within("rank", rank, 1, 256);
        within("epochs", epochs, 1, 1000);
        within("batch", batch, 1, 1024);
        within("patience", patience, 1, 1000);
        within("seeds", seeds, 1, 20);
        require(alpha > 0 && alpha <= 4096, "alpha", "above 0 and at most 4096", alpha);
        require(dropout >= 0 && dropout <= 0.9, "dropout", "in [0, 0.9]", dropout);
        require(
                learningRate > 0 && learningRate <= 1,
                "learning-rate",
                "above 0 and at most 1",
                learningRate);
        require(warmup >= 0 && warmup < 1, "warmup", "in [0, 1)", warmup);
        require(weightDecay >= 0 && weightDecay <= 1, "weight-decay", "in [0, 1]", weightDecay);
        require(clip > 0 && clip <= 1000, "clip", "above 0 and at most 1000", clip);
        require(held > 0 && held < 0.5, "held", "above 0 and below 0.5", held);
    }

    /// LoRA of rank 8 on all six linear layers.
    public static Recipe standard() {
        return standard(Kind.LORA);
    }

    /// The settings that did best on parts of Banking77 which no example uses, for each kind.
    public static Recipe standard(Kind kind) {
        double rate = kind == Kind.FULL ? 1e-4 : 2e-3;
        return new Recipe(kind, 8, 16, 0, rate, 5, 16, 0.1, 0.01, 1, 3, Start.CENTROIDS, 1, 0.1);
    }

    /// LoRA for generative models: rank 16 on all linear layers, a rate of 2e-4, 3 epochs.
    ///
    /// LoRA learns best at about ten times the rate of full fine-tuning, whatever its rank: an
    /// order of magnitude in Biderman et al. (2024), LoRA Learns Less and Forgets Less, TMLR, which
    /// also finds that all linear layers should be adapted and not attention alone; a factor of
    /// about ten in Schulman et al. (2025), LoRA Without Regret, Thinking Machines Lab, likewise
    /// with all layers. Full fine-tuning of chat models is commonly run at 1e-5 to 2e-5. Rank 16
    /// and alpha 32 (twice the rank, as the former proposes) hold what a few thousand short
    /// examples can teach. Small batches: the latter finds LoRA less tolerant of large ones.
    public static Recipe generative() {
        return new Recipe(
                Kind.LORA, 16, 32, 0, 2e-4, 3, 16, 0.03, 0, 1, 2, Start.CENTROIDS, 1, 0.1);
    }

    /// The same for one run: how many seeds there are says nothing about any one of them.
    public Recipe oneRun() {
        return new Recipe(
                kind,
                rank,
                alpha,
                dropout,
                learningRate,
                epochs,
                batch,
                warmup,
                weightDecay,
                clip,
                patience,
                start,
                1,
                held);
    }

    /// What identities are made of: the same text in every release. A component that is added is
    /// written at the end, and only where it is not at its default.
    public Printed printed() {
        return Printed.record("Recipe")
                .with("kind", Printed.word(kind))
                .with("rank", Printed.number(rank))
                .with("alpha", Printed.number(alpha))
                .with("dropout", Printed.number(dropout))
                .with("learningRate", Printed.number(learningRate))
                .with("epochs", Printed.number(epochs))
                .with("batch", Printed.number(batch))
                .with("warmup", Printed.number(warmup))
                .with("weightDecay", Printed.number(weightDecay))
                .with("clip", Printed.number(clip))
                .with("patience", Printed.number(patience))
                .with("start", Printed.word(start))
                .with("seeds", Printed.number(seeds))
                .with("held", Printed.number(held))
                .end();
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "tuning." + name + " is " + least + " to " + most + ", not " + value);
        }
    }

    private static void require(boolean holds, String name, String what, double value) {
        if (!holds) {
            throw new IllegalArgumentException("tuning." + name + " is " + what + ", not " + value);
        }
    }
}
