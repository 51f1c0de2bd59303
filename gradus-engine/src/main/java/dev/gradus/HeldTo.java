package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Candidates as they would be had they learned from part of train alone: what they show, look up
/// and fit comes from there, so that the examples held out are new to them. What was chosen on
/// train and is one text or one number, a rewritten instruction or a cascade's threshold, stays.
///
/// @param half of train that teaches, in the order that the cut draws: fixed shots come from it
/// @param taught the share of it that teaches at this size: classifiers and looked-up shots know it
record HeldTo(List<Example> half, List<Example> taught) {

    Candidate candidate(Candidate kept) {
        return switch (kept) {
            case Candidate.Encoded encoded ->
                    encoded.method().learns()
                            ? new Candidate.Encoded(
                                    encoded.model(),
                                    encoded.method(),
                                    encoded.labels(),
                                    ContentHash.of(taught))
                            : encoded;
            case Candidate.Prompted prompted -> prompted(prompted);
            case Candidate.Cascade cascade ->
                    new Candidate.Cascade(
                            candidate(cascade.first()),
                            candidate(cascade.second()),
                            cascade.threshold());
        };
    }

    Candidate.Prompted prompted(Candidate.Prompted kept) {
        return kept.withShots(
                switch (kept.shots()) {
                    case Shots.None none -> none;
                    case Shots.Fixed fixed -> new Shots.Fixed(fixed(fixed.shots()), fixed.how());
                    case Shots.Retrieved retrieved ->
                            new Shots.Retrieved(
                                    retrieved.encoder(),
                                    retrieved.neighbours(),
                                    ContentHash.of(taught));
                });
    }

    /// Each shot that is held out gives its place to one of this half, with the same answer where
    /// there is one.
    private List<Shots.Shot> fixed(List<Shots.Shot> shots) {
        Set<String> own = new HashSet<>();
        half.forEach(example -> own.add(example.input()));
        Set<String> used = new HashSet<>();
        shots.stream().map(Shots.Shot::input).filter(own::contains).forEach(used::add);
        List<Shots.Shot> held = new ArrayList<>();
        for (Shots.Shot shot : shots) {
            if (own.contains(shot.input())) {
                held.add(shot);
            } else {
                another(shot, used)
                        .ifPresent(example -> {
                            used.add(example.input());
                            held.add(new Shots.Shot(example.input(), example.expected()));
                        });
            }
        }
        return held;
    }

    private Optional<Example> another(Shots.Shot shot, Set<String> used) {
        List<Example> open =
                half.stream().filter(example -> !used.contains(example.input())).toList();
        return open.stream()
                .filter(example -> example.expected().equals(shot.expected()))
                .findFirst()
                .or(() -> open.stream().findFirst());
    }
}
