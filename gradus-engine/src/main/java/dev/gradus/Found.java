package dev.gradus;

import java.util.Optional;
import java.util.ServiceLoader;

/// The means that stand on the class path.
final class Found {
    private Found() {}

    static <T> Optional<T> first(Class<T> service) {
        return ServiceLoader.load(service).findFirst();
    }
}
