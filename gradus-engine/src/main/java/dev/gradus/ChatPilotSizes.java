package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.canonical.Canonical;
import dev.gradus.spi.ModelTuner;
import dev.gradus.stats.Groups;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The sizes of a chat model's pilot that its provider takes, each larger than the one before, and
/// the examples that all of them are scored on.
///
/// @param half of train that teaches
/// @param held of the other half
/// @param sizes the smallest first
record ChatPilotSizes(List<Example> half, List<Example> held, List<ChatPilotSize> sizes) {
    /// Held-out examples that are answered. On 1,000, where tuned and untuned differ in a tenth of
    /// them, a gain is known to +-2 points; more answers are paid for at every size, twice.
    private static final int MOST_HELD = 1_000;

    /// A learning curve needs three, and without it a gate stays unknown whatever was paid.
    private static final int FEWEST_SIZES = 3;

    /// Writes the lessons; asks and orders nothing.
    ///
    /// @param asked how the whole training would be asked
    /// @param best the best candidate below
    static ChatPilotSizes of(
            LastRung last,
            ChatOrders orders,
            Candidate.Prompted asked,
            Candidate best,
            Payer payer,
            Beside beside) {
        PilotCut cut = PilotCut.of(orders.task(), last.splits().train(), orders.seed());
        List<Example> half = cut.halves().first();
        List<Example> held = cut.sample(cut.halves().second(), MOST_HELD);
        int least =
                orders.outside()
                        .prices()
                        .price(orders.base())
                        .map(price -> price.tuningFacts().minimumExamples().orElse(1))
                        .orElse(1);
        List<ChatPilotSize> sizes = new ArrayList<>();
        for (double share : PilotCut.SHARES) {
            List<Example> taught = cut.nested(half, share);
            if (!sizes.isEmpty() && taught.size() <= sizes.getLast().examples()) {
                continue;
            }
            HeldTo to = new HeldTo(cut.drawn(half), taught);
            Candidate.Prompted own = to.prompted(asked).withModel(orders.base());
            Candidate frozen = to.candidate(best);
            beside.work(
                    payer,
                    last.request(),
                    ChatPilotSize.splits(taught, held),
                    (equipment, evaluator) ->
                            sizes.add(
                                    size(
                                            taught,
                                            held,
                                            own,
                                            frozen,
                                            orders,
                                            equipment.prompting())));
            if (sizes.getLast().lessons().learned().size() < least) {
                sizes.removeLast();
            }
        }
        return new ChatPilotSizes(half, held, List.copyOf(sizes));
    }

    private static ChatPilotSize size(
            List<Example> taught,
            List<Example> held,
            Candidate.Prompted own,
            Candidate frozen,
            ChatOrders orders,
            Prompting prompting) {
        double share = orders.task().plan().recipe().held();
        return new ChatPilotSize(
                1,
                taught,
                own,
                frozen,
                ChatLessons.of(taught, prompting, own, share, orders.seed()),
                PilotQuote.call(own, prompting, held, orders.counter()),
                PilotQuote.calls(frozen, prompting, held, orders.counter()));
    }

    /// What is ordered: each size with two seeds, the smallest size first.
    List<ChatPilotSize> jobs() {
        return sizes.stream()
                .flatMap(size -> IntStream.rangeClosed(1, PilotSize.RUNS).mapToObj(size::again))
                .toList();
    }

    /// Why there is no forecast of them, and what to do; empty where there is one.
    Optional<String> tooFew(String provider) {
        int[] groups = Encoders.groups(held);
        int count = Groups.count(groups);
        if (sizes.size() < FEWEST_SIZES) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "label more: of the pilot's sizes, a quarter, a half and all of %,d"
                                    + " examples, %s takes %d, and a forecast needs %d; no job was"
                                    + " ordered",
                            half.size(),
                            provider,
                            sizes.size(),
                            FEWEST_SIZES));
        }
        return count == groups.length || count >= Groups.MINIMUM
                ? Optional.empty()
                : Optional.of(
                        "label more groups: the pilot's held-out examples fall into "
                                + count
                                + ", and an interval needs "
                                + Groups.MINIMUM
                                + "; no job was ordered");
    }

    /// What is not measured yet.
    PilotQuote quote(List<ChatPilotSize> open, ModelTuner tuner, ChatOrders orders) {
        long calls = (long) held.size() * orders.task().calling().repeats();
        Set<String> untuned = new HashSet<>();
        PilotQuote sum = PilotQuote.NOTHING;
        for (ChatPilotSize size : open) {
            sum = sum.plus(size.quote(tuner, orders, calls, untuned.add(size.frozen().id())));
        }
        return sum;
    }

    /// What a size's figures are kept by: all that they depend on.
    String key(ChatPilotSize size, ChatOrders orders) {
        Task task = orders.task();
        ContentHash hash =
                new ContentHash()
                        .add(Canonical.text("pilot at a provider"))
                        .add(
                                Canonical.text(
                                        String.valueOf(
                                                size.order(orders, Optional.empty())
                                                        .file()
                                                        .getFileName())))
                        .add(Canonical.text(size.own().id()))
                        .add(Canonical.text(size.frozen().id()))
                        .add(Canonical.printed(task.score().printed()))
                        .add(Canonical.number(task.calling().repeats()));
        held.forEach(one ->
                hash.add(Canonical.text(one.id()))
                        .add(Canonical.text(one.input()))
                        .add(Canonical.text(one.expected())));
        return hash.hex();
    }
}
