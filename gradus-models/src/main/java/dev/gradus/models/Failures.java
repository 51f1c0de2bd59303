package dev.gradus.models;

import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallFailure.Kind;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Says what went wrong with a call, in one sentence and what to do, without secrets.
final class Failures {
    private static final int MOST_OF_PROVIDER = 300;
    private static final Pattern TITLE =
            Pattern.compile("(?is)<title[^>]*>\\s*(.{1,120}?)\\s*</title>");
    private static final Pattern NO_MONEY =
            Pattern.compile(
                    "insufficient_quota|billing_|credit balance|insufficient balance"
                            + "|insufficient credits|payment required");

    private final ModelName model;
    private final String host;
    private final String keyHint;
    private final Mask mask;
    private final InstantSource clock;

    /// @param keyHint where the key comes from, as in `OPENAI_API_KEY`
    Failures(ModelName model, String host, String keyHint, Mask mask, InstantSource clock) {
        this.model = model;
        this.host = host;
        this.keyHint = keyHint;
        this.mask = mask;
        this.clock = clock;
    }

    /// An answer that is no success.
    ///
    /// @param header the first value of a header by name
    /// @param html true for a page where the provider's own error was due
    CallFailure status(
            int status, Function<String, Optional<String>> header, String body, boolean html) {
        JsonNode error = html ? MissingNode.getInstance() : errorIn(body);
        String said = html ? page(body) : said(error, body);
        Kind kind = html && status >= 500 ? Kind.BROKEN_REPLY : kind(status, error, said);
        Optional<Duration> wait =
                kind.retryable() ? RetryAfter.of(header, error, clock.instant()) : Optional.empty();
        String redirect =
                status / 100 == 3
                        ? " The provider redirects, which is not followed, because the key would go"
                                + " along: set base-url to the address it redirects to."
                        : whatToDo(kind);
        return new CallFailure(kind, text(status + " from " + host + said + "." + redirect), wait);
    }

    /// An error told in place of a reply, or in the middle of one.
    CallFailure told(JsonNode error) {
        String said = said(error, error.toString());
        Kind kind = kindOfWord(error, said);
        return new CallFailure(
                kind,
                text("an error in place of a reply from " + host + said + "." + whatToDo(kind)),
                RetryAfter.of(name -> Optional.empty(), error, clock.instant()));
    }

    CallFailure broken(String what) {
        return new CallFailure(
                Kind.BROKEN_REPLY, text("the reply of " + host + " cannot be read: " + what + "."));
    }

    CallFailure late(Duration deadline) {
        return new CallFailure(
                Kind.TIMEOUT,
                text(
                        "no whole reply from "
                                + host
                                + " within "
                                + seconds(deadline)
                                + ". Fewer calls at once or a longer deadline may help."));
    }

    CallFailure rejected(String what) {
        return new CallFailure(Kind.REJECTED, text(what));
    }

