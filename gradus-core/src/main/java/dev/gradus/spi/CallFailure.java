package dev.gradus.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// No reply came from a model: the infrastructure's fault, never a wrong answer. The message names
/// provider, model and what to do; it holds no secret and at most 300 characters of what the
/// provider said.
public final class CallFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Kind kind;
    private final transient Optional<Duration> retryAfter;

    /// What failed, as far as it matters to whoever calls.
    public enum Kind {
        /// Too many calls: slow down. 429, or a provider that says it is overloaded (529).
        RATE_LIMITED(true),
        /// Nothing, or not everything, within the deadline: slow down.
        TIMEOUT(true),
        /// 5xx, connection refused or reset.
        UNAVAILABLE(true),
        /// A reply that cannot be read: cut off, no JSON, wrong content type, no choice in it.
        BROKEN_REPLY(true),
        /// Key missing or refused; the account may not use the model.
        UNAUTHORIZED(false),
        /// The account has no money left, or its quota is used up.
        OUT_OF_CREDIT(false),
        /// The provider will not take this request: unknown model, too long, a wrong parameter.
        REJECTED(false),
        /// The cassette has no reply to this request.
        NOT_RECORDED(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        public boolean retryable() {
            return retryable;
        }

        /// True where fewer calls at once may help.
        public boolean asksToSlowDown() {
            return this == RATE_LIMITED || this == TIMEOUT;
        }
    }

    public CallFailure(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    /// @param retryAfter how long the provider asks to wait
    public CallFailure(Kind kind, String message, Optional<Duration> retryAfter) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
