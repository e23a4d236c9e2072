package io.jarrah.common.aws;

import io.jarrah.common.aws.SdkModel.Collection;
import io.jarrah.common.aws.SdkModel.Member;
import io.jarrah.common.aws.SdkModel.TimeFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** Writes an SDK response object as XML by walking the model, in the dialect of EC2, Query or S3. */
final class XmlEncoder {
    private static final XmlTag ENTRY = new XmlTag("entry");

    private final SdkModel model;
    private final XmlTag defaultItem;

    XmlEncoder(SdkModel model, String defaultItemName) {
        this.model = model;
        this.defaultItem = new XmlTag(defaultItemName);
    }

    /** Writes the members that belong into the body. */
    void writeMembers(XmlWriter xml, SdkPojo message) {
        for (Member member : model.members(message)) {
            if (member.inBody() && !member.isAttribute()) {
                write(xml, member, member.responseTag(), member.get(message));
            }
        }
    }

    /** Writes one value as an element; a value that is not set leaves nothing, an empty list that is set leaves an empty element. */
    private void write(XmlWriter xml, Member member, XmlTag tag, @Nullable Object value) {
        if (value == null || SdkModel.isAutoConstructed(value)) {
            return;
        }
        switch (member.kind()) {
            case STRUCTURE -> {
                Map<String, String> attributes = member.attributes(value);
                if (attributes.isEmpty()) {
                    tag.open(xml);
                } else {
                    tag.open(xml, attributes);
                }
                writeMembers(xml, (SdkPojo) value);
                tag.close(xml);
            }
            case LIST -> writeList(xml, member.collection(), tag, (List<?>) value);
            case MAP -> writeMap(xml, member.collection(), tag, (Map<?, ?>) value);
            case UNSUPPORTED ->
                throw new IllegalArgumentException("the model's type of " + tag.name() + " has no XML form");
            default -> {
                tag.open(xml);
                xml.text(WireValues.format(value, member.timeFormat(), TimeFormat.ISO_8601));
                tag.close(xml);
            }
        }
    }

    private void writeList(XmlWriter xml, Collection list, XmlTag tag, List<?> values) {
        if (list.flattened()) {
            values.forEach(value -> write(xml, list.element(), tag, value));
            return;
        }
        if (values.isEmpty()) {
            tag.empty(xml);
            return;
        }
        XmlTag item = list.item() == null ? defaultItem : list.item();
        tag.open(xml);
        values.forEach(value -> write(xml, list.element(), item, value));
        tag.close(xml);
    }

    private void writeMap(XmlWriter xml, Collection map, XmlTag tag, Map<?, ?> values) {
        if (!map.flattened()) {
            tag.open(xml);
        }
        XmlTag entry = map.flattened() ? tag : ENTRY;
        values.forEach((key, value) -> {
            entry.open(xml);
            map.key().open(xml);
            xml.text(String.valueOf(key));
            map.key().close(xml);
            write(xml, map.element(), map.value(), value);
            entry.close(xml);
        });
        if (!map.flattened()) {
            tag.close(xml);
        }
    }
}
