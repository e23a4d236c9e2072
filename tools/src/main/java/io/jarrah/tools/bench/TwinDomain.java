package io.jarrah.tools.bench;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The XML of a domain like another one.
 *
 * @param xml for virsh create
 * @param originalDisk the overlay of the other domain
 * @param disk the overlay that must be there before the twin starts
 * @param console the file its serial console goes to
 */
record TwinDomain(String xml, Path originalDisk, Path disk, Path console) {
    static TwinDomain of(String original, String name, Path work) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(original)));
            Path disk = work.resolve(name + ".qcow2");
            Path console = work.resolve(name + ".log");
            Element domain = document.getDocumentElement();
            domain.removeAttribute("id");
            first(domain, "name").setTextContent(name);
            remove(domain, "uuid", "metadata", "backingStore", "alias", "mac", "seclabel", "target");
            Element source = first(first(domain, "disk"), "source");
            Path originalDisk = Path.of(source.getAttribute("file"));
            source.setAttribute("file", disk.toString());
            Element target = document.createElement("target");
            target.setAttribute("dev", "vda");
            target.setAttribute("bus", "virtio");
            first(domain, "disk").appendChild(target);
            NodeList sources = domain.getElementsByTagName("source");
            for (int i = 0; i < sources.getLength(); i++) {
                Element element = (Element) sources.item(i);
                if (element.hasAttribute("path")) {
                    element.setAttribute("path", console.toString());
                }
            }
            return new TwinDomain(text(document), originalDisk, disk, console);
        } catch (ParserConfigurationException | SAXException | IOException | TransformerException e) {
            throw new IllegalStateException("cannot make a twin of the domain: " + original, e);
        }
    }

    private static Element first(Element parent, String tag) {
        Node node = parent.getElementsByTagName(tag).item(0);
        if (node == null) {
            throw new IllegalStateException("the domain has no <" + tag + ">");
        }
        return (Element) node;
    }

    private static void remove(Element domain, String... tags) {
        for (String tag : tags) {
            NodeList nodes = domain.getElementsByTagName(tag);
            while (nodes.getLength() > 0) {
                Node node = nodes.item(0);
                node.getParentNode().removeChild(node);
            }
        }
    }

    private static String text(Document document) throws TransformerException {
        TransformerFactory factory = TransformerFactory.newInstance();
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        StringWriter out = new StringWriter();
        factory.newTransformer().transform(new DOMSource(document), new StreamResult(out));
        return out.toString();
    }
}
