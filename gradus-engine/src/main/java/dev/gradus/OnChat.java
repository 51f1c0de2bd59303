package dev.gradus;

import dev.gradus.answer.AnswerReader;
import dev.gradus.calls.Caller;
import dev.gradus.calls.Together;
import dev.gradus.candidate.Candidate;
import dev.gradus.chat.ChatRequest;
import dev.gradus.prompt.PromptVariables;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Ledger.StoredReply;
import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Asks a chat model for many examples together. Requests are made in groups, so that the ledger is
/// asked once for the replies of a group and memory stays flat.
final class OnChat implements Answerer {
    private final Prompting prompting;
    private final Caller caller;
    private final Candidate.Prompted candidate;
    private final AnswerReader reader;
    private final PromptVariables variables;
    private final Unread failing;

    /// @param failing the candidate's answers that could not be read so far
    OnChat(
            Prompting prompting,
            Candidate.Prompted candidate,
            PromptVariables variables,
            Unread failing) {
        this.prompting = prompting;
        this.caller = prompting.caller();
        this.candidate = candidate;
        this.reader = AnswerReader.of(candidate.answer());
        this.variables = variables;
        this.failing = failing;
    }

    @Override
    public List<Answer> answer(List<Example> examples, int repeat, Tally tally) {
        List<ChatRequest> requests = requests(examples);
        List<String> keys = new ArrayList<>(requests.size());
        requests.forEach(request -> keys.add(caller.key(candidate.model(), request, repeat)));
        Map<String, StoredReply> known = known(keys);
        Map<String, CallFailure> lost = new HashMap<>();
        Answer[] answers = new Answer[keys.size()];
        IntFunction<Answer> piece =
                i -> {
                    CallFailure failure = lost.get(keys.get(i));
                    Answer answer =
                            failure != null
                                    ? Prompting.missing(failure)
                                    : prompting.answer(
                                            candidate,
                                            reader,
                                            examples.get(i),
                                            requests.get(i),
                                            Optional.ofNullable(known.get(keys.get(i))),
                                            keys.get(i),
                                            repeat,
                                            failing);
                    tally.one();
                    return answer;
                };
        // What was paid for before is read first, so that a candidate that was stopped then is
        // stopped again before it is asked anything.
        List<Integer> rest = places(keys, key -> !known.containsKey(key));
        all(places(keys, known::containsKey), piece, answers);
        if (stopped().isEmpty()) {
            lost.putAll(askTogether(keys, requests, known, repeat, tally));
        }
        all(rest, piece, answers);
        return Arrays.asList(answers);
    }

    /// One candidate at a time, as encoders find the shots.
    private List<ChatRequest> requests(List<Example> examples) {
        synchronized (prompting.nearest()) {
            prompting.nearest().prepare(candidate.shots(), examples);
            return examples.stream()
                    .map(example -> prompting.request(candidate, variables, example))
                    .toList();
        }
    }

    @Override
    public Optional<String> stopped() {
        return prompting.isToTheEnd() ? Optional.empty() : failing.reason();
    }

    @Override
    public String unread() {
        return failing.ofAll();
    }

    private void all(List<Integer> places, IntFunction<Answer> piece, Answer[] answers) {
        List<Answer> some =
                Together.all(places.size(), caller.piecesAtOnce(), i -> piece.apply(places.get(i)));
        for (int i = 0; i < places.size(); i++) {
            answers[places.get(i)] = some.get(i);
        }
    }

    /// The replies that the ledger has; a question whose reply was broken off in an earlier run
    /// gets another key.
    private Map<String, StoredReply> known(List<String> keys) {
        while (true) {
            Map<String, StoredReply> known = new HashMap<>(caller.known(keys));
            List<Integer> again =
                    places(
                            keys,
                            key -> {
                                StoredReply reply = known.get(key);
                                return reply != null && caller.brokenOffBefore(reply);
                            });
            if (again.isEmpty()) {
                return known;
            }
            again.forEach(i -> keys.set(i, Caller.keyAgain(keys.get(i))));
        }
    }

    private static List<Integer> places(List<String> keys, Predicate<String> which) {
        return IntStream.range(0, keys.size())
                .filter(i -> which.test(keys.get(i)))
                .boxed()
                .toList();
    }

    /// Where the task asks for batches and the provider takes them, adds the replies that were not
    /// known.
    ///
    /// @return by key, why there is none
    private Map<String, CallFailure> askTogether(
            List<String> keys,
            List<ChatRequest> requests,
            Map<String, StoredReply> known,
            int repeat,
            Tally tally) {
        Map<String, ChatRequest> unknown = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!known.containsKey(keys.get(i))) {
                unknown.put(keys.get(i), requests.get(i));
            }
        }
        // Asked first, as it opens the model: a thousand threads that wait for one of them to
        // open it cost more than all calls of a short run.
        if (unknown.isEmpty() || !caller.asksTogether(candidate.model()) || !prompting.together()) {
            return Map.of();
        }
        Caller.Brought brought =
                caller.askTogether(candidate.model(), unknown, repeat, tally::waiting);
        known.putAll(brought.replies());
        return brought.lost();
    }
}
