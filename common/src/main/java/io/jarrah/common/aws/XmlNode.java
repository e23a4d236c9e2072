package io.jarrah.common.aws;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An element of a small XML document; names are local names, {@code xsi:} attributes keep that prefix whatever the sender's was. */
final class XmlNode {
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    private static final int DEPTH = 32;
    private static final int ELEMENTS = 200_000;
    private static final int ATTRIBUTES = 16;

    private final String name;
    private final Map<String, String> attributes;
    private final List<XmlNode> children = new ArrayList<>(0);
    private String text = "";
    private @Nullable StringBuilder pieces;

    private XmlNode(String name, Map<String, String> attributes) {
        this.name = name;
        this.attributes = attributes;
    }

    String name() {
        return name;
    }

    String text() {
        return pieces == null ? text : pieces.toString();
    }

    @Nullable
    String attribute(String attribute) {
        return attributes.get(attribute);
    }

    List<XmlNode> children() {
        return children;
    }

    @Nullable
    XmlNode child(String childName) {
        for (XmlNode child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return null;
    }

    List<XmlNode> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /**
     * Reads a document. Document types and with them entities are refused.
     *
     * @throws MalformedXmlException when it is not well-formed, or deeper or larger than any honest one
     */
    static XmlNode parse(byte[] document) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new MalformedXmlException("The XML you provided was not well-formed: " + e.getMessage(), e);
        }
    }

    /** Comments cut a text in pieces; most texts are one. */
    private void append(String piece) {
        if (text.isEmpty()) {
            text = piece;
        } else if (pieces == null) {
            pieces = new StringBuilder(text).append(piece);
        } else {
            pieces.append(piece);
        }
    }

    private static XmlNode read(XMLStreamReader reader) throws XMLStreamException {
        Deque<XmlNode> open = new ArrayDeque<>();
        XmlNode root = null;
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    elements++;
                    XmlNode node = start(reader);
                    if (open.isEmpty()) {
                        root = node;
                    } else {
                        open.peek().children.add(node);
                    }
                    open.push(node);
                    if (open.size() > DEPTH || elements > ELEMENTS) {
                        throw new MalformedXmlException("The XML you provided is nested deeper than " + DEPTH
                                + " or has more than " + ELEMENTS + " elements");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) {
                        open.peek().append(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new MalformedXmlException(
                            "The XML you provided has a document type or entity, which is refused");
                default -> {
                    // Comments and processing instructions mean nothing.
                }
            }
        }
        if (root == null) {
            throw new MalformedXmlException("The XML you provided has no root element");
        }
        return root;
    }

    private static XmlNode start(XMLStreamReader reader) {
        int count = reader.getAttributeCount();
        if (count > ATTRIBUTES) {
            throw new MalformedXmlException(
                    "An element of the XML you provided has more than " + ATTRIBUTES + " attributes");
        }
        Map<String, String> attributes = count == 0 ? Map.of() : new HashMap<>();
        for (int i = 0; i < count; i++) {
            String prefix = XSI.equals(reader.getAttributeNamespace(i)) ? "xsi:" : "";
            attributes.put(prefix + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return new XmlNode(reader.getLocalName(), attributes);
    }
}
