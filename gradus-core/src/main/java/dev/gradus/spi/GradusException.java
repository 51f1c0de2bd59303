package dev.gradus.spi;

/// What went wrong, by who must act. The message names what is wrong with which value, where, and
/// what to do; it never holds a secret.
public abstract sealed class GradusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private GradusException(String message) {
        super(message);
    }

    /// The exit code of the command line.
    public abstract int exitCode();

    /// The command was called in a way that cannot work.
    public static final class Usage extends GradusException {
        private static final long serialVersionUID = 1L;

        public Usage(String message) {
            super(message);
        }

        @Override
        public int exitCode() {
            return 2;
        }
    }

    /// A file, a row or a value is wrong.
    public static final class Data extends GradusException {
        private static final long serialVersionUID = 1L;

        public Data(String message) {
            super(message);
        }

        @Override
        public int exitCode() {
            return 3;
        }
    }

    /// A model or its provider did not do its part.
    public static final class Provider extends GradusException {
        private static final long serialVersionUID = 1L;
        private final boolean retryable;

        public Provider(String message, boolean retryable) {
            super(message);
            this.retryable = retryable;
        }

        public boolean retryable() {
            return retryable;
        }

        @Override
        public int exitCode() {
            return 4;
        }
    }

    /// The next step would cross the budget.
    public static final class Budget extends GradusException {
        private static final long serialVersionUID = 1L;

        public Budget(String message) {
            super(message);
        }

        @Override
        public int exitCode() {
            return 5;
        }
    }
}
