package io.jarrah.common.sign;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms of a time that clients sign with. */
final class WireTimes {
    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final List<DateTimeFormatter> HTTP = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.US),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC));
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private WireTimes() {}

    /** {@code 20130524T000000Z}. */
    static Optional<Instant> basic(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, BASIC).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code 20130524}. */
    static Optional<LocalDate> basicDate(String text) {
        try {
            return text.length() == 8
                    ? Optional.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The three forms of RFC 9110, and the basic one. */
    static Optional<Instant> http(String text) {
        Optional<Instant> basic = basic(text);
        if (basic.isPresent()) {
            return basic;
        }
        for (DateTimeFormatter form : HTTP) {
            try {
                return Optional.of(Instant.from(form.parse(text.strip())));
            } catch (DateTimeException e) {
                // The next form may fit.
            }
        }
        return Optional.empty();
    }

    /** ISO 8601; without an offset it is UTC. */
    static Optional<Instant> iso(String text) {
        Optional<Instant> basic = basic(text);
        if (basic.isPresent()) {
            return basic;
        }
        try {
            return Optional.of(Instant.from(ISO.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
