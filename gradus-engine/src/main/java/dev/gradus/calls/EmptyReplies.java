package dev.gradus.calls;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatReply.Finish;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Replies of one model that its provider left empty, one after the other in the order in which
/// they came. After 20 in a row the whole climb ends: what follows would be paid for and say
/// nothing of the model. One reply with text begins the count anew. Replies that the ledger had
/// count as those that came now, so a climb that is begun again with the same settings ends without
/// a call. Thread-safe.
final class EmptyReplies {
    static final int MOST = 20;

    private final ModelName model;
    private final Map<Finish, Integer> finishes = new EnumMap<>(Finish.class);
    private int inARow;
    private long thought;
    private int thoughtKnown;
    private Sampling sampling = Sampling.standard();
    private boolean ofTask;

    EmptyReplies(ModelName model) {
        this.model = model;
    }

    /// @param ofTask true where the request's sampling is that of the task file
    synchronized void came(ChatRequest request, ChatReply reply, boolean ofTask) {
        if (inARow >= MOST) {
            return;
        }
        if (!reply.isEmpty()) {
            inARow = 0;
            finishes.clear();
            thought = 0;
            thoughtKnown = 0;
            return;
        }
        inARow++;
        finishes.merge(reply.finish(), 1, Integer::sum);
        reply.usage()
                .reasoning()
                .ifPresent(tokens -> {
                    thought += tokens;
                    thoughtKnown++;
                });
        sampling = request.sampling();
        this.ofTask = ofTask;
    }

    synchronized void refuseWhereHopeless() {
        if (inARow >= MOST) {
            throw fault();
        }
    }

    /// What is said where the climb ends by these replies.
    synchronized GradusException.Provider fault() {
        return new GradusException.Provider(
                String.format(
                        Locale.ROOT,
                        "%s left %,d replies in a row empty: finish reason %s; %s%s. %s What was"
                                + " answered is kept; nothing is concluded from these replies.",
                        model,
                        inARow,
                        finishWords(),
                        thinking(),
                        sampling.maxTokens().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        ", of at most %,d tokens",
                                        sampling.maxTokens().getAsInt())
                                : "",
                        advice()),
                false);
    }

    private String finishWords() {
        return finishes.entrySet().stream()
                .map(one ->
                        finishes.size() == 1
                                ? one.getKey().word()
                                : one.getKey().word() + " (" + one.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private String thinking() {
        return thoughtKnown == 0
                ? "the provider does not say how many tokens were thought"
                : String.format(
                        Locale.ROOT,
                        "%,d thinking tokens each on average",
                        Math.round((double) thought / thoughtKnown));
    }

    private String advice() {
        boolean cut = finishes.getOrDefault(Finish.LENGTH, 0) * 2 >= inARow;
        if (!cut) {
            return "See whether the provider serves this model today, then run the same command.";
        }
        if (!ofTask) {
            return "This request's bound is no setting: name a model that thinks less for it"
                    + " (score: { judge: { model: ... } }, rewrites: { writer: ... }).";
        }
        String less =
                sampling.effort()
                        .map(effort ->
                                effort == Sampling.Effort.MINIMAL
                                        ? ""
                                        : ", or choose less than effort "
                                                + effort.word()
                                                + " (sampling.effort, efforts)")
                        .orElse(", or let it think less: sampling: { effort: low }");
        return "Raise sampling.max-tokens in gradus.yaml" + less + ".";
    }
}
