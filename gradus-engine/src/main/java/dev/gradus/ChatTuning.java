package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelTuner;
import dev.gradus.spi.ModelTuner.Order;
import dev.gradus.spi.ModelTuner.Tuned;
import dev.gradus.stats.Seeds;
import dev.gradus.task.ModelName;
import dev.gradus.task.Task;
import dev.gradus.tuning.Forgetting;
import dev.gradus.tuning.ReleaseDecision;

/// Tunes a chat model where it is served: the best prompt with the right answers behind it goes to
/// the provider, and the same prompt is put to the model that comes back.
final class ChatTuning implements TuningWay {
    private final TuneBench bench;
    private final Task task;
    private final ModelName base;
    private final ChatOrders orders;
    private final ModelTuner tuner;
    private final Candidate.Prompted asked;

    /// @throws GradusException where the base cannot be tuned, or the policy forbids it
    ChatTuning(TuneBench bench, ModelName base) {
        this.bench = bench;
        this.task = bench.task();
        this.base = base;
        this.orders = ChatOrders.of(bench.request().climb(), base, bench.home());
        ChatOrders.refuseLocalOnly(task, base);
        this.asked =
                ChatQuote.asked(bench.last())
                        .orElseThrow(() ->
                                new GradusException.Usage(
                                        "no prompt was measured, so there is none to tune "
                                                + base
                                                + " with. Name it in models too, and let the rungs"
                                                + " prompt and examples climb."));
        this.tuner =
                bench.sources()
                        .tuner()
                        .orElseThrow(() ->
                                new GradusException.Usage(
                                        "nothing on the class path tunes chat models; add"
                                                + " gradus-models"));
        orders.refusal(tuner)
                .ifPresent(why -> {
                    throw new GradusException.Provider(why, false);
                });
    }

    @Override
    public Candidate tuned() {
        ChatLessons lessons =
                ChatLessons.of(
                        bench.splits().train(),
                        bench.equipment().prompting(),
                        asked,
                        task.plan().recipe().held(),
                        bench.seed());
        Order order = orders.whole(lessons, ChatQuote.left(bench));
        String what =
                "tuning " + base + tuner.expected(order).map(cost -> ", about " + cost).orElse("");
        Tuned tuned = JobWatch.follow(bench.watch(), what, tuner, order);
        bench.paid(bill(order, tuned).paidBy(bench.payer()));
        bench.document().trained(new HostedTree(order, asked, tuned).map());
        return asked.withModel(tuned.model());
    }

    /// The first climb to follow the job to its end is the one that paid for it.
    private JobBill bill(Order order, Tuned tuned) {
        String key = "bill of " + order.file().getFileName() + " " + tuned.job();
        return JobBill.parse(
                bench.ledger().choice(key, () -> JobBill.of(bench.payer().climb(), tuned).text()));
    }

    /// The best below is a prompt too, on the same dev examples: nothing else is to be shown.
    @Override
    public void measured(Measure measure, Run tuned) {}

    @Override
    public Forgetting forgetting(Candidate tuned) {
        return Forgetting.of(
                new ChatForgetting(bench, base, ((Candidate.Prompted) tuned).model()).slices(),
                task.plan().margin(),
                Seeds.seed(bench.seed(), "forgetting"));
    }

    /// The provider keeps the model under its name, and the release stands in the ledger.
    @Override
    public void decided(ReleaseDecision decision) {}
}
