package dev.gradus.task;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Objects;

/// An amount of one currency. Amounts of two currencies never meet: adding them is an error.
///
/// @param amount any finite number; negative is money saved
/// @param currency an ISO 4217 code, three capital letters
public record Money(double amount, String currency) implements Comparable<Money> {
    private static final MathContext DIGITS = new MathContext(4);
    private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

    public Money {
        Objects.requireNonNull(currency, "currency");
        if (!Double.isFinite(amount)) {
            throw new IllegalArgumentException(
                    "an amount of money is a finite number, not " + amount);
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(
                    "'"
                            + currency
                            + "' is not a currency code. Write three capital letters, as in USD.");
        }
    }

    public static Money of(double amount, String currency) {
        return new Money(amount, currency);
    }

    public Money plus(Money other) {
        return new Money(amount + same(other).amount, currency);
    }

    public Money minus(Money other) {
        return new Money(amount - same(other).amount, currency);
    }

    public Money times(double factor) {
        return new Money(amount * factor, currency);
    }

    @Override
    public int compareTo(Money other) {
        return Double.compare(amount, same(other).amount);
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "an amount in " + other.currency + " cannot be set against one in " + currency);
        }
        return other;
    }

    /// Two decimals from a hundredth up, four significant digits below that, never as a power of
    /// ten: `0.50 USD`, `0.00003125 USD`.
    @Override
    public String toString() {
        BigDecimal rounded = new BigDecimal(amount).round(DIGITS);
        boolean small = rounded.signum() != 0 && rounded.abs().compareTo(HUNDREDTH) < 0;
        String text = small ? rounded.toPlainString() : String.format(Locale.ROOT, "%,.2f", amount);
        return text + " " + currency;
    }
}
