package dev.gradus.models;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a provider's settings name and the environment or a file holds: the key, secret headers, a
/// proxy's password. Remembers what is secret, so that it can be taken out of what is said.
final class Credentials {
    private static final Pattern NAMED = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final int MOST_KEY_BYTES = 16 << 10;

    private final String provider;
    private final ProviderSettings settings;
    private final ModelSource.Place place;
    private final List<Secret> secrets = new ArrayList<>();

    Credentials(String provider, ProviderSettings settings, ModelSource.Place place) {
        this.provider = provider;
        this.settings = settings;
        this.place = place;
    }

    /// The key, from the file or the variable that the settings name, or from the provider's usual
    /// variables; none where none is needed.
    Secret key(List<String> usual) {
        Secret key = found(usual);
        if (key.isPresent()) {
            secrets.add(key);
            if (!key.fitsHeader()) {
                throw problem(
                        "the key in "
                                + keyHint(usual)
                                + " holds a line break or a letter that no key holds. Set it"
                                + " again.");
            }
        }
        return key;
    }

    private Secret found(List<String> usual) {
        if (settings.keyFile().isPresent()) {
            return fromFile(place.folder().resolve(settings.keyFile().get()));
        }
        if (settings.keyVariable().isPresent()) {
            return variable(settings.keyVariable().get())
                    .orElseThrow(() ->
                            problem(
                                    "the variable "
                                            + settings.keyVariable().get()
                                            + " is not set. Set it to the provider's key."));
        }
        for (String name : usual) {
            Optional<Secret> value = variable(name);
            if (value.isPresent()) {
                return value.get();
            }
        }
        boolean needed = !usual.isEmpty() && settings.baseUrl().isEmpty();
        if (needed) {
            throw problem(
                    "no key. Set the variable "
                            + String.join(" or ", usual)
                            + ", or name another as `key`, or a file as `key-file`, under"
                            + " providers."
                            + provider
                            + ".");
        }
        return Secret.none();
    }

    private Optional<Secret> variable(String name) {
        return place.environment()
                .apply(name)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(Secret::of);
    }

    private Secret fromFile(Path file) {
        try {
            if (Files.size(file) > MOST_KEY_BYTES) {
                throw problem("key-file '" + file + "' is too large to hold a key.");
            }
            String key = Files.readString(file).strip();
            if (key.isEmpty()) {
                throw problem("key-file '" + file + "' is empty. Write the key into it.");
            }
            return Secret.of(key);
        } catch (IOException e) {
            throw problem(
                    "key-file '" + file + "' cannot be read. Check its place and its rights.");
        }
    }

    /// Where the key comes from, for people.
    String keyHint(List<String> usual) {
        return settings.keyFile()
                .map(file -> "'" + file + "'")
                .or(settings::keyVariable)
                .orElse(String.join(" or ", usual));
    }

    /// The settings' own headers, with what they name.
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        settings.headers()
                .forEach((name, value) -> {
                    Secret told = Secret.of(named(value, "headers." + name));
                    if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || !told.fitsHeader()) {
                        throw problem(
                                "headers."
                                        + name
                                        + " holds a line break or a letter that no header"
                                        + " holds.");
                    }
                    headers.put(name, told.reveal());
                });
        return headers;
    }

    /// The way that the settings ask for.
    Way way() {
        Optional<Route.Proxy> proxy =
                settings.proxy()
                        .map(url -> named(url, "proxy"))
                        .map(url -> Route.Proxy.parse(url, "providers." + provider + ".proxy"));
        proxy.map(Route.Proxy::credentials).filter(Secret::isPresent).ifPresent(secrets::add);
        return new Way(proxy, settings.caFile().map(file -> place.folder().resolve(file)));
    }

    /// What a pool of connections is found again by.
    record Way(Optional<Route.Proxy> proxy, Optional<Path> caFile) {
        Route open() {
            return new Route(proxy, caFile.map(Route::trusting));
        }
    }

    List<Secret> secrets() {
        return List.copyOf(secrets);
    }

    /// A value with every `${NAME}` in it read from the environment.
    private String named(String value, String where) {
        Matcher matcher = NAMED.matcher(value);
        StringBuilder whole = new StringBuilder();
        while (matcher.find()) {
            Secret found =
                    variable(matcher.group(1))
                            .orElseThrow(() ->
                                    problem(
                                            where
                                                    + " names the variable "
                                                    + matcher.group(1)
                                                    + ", which is not set."));
            secrets.add(found);
            matcher.appendReplacement(whole, Matcher.quoteReplacement(found.reveal()));
        }
        return matcher.appendTail(whole).toString();
    }

    private GradusException problem(String what) {
        return new GradusException.Provider(provider + ": " + what, false);
    }
}
