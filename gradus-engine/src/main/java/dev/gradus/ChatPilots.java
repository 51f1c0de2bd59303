package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.cost.Economics;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelTuner;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Task;
import dev.gradus.tuning.Pilot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The pilot of a chat model: small jobs at its provider. A quarter, a half and all of one half of
/// train teach it through the prompt that the whole training would use; the other half of train is
/// answered by each tuned model, and by the best candidate below held to the same examples. The
/// halves do not change places as those of an encoder do: every job is paid for. Each size is
/// ordered with two seeds; each is durable once it is measured, and each job is found again by its
/// file.
final class ChatPilots {
    /// Beyond this share of missing answers there is no figure.
    private static final double MOST_MISSING = 0.02;

    private final LastRung last;
    private final Task task;
    private final ModelTuner tuner;
    private final ChatOrders orders;
    private final Candidate best;
    private final ChatPilotSizes plan;
    private final Payer payer;
    private final Beside beside;
    private final TrainingWatch watch;

    private ChatPilots(
            LastRung last,
            ModelTuner tuner,
            ChatOrders orders,
            Candidate best,
            ChatPilotSizes plan,
            Payer payer,
            Beside beside,
            TrainingWatch watch) {
        this.last = last;
        this.task = orders.task();
        this.tuner = tuner;
        this.orders = orders;
        this.best = best;
        this.plan = plan;
        this.payer = payer;
        this.beside = beside;
        this.watch = watch;
    }

    /// @param economics without a forecast
    /// @throws GradusException.Usage where the policy keeps the examples on this machine
    /// @throws GradusException.Budget before what the climb's budget cannot pay
    /// @throws GradusException.Provider where a job fails, or too many answers did not come
    static Piloted run(
            LastRung last, Economics economics, Payer payer, Beside beside, TrainingWatch watch) {
        Optional<ModelName> base = last.chatBase();
        Optional<Candidate.Prompted> asked = ChatQuote.asked(last);
        Optional<Candidate> best = last.ascent().kept().map(Run::candidate);
        Optional<ModelTuner> tuner = last.sources().tuner();
        if (base.isEmpty() || best.isEmpty()) {
            return Piloted.unwanted();
        }
        ClimbRequest request = last.request();
        ChatOrders.refuseLocalOnly(request.task(), base.get());
        if (asked.isEmpty() || tuner.isEmpty() || request.outside().home().isEmpty()) {
            return Piloted.cannot(
                    asked.isEmpty()
                            ? "name " + base.get() + " in models too: no prompt was measured"
                            : tuner.isEmpty()
                                    ? "add gradus-models: nothing on the class path tunes chat models"
                                    : "keep the ledger in a folder: a pilot's jobs are found again"
                                            + " beside it");
        }
        ChatOrders orders = ChatOrders.of(request, base.get(), request.outside().home().get());
        Optional<String> useless =
                unstated(request.task(), economics).or(() -> orders.refusal(tuner.get()));
        if (useless.isPresent()) {
            return Piloted.cannot(useless.get());
        }
        ChatPilotSizes plan =
                ChatPilotSizes.of(last, orders, asked.get(), best.get(), payer, beside);
        Optional<String> few = plan.tooFew(base.get().provider());
        return few.isPresent()
                ? Piloted.cannot(few.get())
                : Piloted.showed(
                        new ChatPilots(
                                        last,
                                        tuner.get(),
                                        orders,
                                        best.get(),
                                        plan,
                                        payer,
                                        beside,
                                        watch)
                                .forecast());
    }

