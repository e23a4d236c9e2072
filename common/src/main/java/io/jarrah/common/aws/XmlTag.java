package io.jarrah.common.aws;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The tags of one element in UTF-8, made once: an answer about a thousand instances has a hundred thousand of them. */
final class XmlTag {
    private final String name;
    private final byte[] opening;
    private final byte[] closing;
    private final byte[] empty;

    XmlTag(String name) {
        this.name = name;
        this.opening = bytes("<" + name + ">");
        this.closing = bytes("</" + name + ">");
        this.empty = bytes("<" + name + "/>");
    }

    void open(XmlWriter xml) {
        xml.raw(opening);
    }

    void open(XmlWriter xml, Map<String, String> attributes) {
        xml.open(name, attributes);
    }

    void close(XmlWriter xml) {
        xml.raw(closing);
    }

    void empty(XmlWriter xml) {
        xml.raw(empty);
    }

    String name() {
        return name;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
