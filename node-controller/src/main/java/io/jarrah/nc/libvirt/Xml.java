package io.jarrah.nc.libvirt;

import java.io.Writer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes indented XML; everything that is not a name is escaped. Attributes come as name, value, name, value. */
final class Xml {
    private static final String INDENT = "  ";

    private final XMLStreamWriter out;
    private int depth;
    private boolean first = true;

    Xml(Writer target) throws XMLStreamException {
        out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(target);
    }

    void open(String name, String... attributes) throws XMLStreamException {
        newLine();
        out.writeStartElement(name);
        attributes(attributes);
        depth++;
    }

    void close() throws XMLStreamException {
        depth--;
        newLine();
        out.writeEndElement();
    }

    void element(String name, String text, String... attributes) throws XMLStreamException {
        newLine();
        out.writeStartElement(name);
        attributes(attributes);
        out.writeCharacters(requireText(text));
        out.writeEndElement();
    }

    void empty(String name, String... attributes) throws XMLStreamException {
        newLine();
        out.writeEmptyElement(name);
        attributes(attributes);
    }

    void finish() throws XMLStreamException {
        out.writeCharacters("\n");
        out.writeEndDocument();
        out.close();
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            out.writeAttribute(attributes[i], requireText(attributes[i + 1]));
        }
    }

    /** XML 1.0 has no way to write most control characters, escaped or not. */
    private static String requireText(String text) {
        if (text.chars()
                .anyMatch(c -> (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xfffe || c == 0xffff)) {
            throw new IllegalArgumentException("a control character cannot stand in domain XML");
        }
        return text;
    }

    private void newLine() throws XMLStreamException {
        if (first) {
            first = false;
            return;
        }
        out.writeCharacters("\n" + INDENT.repeat(depth));
    }
}
