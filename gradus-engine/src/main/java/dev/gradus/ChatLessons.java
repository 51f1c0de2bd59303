package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.canonical.Canonical;
import dev.gradus.chat.Message;
import dev.gradus.spi.GradusException;
import dev.gradus.stats.Seeds;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a chat model learns from: examples of train that a person stands behind, asked as they will
/// be asked when the tuned model is measured, each with its right answer. Groups stay whole.
///
/// @param learned conversations, without duplicates
/// @param held likewise, for the provider to measure the loss on
record ChatLessons(List<List<Message>> learned, List<List<Message>> held) {

    /// @param share of the examples to hold out
    /// @throws GradusException.Data where no example is verified
    static ChatLessons of(
            List<Example> train,
            Prompting prompting,
            Candidate.Prompted asked,
            double share,
            long seed) {
        List<Example> verified = verified(train);
        if (verified.isEmpty()) {
            throw new GradusException.Data(
                    "none of "
                            + train.size()
                            + " train examples is verified by a person, so there is nothing to"
                            + " tune on. Have a person check them and set verified.");
        }
        List<List<Message>> lessons = prompting.lessons(asked, verified);
        Set<Integer> out = heldOut(verified, share, seed);
        int[] groups = Encoders.groups(verified);
        Set<List<Message>> seen = new HashSet<>();
        List<List<Message>> learned = new ArrayList<>();
        List<List<Message>> held = new ArrayList<>();
        for (int i = 0; i < groups.length; i++) {
            if (seen.add(lessons.get(i))) {
                (out.contains(groups[i]) ? held : learned).add(lessons.get(i));
            }
        }
        return new ChatLessons(learned, held);
    }

    static List<Example> verified(List<Example> train) {
        return train.stream()
                .filter(one -> one.verified() || one.origin() != Example.Origin.SYNTHETIC)
                .toList();
    }

    /// Groups in an order of chance, until the share is full; never all.
    private static Set<Integer> heldOut(List<Example> examples, double share, long seed) {
        Map<Integer, Integer> sizes = new LinkedHashMap<>();
        for (int group : Encoders.groups(examples)) {
            sizes.merge(group, 1, Integer::sum);
        }
        Canonical own = Canonical.number(Seeds.seed(seed, "held out of a provider's tuning"));
        List<Integer> order = new ArrayList<>(sizes.keySet());
        order.sort(Comparator.comparing(group -> ContentHash.of(own, Canonical.number(group))));
        Set<Integer> out = new HashSet<>();
        int taken = 0;
        for (int group : order.subList(0, order.size() - 1)) {
            int size = sizes.getOrDefault(group, 0);
            if (taken + size <= share * examples.size()) {
                out.add(group);
                taken += size;
            }
        }
        return out;
    }
}
