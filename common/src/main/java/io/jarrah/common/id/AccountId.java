package io.jarrah.common.id;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * An account, the owner of every resource.
 *
 * @param value exactly 12 decimal digits (AWS account ids; clients check the form)
 */
public record AccountId(String value) implements Comparable<AccountId> {
    private static final Pattern FORM = Pattern.compile("[0-9]{12}");

    public AccountId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an account id has 12 digits: \"" + value + "\"");
        }
    }

    /** A fresh id whose first digit is not 0, so that no client loses it to a number. */
    public static AccountId random(RandomGenerator random) {
        return new AccountId(Long.toString(random.nextLong(100_000_000_000L, 1_000_000_000_000L)));
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