    /// Why no pilot could open the gates: nobody pays for one then.
    private static Optional<String> unstated(Task task, Economics economics) {
        String lacking =
                task.tuning().labellingPerExample().isEmpty()
                        ? "what a verified example costs (tuning.labelling-per-example)"
                        : economics.tuning().filter(one -> one.net().isPresent()).isEmpty()
                                ? "what else is unknown of the money"
                                : "";
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "state "
                                + lacking
                                + " in the task file: until then a pilot settles nothing, so none was"
                                + " paid for");
    }

    private PilotForecast forecast() {
        List<ChatPilotSize> open =
                plan.jobs().stream().filter(size -> known(size).isEmpty()).toList();
        double paid =
                plan.jobs().stream()
                        .flatMap(size -> known(size).stream())
                        .mapToDouble(size -> JobBill.of(size).paidBy(payer))
                        .sum();
        if (!open.isEmpty()) {
            PilotQuote quote = plan.quote(open, tuner, orders);
            watch.progress().at(words(open, quote), 0, plan.jobs().size());
            quote.check(task, orders.base(), payer.with(paid).spent(last.ledger()).money());
        }
        List<PilotSize> measured = new ArrayList<>();
        for (ChatPilotSize size : plan.jobs()) {
            double before = paid;
            PilotSize one =
                    PilotSize.of(
                            last.ledger(),
                            plan.key(size, orders),
                            () -> measure(size, payer.with(before)));
            paid += open.contains(size) ? JobBill.of(one).paidBy(payer) : 0;
            measured.add(one);
        }
        return new PilotForecast(
                PilotForecast.forecast(
                        pilots(measured), plan.held(), last.splits().train().size(), orders.seed()),
                new PilotForecast.Frozen(true, "the best candidate below"),
                0,
                0,
                paid,
                notes(measured));
    }

    /// The runs of each size as one.
    private static List<Pilot> pilots(List<PilotSize> runs) {
        List<Pilot> pilots = new ArrayList<>();
        for (int from = 0; from < runs.size(); from += PilotSize.RUNS) {
            pilots.add(PilotSize.pilot(runs.subList(from, from + PilotSize.RUNS)));
        }
        return pilots;
    }

    private Optional<PilotSize> known(ChatPilotSize size) {
        return last.ledger().choice(plan.key(size, orders)).map(PilotSize::parse);
    }

    private String words(List<ChatPilotSize> open, PilotQuote quote) {
        return String.format(
                Locale.ROOT,
                "pilot: %d jobs on %s examples at %s, %s, on %,d held out",
                open.size(),
                open.stream()
                        .map(size -> String.format(Locale.ROOT, "%,d", size.examples()))
                        .distinct()
                        .collect(Collectors.joining(", ")),
                orders.base().provider(),
                quote.words(task.currency()),
                plan.held().size());
    }

    private PilotSize measure(ChatPilotSize size, Payer before) {
        ModelTuner.Tuned tuned = job(size, before);
        JobBill bill = JobBill.of(payer.climb(), tuned);
        List<Run> runs = new ArrayList<>();
        beside.work(
                before.with(bill.money().orElse(0)),
                last.request().telling(answering(size)),
                ChatPilotSize.splits(size.taught(), plan.held()),
                (equipment, evaluator) -> {
                    runs.add(evaluator.dev(size.frozen()));
                    runs.add(evaluator.dev(size.own().withModel(tuned.model())));
                });
        return new PilotSize(
                size.examples(),
                scores(runs.getFirst(), 1),
                scores(runs.getLast(), 0),
                bill.text());
    }

    private ModelTuner.Tuned job(ChatPilotSize size, Payer before) {
        double spent = before.spent(last.ledger()).money();
        ModelTuner.Order order =
                size.order(
                        orders,
                        task.budget()
                                .map(budget ->
                                        Money.of(
                                                Math.max(0, budget.amount() - spent),
                                                budget.currency())));
        String what = size.name() + tuner.expected(order).map(cost -> ", about " + cost).orElse("");
        try {
            return JobWatch.follow(watch, what, tuner, order);
        } catch (GradusException.Provider failed) {
            throw new GradusException.Provider(
                    size.name()
                            + ": "
                            + failed.getMessage()
                            + " What the pilot measured before is kept.",
                    failed.retryable());
        }
    }

    private Progress answering(ChatPilotSize size) {
        Progress progress = last.request().progress();
        return (what, done, total) ->
                progress.at(
                        size.name()
                                + ": "
                                + what.replace("answering dev", "answering the held-out half"),
                        done,
                        total);
    }

    /// A gate must survive the worst of what is missing, so the few that are count against tuning.
    private static List<Double> scores(Run run, double worst) {
        if (run.missing() > MOST_MISSING * run.outcomes().size()) {
            throw new GradusException.Provider(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d held-out examples of the pilot were not answered by %s (%s)."
                                    + " What was answered is kept, and what was ordered is found"
                                    + " again: run the same command to go on.",
                            run.missing(),
                            run.outcomes().size(),
                            run.candidate().title(),
                            run.outcomes().stream()
                                    .flatMap(outcome -> outcome.error().stream())
                                    .findFirst()
                                    .orElseThrow()),
                    true);
        }
        return run.outcomes().stream().map(outcome -> outcome.score().orElse(worst)).toList();
    }

    /// What stays at the provider, and what the tuned models were set against.
    private List<String> notes(List<PilotSize> measured) {
        List<String> notes = new ArrayList<>();
        for (PilotSize size : measured) {
            JobBill bill = JobBill.of(size);
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "%,d examples: %s, by job %s, %s; it stays at the provider until you"
                                    + " delete it there",
                            size.examples(),
                            bill.model(),
                            bill.job(),
                            bill.money().isPresent()
                                    ? Money.of(bill.money().getAsDouble(), task.currency())
                                    : "its cost unknown"));
        }
        notes.add(
                String.format(
                        Locale.ROOT,
                        "untuned: %s, shown and taught by one half of train alone; all answered %,d"
                                + " examples of the other",
                        best.title(),
                        plan.held().size()));
        return notes;
    }
}