    CallFailure io(IOException e, boolean replied) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return switch (e) {
            case Body.TooLarge large -> broken("it is " + large.getMessage());
            case UnknownHostException unknown ->
                    unavailable("no host is named " + host + ". Check base-url and the network");
            case ConnectTimeoutException slow -> unavailable(host + " does not answer");
            case ConnectException refused ->
                    unavailable(
                            "no connection to " + host + ". Is the server running? Check base-url");
            case NoHttpResponseException none -> unavailable(host + " closed the connection");
            case SSLException tls -> tls(reason);
            case ConnectionClosedException cut -> broken("it is cut off");
            case MalformedChunkCodingException cut -> broken("it is cut off");
            default ->
                    replied
                            ? unavailable("the connection to " + host + " broke: " + reason)
                            : unavailable("the call of " + host + " broke: " + reason);
        };
    }

    private CallFailure tls(String reason) {
        boolean distrusted = reason.contains("PKIX") || reason.contains("certificate");
        return distrusted
                ? rejected(
                        "the certificate of "
                                + host
                                + " is not trusted: "
                                + cut(reason)
                                + ". Name the authority's PEM file as ca-file of the provider.")
                : unavailable("no secure connection to " + host + ": " + cut(reason));
    }

    private CallFailure unavailable(String what) {
        return new CallFailure(Kind.UNAVAILABLE, text(what + "."));
    }

    /// True where the provider's filter declined the request: a refusal, not a failure.
    static boolean isRefusal(int status, String body) {
        if (status != 400 && status != 403) {
            return false;
        }
        JsonNode error = errorIn(body);
        return switch (Json.text(error, "code")) {
            case "content_filter", "content_policy_violation" -> true;
            default -> false;
        };
    }

    private static Kind kind(int status, JsonNode error, String said) {
        String words = words(error, said);
        if (status == 402 || NO_MONEY.matcher(words).find() && status / 100 == 4) {
            return Kind.OUT_OF_CREDIT;
        }
        return switch (status) {
            case 401, 403, 407 -> Kind.UNAUTHORIZED;
            case 429, 529 -> Kind.RATE_LIMITED;
            case 408, 504 -> Kind.TIMEOUT;
            case 409, 425 -> Kind.UNAVAILABLE;
            case 503 -> words.contains("overloaded") ? Kind.RATE_LIMITED : Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REJECTED;
        };
    }

    private static Kind kindOfWord(JsonNode error, String said) {
        int status = error.path("code").asInt(0);
        if (status >= 400) {
            return kind(status, error, said);
        }
        String words = words(error, said);
        if (NO_MONEY.matcher(words).find()) {
            return Kind.OUT_OF_CREDIT;
        }
        if (words.contains("rate_limit") || words.contains("overloaded")) {
            return Kind.RATE_LIMITED;
        }
        if (words.contains("invalid_request") || words.contains("not_found")) {
            return Kind.REJECTED;
        }
        return words.contains("authentication") || words.contains("permission")
                ? Kind.UNAUTHORIZED
                : Kind.UNAVAILABLE;
    }

    private static String words(JsonNode error, String said) {
        return (Json.text(error, "code") + " " + Json.text(error, "type") + " " + said)
                .toLowerCase(Locale.ROOT);
    }

    private String whatToDo(Kind kind) {
        return switch (kind) {
            case RATE_LIMITED -> " Fewer calls at once, or a higher tier, help.";
            case UNAUTHORIZED ->
                    keyHint.isEmpty()
                            ? " Name the variable of the key as `key` of the provider."
                            : " Check the key in " + keyHint + " and what it may use.";
            case OUT_OF_CREDIT -> " Add credit at the provider; what is paid for is kept.";
            case REJECTED -> " Check the model's name and what it takes.";
            case TIMEOUT, UNAVAILABLE, BROKEN_REPLY, NOT_RECORDED -> "";
        };
    }

    /// The provider's error object: `{"error": {...}}`, `[{"error": {...}}]`, or the document
    /// itself.
    private static JsonNode errorIn(String body) {
        try {
            JsonNode root = Json.MAPPER.readTree(body);
            JsonNode first = root.isArray() ? root.path(0) : root;
            JsonNode error = first.path("error");
            return error.isMissingNode() ? first : error;
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private String said(JsonNode error, String body) {
        String message = error.stringValue(Json.text(error, "message"));
        if (message.isEmpty()) {
            message = Json.text(error, "detail");
        }
        String words = message.isEmpty() ? body : message;
        return words.isBlank() ? "" : ": \"" + cut(words) + "\"";
    }

    /// What the provider says, as it may be told.
    String quoted(String words) {
        return "\"" + cut(words) + "\"";
    }

    /// The same without the quotation marks.
    String plain(String words) {
        return cut(words);
    }

    String page(String body) {
        Matcher title = TITLE.matcher(body);
        return title.find() ? ": an HTML page, \"" + cut(title.group(1)) + "\"" : ": an HTML page";
    }

    /// What the provider says, without secrets and control characters; cut after the secrets are
    /// gone, so that no part of one is left.
    private String cut(String words) {
        String line = mask.hide(words).replaceAll("\\s+|\\p{Cntrl}", " ").strip();
        return line.length() <= MOST_OF_PROVIDER ? line : line.substring(0, MOST_OF_PROVIDER) + "…";
    }

    private String text(String what) {
        return model + ": " + mask.hide(what);
    }

    private static String seconds(Duration deadline) {
        return deadline.toMillis() % 1_000 == 0
                ? deadline.toSeconds() + " s"
                : deadline.toMillis() + " ms";
    }
}
