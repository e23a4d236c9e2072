package io.jarrah.common.aws;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Writes XML 1.0 in UTF-8; what XML cannot hold (control characters, lone surrogates) becomes U+FFFD. */
final class XmlWriter {
    private static final int FIRST_CAPACITY = 4096;
    private static final byte[] DECLARATION =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".getBytes(StandardCharsets.UTF_8);

    private byte[] out = new byte[FIRST_CAPACITY];
    private int length;

    XmlWriter() {
        raw(DECLARATION);
    }

    XmlWriter open(String name) {
        new XmlTag(name).open(this);
        return this;
    }

    XmlWriter open(String name, Map<String, String> attributes) {
        raw("<" + name);
        attributes.forEach((attribute, value) -> {
            raw(" " + attribute + "=\"");
            escape(value, true);
            raw("\"");
        });
        raw(">");
        return this;
    }

    XmlWriter close(String name) {
        new XmlTag(name).close(this);
        return this;
    }

    XmlWriter element(String name, String text) {
        XmlTag tag = new XmlTag(name);
        tag.open(this);
        escape(text, false);
        tag.close(this);
        return this;
    }

    XmlWriter text(String text) {
        escape(text, false);
        return this;
    }

    /** Writes what is XML already. */
    void raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, out, length, bytes.length);
        length += bytes.length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(out, length);
    }

    private void raw(String text) {
        raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private void escape(String text, boolean inAttribute) {
        int size = text.length();
        reserve(size);
        int i = 0;
        while (i < size) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out[length++] = (byte) c;
                i++;
            } else {
                i = special(text, i, inAttribute);
                reserve(size - i);
            }
        }
    }

    /** Writes the character at that place, and the other half of its pair. Returns the place after it. */
    private int special(String text, int i, boolean inAttribute) {
        String replacement = replacement(text, i, inAttribute);
        if (!replacement.isEmpty()) {
            raw(replacement);
            return i + 1;
        }
        int end = i + (Character.isHighSurrogate(text.charAt(i)) ? 2 : 1);
        raw(text.substring(i, end));
        return end;
    }

    private void reserve(int more) {
        if (more > out.length - length) {
            out = Arrays.copyOf(out, Math.max(Math.addExact(length, more), Math.multiplyExact(2, out.length)));
        }
    }

    /** Most characters: one byte, and may stand for themselves anywhere. */
    private static boolean isPlain(char c) {
        return c > '>' ? c < 0x80 : c >= ' ' && c != '<' && c != '>' && c != '&' && c != '"';
    }

    /** What must stand for a character; empty when it may stand for itself. */
    private static String replacement(String text, int i, boolean inAttribute) {
        char c = text.charAt(i);
        if (c >= ' ') {
            return switch (c) {
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                case '&' -> "&amp;";
                case '"' -> "&quot;";
                case '\uFFFE', '\uFFFF' -> "\uFFFD";
                default -> isLoneSurrogate(text, i, c) ? "\uFFFD" : "";
            };
        }
        return switch (c) {
            case '\r' -> "&#13;";
            case '\n' -> inAttribute ? "&#10;" : "";
            case '\t' -> inAttribute ? "&#9;" : "";
            default -> "\uFFFD";
        };
    }

    private static boolean isLoneSurrogate(String text, int i, char c) {
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
