package dev.gradus.spi;

import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.cost.Price;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;

/// Tunes chat models where they are served; found by `ServiceLoader`. What it learns from is handed
/// to it: it sees no dev and no test example.
public interface ModelTuner {

    /// Why it cannot tune this base, and what to do; empty where it can, as far as is known without
    /// asking the provider. Opens no connection.
    ///
    /// @param settings of the base's provider
    /// @param place as for `ModelSource`
    Optional<String> refusal(ModelName base, ProviderSettings settings, ModelSource.Place place);

    /// Tokens of one epoch over such conversations, with what the provider's format adds to them.
    ///
    /// @param counter tokens of one text
    long tokens(List<List<Message>> conversations, ToIntFunction<String> counter);

    /// What an order would cost; empty where the price of training is unknown.
    Optional<Money> expected(Order order);

    /// Tunes, which takes minutes to hours and costs what the provider charges. A process that is
    /// killed anywhere goes on from the order's file, and pays nothing twice.
    ///
    /// @return empty where the watch wanted to stop: the job goes on at the provider, and the same
    ///   order follows it again
    /// @throws GradusException with what is wrong and what to do; of kind `Budget` where the order
    ///   would cost more than it may, or nobody knows, before anything is handed over
    Optional<Tuned> tune(Order order, Watch watch);

    /// What is tuned on what.
    ///
    /// @param settings of the base's provider
    /// @param train conversations, each ending in the assistant's right answer; at least one
    /// @param held likewise, for the provider to measure the loss on; may be empty
    /// @param counter tokens of one text
    /// @param epochs how often each is learned from, 1 to 50
    /// @param seed of the provider's random choices
    /// @param suffix in the tuned model's name
    /// @param budget what training may cost; empty for no limit
    /// @param price of the base; empty where nothing is known of it
    /// @param file in which a killed process finds its job again; of this order alone
    record Order(
            ModelName base,
            ProviderSettings settings,
            ModelSource.Place place,
            List<List<Message>> train,
            List<List<Message>> held,
            ToIntFunction<String> counter,
            int epochs,
            long seed,
            Optional<String> suffix,
            Optional<Money> budget,
            Optional<Price> price,
            Path file) {
        public Order {
            Objects.requireNonNull(base, "base");
            train = train.stream().map(List::copyOf).toList();
            held = held.stream().map(List::copyOf).toList();
            if (epochs < 1 || epochs > 50) {
                throw new GradusException.Usage(
                        "tuning.epochs is "
                                + epochs
                                + ", and a provider trains 1 to 50. Write 3, or leave it out.");
            }
        }
    }

    /// What came of it.
    ///
    /// @param model as a task file names it
    /// @param job at the provider
    /// @param tokens that the provider charges for; empty where it does not say
    /// @param cost what it cost; empty where the price is unknown
    /// @param measured true where the cost is of tokens that the provider counted
    /// @param events what the provider told, the oldest first
    /// @param notes what the user should know
    record Tuned(
            ModelName model,
            String job,
            OptionalLong tokens,
            Optional<Money> cost,
            boolean measured,
            List<JobEvent> events,
            List<String> notes) {
        public Tuned {
            events = List.copyOf(events);
            notes = List.copyOf(notes);
        }
    }

    /// Told how far a tuning is; may end the wait for it. Called from the thread that tunes.
    interface Watch {
        void at(Progress progress);

        /// True once nobody waits any longer.
        default boolean stop() {
            return false;
        }

        Watch SILENT = progress -> {};
    }

    /// How far a tuning is.
    ///
    /// @param job at the provider
    /// @param status for people
    /// @param step of `steps`; both empty until the provider says
    /// @param loss on what is learned from
    /// @param heldLoss on what is held out
    /// @param tokens that are charged for as far as the provider says, else that are expected
    /// @param money of these; empty where the price is unknown
    /// @param left until it ends, as far as that can be told
    record Progress(
            String job,
            String status,
            OptionalLong step,
            OptionalLong steps,
            OptionalDouble loss,
            OptionalDouble heldLoss,
            long tokens,
            Optional<Money> money,
            Optional<Duration> left) {}
}
