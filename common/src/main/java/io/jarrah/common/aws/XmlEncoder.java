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
    private final SdkModel model;
    private final String defaultItemName;

    XmlEncoder(SdkModel model, String defaultItemName) {
        this.model = model;
        this.defaultItemName = defaultItemName;
    }

    /** Writes the members that belong into the body. */
    void writeMembers(XmlWriter xml, SdkPojo message) {
        for (Member member : model.members(message)) {
            if (member.inBody() && !member.isAttribute()) {
                write(xml, member, member.responseName(), member.get(message));
            }
        }
    }

    /** Writes one value as an element; a value that is not set leaves nothing, an empty list that is set leaves an empty element. */
    void write(XmlWriter xml, Member member, String name, @Nullable Object value) {
        if (value == null || SdkModel.isAutoConstructed(value)) {
            return;
        }
        switch (member.kind()) {
            case STRUCTURE -> {
                Map<String, String> attributes = member.attributes(value);
                if (attributes.isEmpty()) {
                    xml.open(name);
                } else {
                    xml.open(name, attributes);
                }
                writeMembers(xml, (SdkPojo) value);
                xml.close(name);
            }
            case LIST -> writeList(xml, member.collection(), name, (List<?>) value);
            case MAP -> writeMap(xml, member.collection(), name, (Map<?, ?>) value);
            case UNSUPPORTED -> throw new IllegalArgumentException("the model's type of " + name + " has no XML form");
            default -> xml.element(name, WireValues.format(value, member.timeFormat(), TimeFormat.ISO_8601));
        }
    }

    private void writeList(XmlWriter xml, Collection list, String name, List<?> values) {
        if (list.flattened()) {
            values.forEach(value -> write(xml, list.element(), name, value));
            return;
        }
        if (values.isEmpty()) {
            xml.empty(name);
            return;
        }
        String itemName = list.itemName() == null ? defaultItemName : list.itemName();
        xml.open(name);
        values.forEach(value -> write(xml, list.element(), itemName, value));
        xml.close(name);
    }

    private void writeMap(XmlWriter xml, Collection map, String name, Map<?, ?> values) {
        if (!map.flattened()) {
            xml.open(name);
        }
        String entryName = map.flattened() ? name : "entry";
        values.forEach((key, value) -> {
            xml.open(entryName).element(map.keyName(), String.valueOf(key));
            write(xml, map.element(), map.valueName(), value);
            xml.close(entryName);
        });
        if (!map.flattened()) {
            xml.close(name);
        }
    }
}
