package dev.gradus.stats;

/// The names of the methods as reports print them.
final class Methods {
    private Methods() {}

    static String bootstrap(Groups groups) {
        return groups.trivial()
                ? "BCa bootstrap"
                : "cluster BCa bootstrap over " + groups.count() + " groups";
    }

    static String test(String name, Permutation test, Groups groups) {
        String exact = test.exact() ? "exact " : "";
        String cluster = groups.trivial() ? "" : "cluster ";
        return exact + cluster + name;
    }
}
