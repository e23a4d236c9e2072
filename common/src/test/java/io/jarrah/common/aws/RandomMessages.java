package io.jarrah.common.aws;

import io.jarrah.common.aws.SdkModel.Member;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/** Fills SDK messages at random, within what the wire can express: no empty structures, and as few empty lists as the caller allows. */
final class RandomMessages {
    private static final String[] ALPHABET = {
        "a",
        "Z",
        "0",
        "-",
        "_",
        ".",
        "/",
        ":",
        "<",
        ">",
        "&",
        "\"",
        "'",
        "%",
        "+",
        "=",
        ",",
        ";",
        "é",
        "中",
        "\uD83D\uDE00"
    };
    private static final int DEEPEST = 6;

    private final SdkModel model = new SdkModel();
    private final Random random;
    private final boolean wholeSeconds;
    private final boolean complete;

    /**
     * A source of messages.
     *
     * @param complete whether every member is set, because the client refuses to send less
     * @param wholeSeconds whether times have no fractions, as in headers and where the SDK's client cuts them off
     */
    RandomMessages(long seed, boolean complete, boolean wholeSeconds) {
        this.complete = complete;
        this.random = new Random(seed);
        this.wholeSeconds = wholeSeconds;
    }

    SdkPojo fill(Class<?> messageClass) {
        SdkPojo builder = SdkModel.newBuilder(messageClass);
        fillMembers(builder, 0);
        return SdkModel.build(builder);
    }

    private void fillMembers(SdkPojo builder, int depth) {
        List<Member> members = model.members(builder);
        boolean any = false;
        for (Member member : members) {
            boolean optional = !complete && depth > 0 && random.nextInt(4) == 0;
            Object value = optional ? null : value(member, depth);
            if (value != null) {
                member.set(builder, value);
                any = true;
            }
        }
        if (!any) {
            for (Member member : members) {
                Object value = value(member, Math.min(depth, DEEPEST - 1));
                if (value != null) {
                    member.set(builder, value);
                    return;
                }
            }
        }
    }

    private Object value(Member member, int depth) {
        return switch (member.kind()) {
            case STRING -> string(member);
            case INTEGER -> random.nextInt();
            case LONG -> random.nextLong();
            case SHORT -> (short) random.nextInt();
            case BYTE -> (byte) random.nextInt();
            case FLOAT -> random.nextFloat() * 1000;
            case DOUBLE -> random.nextDouble() * 1e12;
            case DECIMAL -> BigDecimal.valueOf(random.nextInt(), 3);
            case BOOLEAN -> random.nextBoolean();
            case INSTANT -> instant();
            case BYTES -> SdkBytes.fromUtf8String(text());
            case STRUCTURE -> structure(member, depth);
            case LIST -> list(member, depth);
            case MAP -> map(member, depth);
            case UNSUPPORTED -> throw new AssertionError("no value known for " + member.requestName());
        };
    }

    private Object string(Member member) {
        if (member.isAttribute()) {
            return "Group"; // The client does not escape attributes.
        }
        return switch (member.requestName()) {
            case "Bucket" -> "bucket";
            case "x-amz-copy-source" -> null; // Refused together with its parts, which stand beside it.
            default -> text();
        };
    }

    private Instant instant() {
        long millis = (long) (random.nextDouble() * 4_000_000_000_000L);
        return wholeSeconds ? Instant.ofEpochSecond(millis / 1000) : Instant.ofEpochMilli(millis);
    }

    private Object structure(Member member, int depth) {
        if (depth >= DEEPEST) {
            return null;
        }
        SdkPojo builder = member.newStructure();
        if (model.members(builder).isEmpty()) {
            return null;
        }
        fillMembers(builder, depth + 1);
        return SdkModel.build(builder);
    }

    private Object list(Member member, int depth) {
        List<Object> values = new ArrayList<>();
        int size = 1 + random.nextInt(depth > 2 ? 1 : 3);
        for (int i = 0; i < size; i++) {
            Object value = value(member.collection().element(), depth);
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? null : values;
    }

    private Object map(Member member, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < 2; i++) {
            Object value = value(member.collection().element(), depth);
            if (value != null) {
                values.put("k" + i + (member.inHeader() ? "" : text()), value);
            }
        }
        return values.isEmpty() ? null : values;
    }

    private String text() {
        StringBuilder text = new StringBuilder("x");
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.append('y').toString();
    }
}
