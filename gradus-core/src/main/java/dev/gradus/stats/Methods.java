package dev.gradus.stats;

/// The names of the methods as reports print them.
final class Methods {
    private Methods() {}

    static String bootstrap(Groups groups, Bounds bounds) {
        String how =
                bounds instanceof Bca bca && bca.fromMoments() ? ", computed from moments" : "";
        return groups.trivial()
                ? "BCa bootstrap" + how
                : "cluster BCa bootstrap over " + groups.count() + " groups" + how;
    }

    static String test(String name, Permutation test, Groups groups) {
        String exact = test.exact() ? "exact " : "";
        String cluster = groups.trivial() ? "" : "cluster ";
        String how = test.arrangements() == 0 ? " by saddlepoint" : "";
        return exact + cluster + name + how;
    }
}
