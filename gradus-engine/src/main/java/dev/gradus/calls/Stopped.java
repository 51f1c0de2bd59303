package dev.gradus.calls;

/// The climb was told to stop: no call is begun any more, and what would have followed from it is
/// left undone. Nothing is lost; the same climb goes on from here.
public final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Stopped() {
        super("the climb was told to stop");
    }
}
