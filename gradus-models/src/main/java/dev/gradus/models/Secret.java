package dev.gradus.models;

import java.util.Arrays;

/// A key or another text that must not be shown. Its own text says nothing of it.
final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    static Secret of(String value) {
        return new Secret(value);
    }

    static Secret none() {
        return new Secret("");
    }

    boolean isPresent() {
        return !value.isEmpty();
    }

    /// For the header that carries it, and for nothing else.
    String reveal() {
        return value;
    }

    /// True for what can stand in a header: visible ASCII on one line.
    boolean fitsHeader() {
        return value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && Arrays.equals(value.toCharArray(), secret.value.toCharArray());
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
