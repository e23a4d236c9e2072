package io.jarrah.clc.address.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.action.RequestTexts;
import io.jarrah.clc.address.AddressEntity;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AllocationId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.AddressAttribute;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesAttributeResponse;

/**
 * The reverse DNS names of elastic addresses: none has one here, which is an answer without a PTR record, as at Amazon.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddressesAttribute.html">DescribeAddressesAttribute</a>
 */
public final class DescribeAddressesAttribute
        implements Operation<DescribeAddressesAttributeRequest, DescribeAddressesAttributeResponse> {
    private static final String DOMAIN_NAME = "domain-name";

    private final Database database;
    private final Pages pages;

    public DescribeAddressesAttribute(Database database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    @Override
    public DescribeAddressesAttributeResponse execute(CallContext context, DescribeAddressesAttributeRequest request) {
        String attribute = request.attributeAsString();
        if (attribute != null && !attribute.equals(DOMAIN_NAME)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + RequestTexts.shown(attribute)
                    + ") for parameter attribute is invalid. Valid values: " + DOMAIN_NAME);
        }
        List<AddressAttribute> all = database.read(session -> Addresses.elastic(session, context.account()).stream()
                .map(AddressEntity::address)
                .map(address -> AddressAttribute.builder()
                        .publicIp(address.ip())
                        .allocationId(
                                address.allocation().map(AllocationId::value).orElse(null))
                        .build())
                .toList());
        Set<String> present = all.stream().map(AddressAttribute::allocationId).collect(Collectors.toSet());
        for (String id : request.allocationIds()) {
            if (!present.contains(id)) {
                throw AddressRequests.noAllocation(id);
            }
        }
        List<AddressAttribute> named = all.stream()
                .filter(item -> request.allocationIds().isEmpty()
                        || request.allocationIds().contains(item.allocationId()))
                .toList();
        Page<AddressAttribute> page = pages.page(
                context,
                named,
                AddressAttribute::allocationId,
                request.maxResults(),
                request.nextToken(),
                new Pages.Limits(1, 1000));
        return DescribeAddressesAttributeResponse.builder()
                .addresses(page.items())
                .nextToken(page.nextToken())
                .build();
    }
}
