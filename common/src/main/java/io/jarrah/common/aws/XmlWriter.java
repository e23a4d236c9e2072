package io.jarrah.common.aws;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes XML 1.0 in UTF-8; what XML cannot hold (control characters, lone surrogates) becomes U+FFFD. */
final class XmlWriter {
    private static final int FIRST_CAPACITY = 1024;
    private final StringBuilder out = new StringBuilder(FIRST_CAPACITY);

    XmlWriter() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    XmlWriter open(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    XmlWriter open(String name, Map<String, String> attributes) {
        out.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            out.append(' ').append(attribute).append("=\"");
            escape(value, true);
            out.append('"');
        });
        out.append('>');
        return this;
    }

    XmlWriter close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    XmlWriter empty(String name) {
        out.append('<').append(name).append("/>");
        return this;
    }

    XmlWriter element(String name, String text) {
        open(name);
        escape(text, false);
        return close(name);
    }

    XmlWriter text(String text) {
        escape(text, false);
        return this;
    }

    byte[] toBytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void escape(String text, boolean inAttribute) {
        int clean = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                continue;
            }
            String replacement = replacement(text, i, inAttribute);
            if (!replacement.isEmpty()) {
                out.append(text, clean, i).append(replacement);
                clean = i + 1;
            }
        }
        if (clean == 0) {
            out.append(text);
        } else {
            out.append(text, clean, text.length());
        }
    }

    /** Most characters: those that may stand for themselves anywhere. */
    private static boolean isPlain(char c) {
        return c > '>' ? c < Character.MIN_SURROGATE : c >= ' ' && c != '<' && c != '>' && c != '&' && c != '"';
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
