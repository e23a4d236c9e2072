package io.jarrah.clc.tag.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The {@code TagSpecification.N} parameter of actions that create something. */
public final class TagSpecifications {
    private TagSpecifications() {}

    /**
     * The tags by resource type.
     *
     * @param allowed the resource types the action creates, such as {@code instance}
     * @throws ApiException InvalidParameterValue for another type, a type given twice or a key given twice
     */
    public static Map<String, Map<String, String>> parse(List<TagSpecification> specifications, Set<String> allowed) {
        Map<String, Map<String, String>> byType = new LinkedHashMap<>();
        for (TagSpecification specification : specifications) {
            String type = specification.resourceTypeAsString();
            if (type == null || type.isEmpty()) {
                throw Ec2Error.MISSING_PARAMETER.because("Tag specification resource type must have a value");
            }
            if (!allowed.contains(type)) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "'" + type + "' is not a valid taggable resource type for this operation.");
            }
            if (specification.tags().isEmpty()) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("Tag specification must have at least one tag");
            }
            if (byType.put(type, toMap(specification.tags())) != null) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("The same resource type, '" + type
                        + "', may not be specified more than once in tag specifications");
            }
        }
        return byType;
    }

    /** Tags as a map; an absent value is the empty string, as Amazon has it. */
    public static Map<String, String> toMap(List<Tag> tags) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Tag tag : tags) {
            if (tag.key() == null) {
                throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter Tag.Key");
            }
            if (map.put(tag.key(), tag.value() == null ? "" : tag.value()) != null) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("Duplicate tag key '" + tag.key() + "' specified.");
            }
        }
        return map;
    }

    /** Tags as responses hold them. Deliberately a list that is set, also when empty. */
    public static List<Tag> toList(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(entry -> Tag.builder()
                        .key(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
    }
}
