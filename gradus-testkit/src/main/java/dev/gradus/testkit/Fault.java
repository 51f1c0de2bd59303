package dev.gradus.testkit;

/// What can go wrong between a client and a provider, as a `FaultServer` makes it happen.
public enum Fault {
    /// 429 that says nothing of when to come back.
    RATE_LIMITED,
    /// 429 with `Retry-After: 1`.
    RATE_LIMITED_RETRY_AFTER,
    /// 429 with the headers of a limit on requests that is used up for 250 ms.
    RATE_LIMIT_HEADERS,
    /// 529, as Anthropic says that it is overloaded.
    OVERLOADED,
    /// 429 `insufficient_quota`.
    OUT_OF_CREDIT,
    /// 401 whose text holds every header of the request.
    ECHOED_KEY,
    /// 400.
    BAD_REQUEST,
    /// 404, an unknown model.
    NOT_FOUND,
    /// 413.
    TOO_LARGE,
    /// 500.
    SERVER_ERROR,
    /// 503.
    UNAVAILABLE,
    /// 302 to another host.
    REDIRECT,
    /// The connection is reset before a byte is answered.
    RESET,
    /// The connection is closed in the middle of the body.
    CUT_OFF,
    /// Nothing is ever answered.
    STALL,
    /// The body comes a byte at a time, without end.
    SLOW_BODY,
    /// The body ends in the middle of the JSON, with the right framing.
    TRUNCATED_JSON,
    /// A stream ends in the middle, with the right framing; a whole reply as `TRUNCATED_JSON`.
    TRUNCATED_STREAM,
    /// A whole reply, as `text/plain`.
    WRONG_CONTENT_TYPE,
    /// 200 and the HTML page of a proxy.
    HTML_PAGE,
    /// 502 and an HTML page.
    HTML_ERROR_PAGE,
    /// 200 with an error in place of a reply.
    ERROR_IN_REPLY,
    /// Pieces of a stream that carry no text come twice, and, where pieces are numbered, so do
    /// those with text.
    DUPLICATE_CHUNK,
    /// A body of 64 MB.
    HUGE_BODY,
    /// Token counts below 0.
    NEGATIVE_USAGE,
    /// Token counts that no model has.
    ABSURD_USAGE,
    /// No token counts.
    NO_USAGE,
    /// A reply without a choice in it.
    EMPTY_CHOICE,
    /// The model declines.
    REFUSAL,
    /// The provider's filter stops the reply.
    CONTENT_FILTER,
    /// The reply is cut at the most tokens it may have.
    LENGTH_STOP
}
