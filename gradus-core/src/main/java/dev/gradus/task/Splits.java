package dev.gradus.task;

import dev.gradus.packed.PackedList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The examples, split. Near twins and groups never straddle train and dev; a test file that the
/// user gave is never altered, and its near twins of train are named instead.
///
/// Where there are too few rows for a test, nothing is cut: train and dev are both every row, test
/// is empty, and what learns from train answers dev fold by fold.
///
/// @param train teaches: shots, classifiers, settings
/// @param dev chooses between candidates
/// @param test judges the winner; sealed
/// @param testGiven true where the user gave the test file, false where it was cut here
/// @param testTwins ids of the test examples that have a near twin in train or dev
/// @param folds of the rows where they are too few for a test; empty where a test was cut or given
public record Splits(
        List<Example> train,
        List<Example> dev,
        List<Example> test,
        boolean testGiven,
        Set<String> testTwins,
        Optional<RowFolds> folds) {
    public Splits {
        train = PackedList.copyOf(train);
        dev = PackedList.copyOf(dev);
        test = PackedList.copyOf(test);
        testTwins = Set.copyOf(testTwins);
        Objects.requireNonNull(testTwins, "testTwins");
        Objects.requireNonNull(folds, "folds");
    }

    /// Without folds: what learned from train answers dev as it is.
    public Splits(
            List<Example> train,
            List<Example> dev,
            List<Example> test,
            boolean testGiven,
            Set<String> testTwins) {
        this(train, dev, test, testGiven, testTwins, Optional.empty());
    }

    /// Too few rows for a test.
    static Splits few(List<Example> rows, RowFolds folds) {
        return new Splits(rows, rows, List.of(), false, Set.of(), Optional.of(folds));
    }

    /// True where there are too few rows for a test, so that train and dev are the same rows.
    public boolean few() {
        return folds.isPresent();
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
