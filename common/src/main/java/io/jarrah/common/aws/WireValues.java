package io.jarrah.common.aws;

import io.jarrah.common.aws.SdkModel.Kind;
import io.jarrah.common.aws.SdkModel.TimeFormat;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;

/** Text on the wire to a value of the model and back. */
final class WireValues {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
    private static final int LONGEST_NUMBER = 64;
    private static final DateTimeFormatter ISO_OUT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter RFC_OUT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO_IN = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendPattern("[XXX][XX][X]")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private WireValues() {}

    /**
     * Reads a scalar.
     *
     * @throws IllegalArgumentException when the text is no value of that kind; the message says what was expected ("an integer")
     */
    static Object parse(Kind kind, String text) {
        try {
            return switch (kind) {
                case STRING -> text;
                case INTEGER -> Integer.valueOf(number(text));
                case LONG -> Long.valueOf(number(text));
                case SHORT -> Short.valueOf(number(text));
                case BYTE -> Byte.valueOf(number(text));
                case FLOAT -> finite(Float.valueOf(decimal(text)));
                case DOUBLE -> finite(Double.valueOf(decimal(text)));
                case DECIMAL -> new BigDecimal(decimal(text));
                case BOOLEAN -> bool(text);
                case INSTANT -> instant(text.strip());
                case BYTES ->
                    SdkBytes.fromByteArrayUnsafe(Base64.getMimeDecoder().decode(checkedBase64(text)));
                case STRUCTURE, LIST, MAP, UNSUPPORTED -> throw new IllegalArgumentException(kind + " is not a scalar");
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(expectation(kind), e);
        }
    }

    /** Writes a scalar; a timestamp as ISO 8601 with milliseconds unless the model or {@code unspecified} says otherwise. */
    static String format(Object value, TimeFormat format, TimeFormat unspecified) {
        if (value instanceof Instant instant) {
            return switch (format == TimeFormat.UNSPECIFIED ? unspecified : format) {
                case UNSPECIFIED, ISO_8601 -> ISO_OUT.format(instant);
                case RFC_822 -> RFC_OUT.format(instant);
                case EPOCH_SECONDS ->
                    BigDecimal.valueOf(instant.toEpochMilli(), 3)
                            .stripTrailingZeros()
                            .toPlainString();
                case EPOCH_MILLIS -> Long.toString(instant.toEpochMilli());
            };
        }
        if (value instanceof SdkBytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value.toString();
    }

    private static String expectation(Kind kind) {
        return switch (kind) {
            case INTEGER -> "an integer";
            case LONG -> "a long integer";
            case SHORT -> "a short integer";
            case BYTE -> "a byte";
            case FLOAT, DOUBLE, DECIMAL -> "a number";
            case BOOLEAN -> "true or false";
            case INSTANT -> "a date in ISO 8601 form (YYYY-MM-DDThh:mm:ssZ)";
            case BYTES -> "Base64";
            case STRING, STRUCTURE, LIST, MAP, UNSUPPORTED -> "another type";
        };
    }

    private static String number(String text) {
        String stripped = text.strip();
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            if ((c < '0' || c > '9') && !(i == 0 && (c == '-' || c == '+'))) {
                throw new IllegalArgumentException("not a digit");
            }
        }
        return stripped;
    }

    private static String decimal(String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST_NUMBER || !DECIMAL.matcher(stripped).matches()) {
            throw new IllegalArgumentException("not a number");
        }
        return stripped;
    }

    private static Number finite(Number number) {
        if (Double.isInfinite(number.doubleValue())) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    private static Boolean bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Boolean.TRUE;
            case "false", "0" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException("not a boolean");
        };
    }

    private static String checkedBase64(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean known = (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '/'
                    || c == '='
                    || c == '\n'
                    || c == '\r';
            if (!known) {
                throw new IllegalArgumentException("not Base64");
            }
        }
        return text;
    }

    private static Instant instant(String text) {
        Instant instant = Character.isLetter(text.isEmpty() ? ' ' : text.charAt(0))
                ? Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))
                : isoInstant(text);
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < 0 || year > 9999) {
            throw new IllegalArgumentException("year out of range");
        }
        return instant;
    }

    private static Instant isoInstant(String text) {
        TemporalAccessor parsed = ISO_IN.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        if (parsed instanceof OffsetDateTime withOffset) {
            return withOffset.toInstant();
        }
        if (parsed instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        return LocalDate.from(parsed).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
