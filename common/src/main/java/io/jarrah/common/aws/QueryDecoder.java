package io.jarrah.common.aws;

import io.jarrah.common.aws.QueryException.Reason;
import io.jarrah.common.aws.SdkModel.Collection;
import io.jarrah.common.aws.SdkModel.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** Fills an SDK request object from a tree of parameters by walking the model; no code knows any action. */
final class QueryDecoder {
    private static final int LONGEST_ECHO = 64;
    private final QueryProtocol protocol;
    private final SdkModel model;
    private final QueryLimits limits;

    QueryDecoder(QueryProtocol protocol, SdkModel model, QueryLimits limits) {
        this.protocol = protocol;
        this.model = model;
        this.limits = limits;
    }

    /** Sets what the tree has; false when it had nothing the message knows. */
    boolean fill(SdkPojo builder, ParameterTree node) {
        boolean any = false;
        for (Member member : model.members(builder)) {
            ParameterTree child = node.child(member.requestName());
            Object value = child == null ? null : read(member, child);
            if (value != null) {
                member.set(builder, value);
                any = true;
            }
        }
        return any;
    }

    private @Nullable Object read(Member member, ParameterTree node) {
        return switch (member.kind()) {
            case STRUCTURE -> readStructure(member, node);
            case LIST -> readList(member.collection(), node);
            case MAP -> readMap(member.collection(), node);
            default -> readScalar(member, node);
        };
    }

    private @Nullable Object readStructure(Member member, ParameterTree node) {
        SdkPojo builder = member.newStructure();
        return fill(builder, node) ? SdkModel.build(builder) : null;
    }

    private @Nullable Object readList(Collection list, ParameterTree node) {
        String itemName =
                list.item() == null ? protocol.defaultItemName() : list.item().name();
        ParameterTree items = protocol.ec2() || list.flattened() ? node : node.child(itemName);
        if (items == null) {
            return node.isEmptyText() && node.use() != null ? List.of() : null;
        }
        List<Object> values = new ArrayList<>();
        for (ParameterTree item : elements(items)) {
            Object value = read(list.element(), item);
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? null : values;
    }

    private @Nullable Object readMap(Collection map, ParameterTree node) {
        ParameterTree entries = protocol.ec2() || map.flattened() ? node : node.child("entry");
        if (entries == null) {
            return node.isEmptyText() && node.use() != null ? Map.of() : null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (ParameterTree entry : elements(entries)) {
            ParameterTree key = entry.child(map.key().name());
            ParameterTree value = entry.child(map.value().name());
            String name = key == null ? null : key.use();
            Object read = value == null ? null : read(map.element(), value);
            if (name != null && read != null && values.putIfAbsent(name, read) != null) {
                throw protocol.failure(
                        Reason.DUPLICATE,
                        entry.path(),
                        "The map key " + echo(name) + " stands twice in " + node.path());
            }
        }
        return values.isEmpty() ? null : values;
    }

    private Iterable<ParameterTree> elements(ParameterTree node) {
        var numbered = node.numbered();
        if (!numbered.isEmpty() && numbered.lastKey() > limits.listIndex()) {
            String path = node.path() + "." + numbered.lastKey();
            throw protocol.failure(
                    Reason.TOO_LARGE,
                    path,
                    "The list index of parameter " + path + " is above the limit of " + limits.listIndex());
        }
        return numbered.values();
    }

    private @Nullable Object readScalar(Member member, ParameterTree node) {
        String text = node.use();
        if (text == null) {
            return null;
        }
        try {
            return WireValues.parse(member.kind(), text);
        } catch (IllegalArgumentException e) {
            throw protocol.failure(
                    Reason.INVALID_VALUE,
                    node.path(),
                    "Value (" + echo(text) + ") for parameter " + node.path() + " is invalid. Parameter must be "
                            + e.getMessage() + ".");
        }
    }

    static String echo(String text) {
        return text.length() <= LONGEST_ECHO ? text : text.substring(0, LONGEST_ECHO) + "...";
    }
}
