package io.jarrah.common.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class XmlWriterTest {
    private static final String CHARACTERS =
            "az<>&\"' \t\n\r\u0001\u007f\u0080\u00e9\u20ac\ud83d\ude00\ud83d\ude00\ufffe\ufffd";

    @Test
    void whateverIsWrittenIsReadBack() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            String text = random(random);
            byte[] xml = new XmlWriter()
                    .open("root", Map.of("attribute", text))
                    .element("inner", text)
                    .close("root")
                    .toBytes();
            Element root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml))
                    .getDocumentElement();
            assertThat(root.getAttribute("attribute")).isEqualTo(expected(text));
            assertThat(root.getTextContent()).isEqualTo(expected(text));
        }
    }

    @Test
    void halvesOfPairsDoNotGetOut() {
        byte[] xml = new XmlWriter().element("a", "1\ud83d2\ude003\ude00\ud83d").toBytes();
        assertThat(new String(xml, StandardCharsets.UTF_8)).endsWith("<a>1\ufffd2\ufffd3\ufffd\ufffd</a>");
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(9000);
        while (text.length() < length) {
            int i = random.nextInt(CHARACTERS.length());
            if (Character.isHighSurrogate(CHARACTERS.charAt(i))) {
                text.append(CHARACTERS, i, i + 2);
            } else if (!Character.isLowSurrogate(CHARACTERS.charAt(i))) {
                text.append(CHARACTERS.charAt(i));
            }
        }
        return text.toString();
    }

    private static String expected(String text) {
        return text.replace('\u0001', '\ufffd').replace('\ufffe', '\ufffd');
    }
}
