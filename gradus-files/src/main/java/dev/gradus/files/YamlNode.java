package dev.gradus.files;

import java.util.List;

/// A value of a YAML document with its place, both counted from 1.
sealed interface YamlNode {
    int line();

    int column();

    /// How many values it holds once its aliases are written out.
    long size();

    /// @param plain true where it stands without quotes
    record Scalar(int line, int column, String text, boolean plain) implements YamlNode {
        @Override
        public long size() {
            return 1;
        }
    }

    record Sequence(int line, int column, List<YamlNode> items, long size) implements YamlNode {}

    record Mapping(int line, int column, List<Entry> entries, long size) implements YamlNode {}

    record Entry(Scalar key, YamlNode value) {}
}
