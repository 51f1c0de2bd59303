package dev.gradus.task;

import dev.gradus.packed.PackedList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The examples, split. Near twins and groups never straddle train and dev; a test file that the
/// user gave is never altered, and its near twins of train are named instead.
///
/// @param train teaches: shots, classifiers, settings
/// @param dev chooses between candidates
/// @param test judges the winner; sealed
/// @param testGiven true where the user gave the test file, false where it was cut here
/// @param testTwins ids of the test examples that have a near twin in train or dev
public record Splits(
        List<Example> train,
        List<Example> dev,
        List<Example> test,
        boolean testGiven,
        Set<String> testTwins) {
    public Splits {
        train = PackedList.copyOf(train);
        dev = PackedList.copyOf(dev);
        test = PackedList.copyOf(test);
        testTwins = Set.copyOf(testTwins);
        Objects.requireNonNull(testTwins, "testTwins");
    }

    public List<Example> of(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case DEV -> dev;
            case TEST -> test;
        };
    }

    /// Train without the examples that have a near twin in the test, in train's order: what is left
    /// tells nothing of a test message in other words. Takes as long as [NearTwins#across], a few
    /// times.
    public List<Example> trainWithoutTwins() {
        if (testTwins.isEmpty()) {
            return train;
        }
        List<Integer> left =
                NearTwins.apart(
                        train.stream().map(Example::input).toList(),
                        test.stream().map(Example::input).toList());
        return left.size() == train.size() ? train : left.stream().map(train::get).toList();
    }

    /// The key of the sealed test's looks: its content alone.
    public String testHash() {
        return ContentHash.of(test);
    }
}
