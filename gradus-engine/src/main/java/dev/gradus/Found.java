package dev.gradus;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// The means that stand on the class path.
final class Found {
    private Found() {}

    static <T> Optional<T> first(Class<T> service) {
        return ServiceLoader.load(service).findFirst();
    }

    static <T> List<T> all(Class<T> service) {
        return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
    }
}
