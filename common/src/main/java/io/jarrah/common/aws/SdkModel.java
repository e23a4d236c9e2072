package io.jarrah.common.aws;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.core.traits.XmlAttributesTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * What a message class of the SDK says about its members.
 *
 * <p>This is the only class of Jarrah that uses the SDK's protected API ({@code SdkField} and its traits), which may change in a minor
 * release; the fuzz test over all actions guards every upgrade.
 */
final class SdkModel {
    /** The type of a member on the wire. */
    enum Kind {
        STRING,
        INTEGER,
        LONG,
        SHORT,
        BYTE,
        FLOAT,
        DOUBLE,
        DECIMAL,
        BOOLEAN,
        INSTANT,
        BYTES,
        STRUCTURE,
        LIST,
        MAP,
        UNSUPPORTED
    }

    /** How a timestamp is written when the model does not leave it to the protocol. */
    enum TimeFormat {
        UNSPECIFIED,
        ISO_8601,
        RFC_822,
        EPOCH_SECONDS,
        EPOCH_MILLIS
    }

    private final Map<Class<?>, List<Member>> membersByClass = new ConcurrentHashMap<>();

    /** The members of a message, in the model's order. */
    List<Member> members(SdkPojo message) {
        List<Member> known = membersByClass.get(message.getClass());
        if (known == null) {
            known = message.sdkFields().stream().map(Member::new).toList();
            membersByClass.put(message.getClass(), known);
        }
        return known;
    }

    /** Whether a list or map is one the SDK made itself to stand for "not set". */
    static boolean isAutoConstructed(@Nullable Object value) {
        return value instanceof SdkAutoConstructList<?> || value instanceof SdkAutoConstructMap<?, ?>;
    }

    /** The message a filled builder makes. */
    static SdkPojo build(SdkPojo builder) {
        return (SdkPojo) ((Buildable) builder).build();
    }

    /** A new builder of a message class of the model. */
    static SdkPojo newBuilder(Class<?> messageClass) {
        try {
            return (SdkPojo) messageClass.getMethod("builder").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    messageClass.getName() + " is not a message class of the AWS SDK: it has no static builder()", e);
        }
    }

    /** One member of a message, or the element of a list, or the value of a map. */
    static final class Member {
        private final SdkField<?> field;
        private final Kind kind;
        private final TimeFormat timeFormat;
        private final @Nullable Collection collection;
        private final @Nullable XmlAttributesTrait attributes;
        private final String responseName;
        private final XmlTag responseTag;
        private final boolean inBody;
        private final boolean attribute;

        private Member(SdkField<?> field) {
            this.field = field;
            this.kind = kindOf(field);
            this.timeFormat = timeFormatOf(field);
            this.collection = Collection.of(field);
            this.attributes = field.getTrait(XmlAttributesTrait.class);
            this.responseName = field.unmarshallLocationName();
            this.responseTag = new XmlTag(responseName);
            this.inBody = field.location() == MarshallLocation.PAYLOAD;
            this.attribute = field.containsTrait(XmlAttributeTrait.class);
        }

        Kind kind() {
            return kind;
        }

        /** The name in a request: Query parameter or element of an S3 request body, or header. */
        String requestName() {
            return field.locationName();
        }

        /** The element in a response. */
        String responseName() {
            return responseName;
        }

        /** The tags of that element. */
        XmlTag responseTag() {
            return responseTag;
        }

        TimeFormat timeFormat() {
            return timeFormat;
        }

        boolean inBody() {
            return inBody;
        }

        boolean inHeader() {
            return field.location() == MarshallLocation.HEADER;
        }

        /** Whether this member alone is the body (S3). */
        boolean isWholeBody() {
            return field.containsTrait(PayloadTrait.class);
        }

        /** Whether this member is an XML attribute of its structure's element (S3 {@code xsi:type}). */
        boolean isAttribute() {
            return attribute;
        }

        /** What a list or map consists of. */
        Collection collection() {
            if (collection == null) {
                throw new IllegalStateException("member " + field.memberName() + " is neither a list nor a map");
            }
            return collection;
        }

        /** The XML attributes of this structure's element, in the model's order. */
        Map<String, String> attributes(Object value) {
            if (attributes == null) {
                return Map.of();
            }
            Map<String, String> found = new LinkedHashMap<>();
            attributes.attributes().forEach((name, accessor) -> {
                String text = accessor.attributeGetter().apply(value);
                if (text != null) {
                    found.put(name, text);
                }
            });
            return found;
        }

        /** The value; null when not set. A member with a default (client tokens) answers a made-up one: never read decoded requests with this. */
        @Nullable
        Object get(SdkPojo message) {
            return field.getValueOrDefault(message);
        }

        void set(SdkPojo builder, Object value) {
            field.set(builder, value);
        }

        /** A new builder for a value of this structure. */
        SdkPojo newStructure() {
            return field.constructor().get();
        }

        private static Kind kindOf(SdkField<?> field) {
            return switch (field.marshallingType().getKnownType()) {
                case STRING -> Kind.STRING;
                case INTEGER -> Kind.INTEGER;
                case LONG -> Kind.LONG;
                case SHORT -> Kind.SHORT;
                case BYTE -> Kind.BYTE;
                case FLOAT -> Kind.FLOAT;
                case DOUBLE -> Kind.DOUBLE;
                case BIG_DECIMAL -> Kind.DECIMAL;
                case BOOLEAN -> Kind.BOOLEAN;
                case INSTANT -> Kind.INSTANT;
                case SDK_BYTES -> Kind.BYTES;
                case SDK_POJO -> Kind.STRUCTURE;
                case LIST -> Kind.LIST;
                case MAP -> Kind.MAP;
                case NULL, DOCUMENT -> Kind.UNSUPPORTED;
            };
        }

        private static TimeFormat timeFormatOf(SdkField<?> field) {
            TimestampFormatTrait trait = field.getTrait(TimestampFormatTrait.class);
            if (trait == null) {
                return TimeFormat.UNSPECIFIED;
            }
            return switch (trait.format()) {
                case ISO_8601 -> TimeFormat.ISO_8601;
                case RFC_822 -> TimeFormat.RFC_822;
                case UNIX_TIMESTAMP -> TimeFormat.EPOCH_SECONDS;
                case UNIX_TIMESTAMP_MILLIS -> TimeFormat.EPOCH_MILLIS;
            };
        }
    }

    /**
     * The inside of a list or map.
     *
     * @param element element of the list, or value of the map
     * @param item the element's name in the model; null when the protocol's default holds
     * @param key name of a map's key
     * @param value name of a map's value
     * @param flattened whether items stand without a wrapper around them
     */
    record Collection(Member element, @Nullable XmlTag item, XmlTag key, XmlTag value, boolean flattened) {
        private static final XmlTag KEY = new XmlTag("key");
        private static final XmlTag VALUE = new XmlTag("value");

        private static @Nullable Collection of(SdkField<?> field) {
            ListTrait list = field.getTrait(ListTrait.class);
            if (list != null) {
                return new Collection(
                        new Member(list.memberFieldInfo()),
                        list.memberLocationName() == null ? null : new XmlTag(list.memberLocationName()),
                        KEY,
                        VALUE,
                        list.isFlattened());
            }
            MapTrait map = field.getTrait(MapTrait.class);
            if (map != null) {
                return new Collection(
                        new Member(map.valueFieldInfo()),
                        null,
                        map.keyLocationName() == null ? KEY : new XmlTag(map.keyLocationName()),
                        map.valueLocationName() == null ? VALUE : new XmlTag(map.valueLocationName()),
                        map.isFlattened());
            }
            return null;
        }
    }
}
