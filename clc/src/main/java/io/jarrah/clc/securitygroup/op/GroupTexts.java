package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.SecurityGroups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;

/** Names and descriptions: up to 255 characters of those Amazon allows. */
final class GroupTexts {
    private static final Pattern TEXT = Pattern.compile("[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]{0,255}");
    private static final String ALLOWED = "descriptions are strings less than 256 characters from the following set: "
            + "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

    private GroupTexts() {}

    /**
     * The name of a new group, without spaces at its end.
     *
     * @throws ApiException MissingParameter without one, InvalidParameterValue for a bad or a reserved one
     */
    static String name(@Nullable String text) {
        String name = text == null ? "" : text.stripTrailing();
        if (name.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter GroupName");
        }
        if (!TEXT.matcher(name).matches()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Invalid security group name. Valid names are strings less"
                    + " than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
        }
        if (name.startsWith("sg-")) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "invalid value for parameter groupName: " + name + ". Group names may not be in the format sg-*.");
        }
        if (name.equals(SecurityGroups.DEFAULT)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Cannot use reserved security group name: " + name);
        }
        return name;
    }

    /**
     * The description of a new group.
     *
     * @throws ApiException MissingParameter without one, InvalidParameterValue for a bad one
     */
    static String groupDescription(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter GroupDescription");
        }
        if (!TEXT.matcher(text).matches()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Invalid security group description. Valid " + ALLOWED);
        }
        return text;
    }

    /**
     * The description of a rule, if it has one.
     *
     * @throws ApiException InvalidParameterValue for a bad one
     */
    static Optional<String> ruleDescription(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        if (!TEXT.matcher(text).matches()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Invalid rule description. Valid " + ALLOWED);
        }
        return Optional.of(text);
    }

    /**
     * Descriptions by the id of the rule.
     *
     * @throws ApiException MissingParameter without an id, InvalidParameterValue for a bad description
     */
    static Map<String, Optional<String>> ruleDescriptions(List<SecurityGroupRuleDescription> given) {
        Map<String, Optional<String>> byId = new LinkedHashMap<>();
        for (SecurityGroupRuleDescription one : given) {
            String id = one.securityGroupRuleId();
            if (id == null || id.isEmpty()) {
                throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter SecurityGroupRuleId");
            }
            byId.put(id, ruleDescription(one.description()));
        }
        return byId;
    }
}
