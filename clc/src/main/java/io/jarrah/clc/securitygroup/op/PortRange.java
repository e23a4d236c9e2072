package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.Protocol;
import io.jarrah.common.contract.SecurityRule;
import org.jspecify.annotations.Nullable;

/**
 * Protocol and range of a permission in canonical form: ports are exact, also from 0; all protocols, and those without ports, have no
 * range whatever a request says.
 *
 * @param protocol IANA number, or {@link SecurityRule#ANY}
 * @param from port or ICMP type
 * @param to port or ICMP code
 */
record PortRange(int protocol, int from, int to) {
    private static final int MAX_PORT = 65535;
    private static final int MAX_TYPE = 255;

    /**
     * As a request has it.
     *
     * @throws ApiException MissingParameter without a protocol, InvalidParameterValue for an unknown one, ports that are none, or a
     *     range that is upside down, InvalidPermission.Malformed for an ICMP code of all types
     */
    static PortRange of(@Nullable String protocol, @Nullable Integer from, @Nullable Integer to) {
        if (protocol == null || protocol.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter ipProtocol");
        }
        int number = Protocol.parse(protocol)
                .orElseThrow(() -> Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Invalid value '" + shown(protocol) + "' for IP protocol. Unknown protocol."));
        if (Protocol.hasPorts(number)) {
            return ports(number, from, to);
        }
        return Protocol.hasRange(number)
                ? types(number, from, to)
                : new PortRange(number, SecurityRule.ANY, SecurityRule.ANY);
    }

    private static PortRange ports(int protocol, @Nullable Integer from, @Nullable Integer to) {
        if (from == null || to == null) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
        }
        if (from == SecurityRule.ANY && to == SecurityRule.ANY) {
            return new PortRange(protocol, 0, MAX_PORT);
        }
        if (from < 0 || from > to || to > MAX_PORT) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Invalid TCP/UDP port range (" + from + ":" + to + ")");
        }
        return new PortRange(protocol, from, to);
    }

    private static PortRange types(int protocol, @Nullable Integer from, @Nullable Integer to) {
        int type = from == null ? SecurityRule.ANY : from;
        int code = to == null ? SecurityRule.ANY : to;
        if (type < SecurityRule.ANY || type > MAX_TYPE) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("ICMP type (" + type + ") must be between -1 and 255");
        }
        if (code < SecurityRule.ANY || code > MAX_TYPE) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("ICMP code (" + code + ") must be between -1 and 255");
        }
        if (type == SecurityRule.ANY && code != SecurityRule.ANY) {
            throw Ec2Error.INVALID_PERMISSION_MALFORMED.because(
                    "A permission for all ICMP types cannot name a code (" + code + ")");
        }
        return new PortRange(protocol, type, code);
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }
}
