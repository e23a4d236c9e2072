package io.jarrah.clc.action;

/**
 * The errors of the EC2 API. Clients branch on the code, so it is Amazon's, letter for letter.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2 error codes</a>
 */
public enum Ec2Error implements ApiError {
    INVALID_ACTION("InvalidAction"),
    UNSUPPORTED_OPERATION("UnsupportedOperation"),
    MISSING_ACTION("MissingAction"),
    MISSING_PARAMETER("MissingParameter"),
    INVALID_PARAMETER("InvalidParameter"),
    INVALID_PARAMETER_VALUE("InvalidParameterValue"),
    INVALID_PARAMETER_COMBINATION("InvalidParameterCombination"),
    INVALID_PARAMETER_DEPENDENCY("InvalidParameterDependency"),
    UNKNOWN_PARAMETER("UnknownParameter"),
    MALFORMED_QUERY_STRING("MalformedQueryString"),
    INVALID_QUERY_PARAMETER("InvalidQueryParameter"),
    IDEMPOTENT_PARAMETER_MISMATCH("IdempotentParameterMismatch"),
    INVALID_NEXT_TOKEN("InvalidNextToken"),
    INVALID_MAX_RESULTS("InvalidMaxResults"),
    FILTER_LIMIT_EXCEEDED("FilterLimitExceeded"),
    INVALID_FILTER("InvalidFilter"),
    UNSUPPORTED("Unsupported"),
    VALIDATION_ERROR("ValidationError"),
    NO_SUCH_VERSION("NoSuchVersion"),
    INVALID_CLIENT_TOKEN("InvalidClientToken"),
    INVALID_CHARACTER("InvalidCharacter"),
    OPERATION_NOT_PERMITTED("OperationNotPermitted"),
    INCORRECT_STATE("IncorrectState"),
    INCORRECT_INSTANCE_STATE("IncorrectInstanceState"),
    DEPENDENCY_VIOLATION("DependencyViolation"),
    INVALID_INPUT("InvalidInput"),
    LIMIT_PRICE_EXCEEDED("LimitPriceExceeded"),
    INVALID_ID("InvalidID"),
    RESOURCE_ALREADY_ASSOCIATED("ResourceAlreadyAssociated"),
    RESOURCE_IS_ALREADY_ASSOCIATED("Resource.AlreadyAssociated"),
    TAG_LIMIT_EXCEEDED("TagLimitExceeded"),
    INVALID_TAG_KEY_MALFORMED("InvalidTagKey.Malformed"),
    INVALID_INSTANCE_ID_NOT_FOUND("InvalidInstanceID.NotFound"),
    INVALID_INSTANCE_ID_MALFORMED("InvalidInstanceID.Malformed"),
    INVALID_INSTANCE_ID("InvalidInstanceID"),
    INVALID_INSTANCE_ID_NOT_LINKABLE("InvalidInstanceID.NotLinkable"),
    INVALID_INSTANCE_ATTRIBUTE_VALUE("InvalidInstanceAttributeValue"),
    INVALID_INSTANCE_TYPE("InvalidInstanceType"),
    UNSUPPORTED_INSTANCE_ATTRIBUTE("UnsupportedInstanceAttribute"),
    INSTANCE_LIMIT_EXCEEDED("InstanceLimitExceeded"),
    VCPU_LIMIT_EXCEEDED("VcpuLimitExceeded"),
    INVALID_RESERVATION_ID_NOT_FOUND("InvalidReservationID.NotFound"),
    INVALID_RESERVATION_ID_MALFORMED("InvalidReservationID.Malformed"),
    INVALID_USER_ID_MALFORMED("InvalidUserID.Malformed"),
    INVALID_USER_DATA_MALFORMED("InvalidUserData.Malformed"),
    INVALID_BLOCK_DEVICE_MAPPING("InvalidBlockDeviceMapping"),
    INVALID_ZONE_NOT_FOUND("InvalidZone.NotFound"),
    INVALID_AVAILABILITY_ZONE("InvalidAvailabilityZone"),
    INVALID_PLACEMENT_GROUP_UNKNOWN("InvalidPlacementGroup.Unknown"),
    INVALID_AMI_ID_NOT_FOUND("InvalidAMIID.NotFound"),
    INVALID_AMI_ID_MALFORMED("InvalidAMIID.Malformed"),
    INVALID_AMI_ID_UNAVAILABLE("InvalidAMIID.Unavailable"),
    INVALID_AMI_ATTRIBUTE_ITEM_VALUE("InvalidAMIAttributeItemValue"),
    INVALID_AMI_NAME_DUPLICATE("InvalidAMIName.Duplicate"),
    INVALID_AMI_NAME_MALFORMED("InvalidAMIName.Malformed"),
    INVALID_MANIFEST("InvalidManifest"),
    INVALID_IMAGE_ATTRIBUTE("InvalidImageAttribute"),
    INVALID_KEY_PAIR_NOT_FOUND("InvalidKeyPair.NotFound"),
    INVALID_KEY_PAIR_DUPLICATE("InvalidKeyPair.Duplicate"),
    INVALID_KEY_PAIR_FORMAT("InvalidKeyPair.Format"),
    INVALID_KEY_FORMAT("InvalidKey.Format"),
    INVALID_KEY_PAIR_MALFORMED("InvalidKeyPair.Malformed"),
    KEY_PAIR_LIMIT_EXCEEDED("KeyPairLimitExceeded"),
    INVALID_GROUP_NOT_FOUND("InvalidGroup.NotFound"),
    INVALID_GROUP_DUPLICATE("InvalidGroup.Duplicate"),
    INVALID_GROUP_IN_USE("InvalidGroup.InUse"),
    INVALID_GROUP_RESERVED("InvalidGroup.Reserved"),
    INVALID_GROUP_ID_MALFORMED("InvalidGroupId.Malformed"),
    INVALID_PERMISSION_NOT_FOUND("InvalidPermission.NotFound"),
    INVALID_PERMISSION_DUPLICATE("InvalidPermission.Duplicate"),
    INVALID_PERMISSION_MALFORMED("InvalidPermission.Malformed"),
    CANNOT_DELETE("CannotDelete"),
    INVALID_PREFIX_LIST_ID_NOT_FOUND("InvalidPrefixListID.NotFound"),
    INVALID_SECURITY_GROUP_RULE_ID_MALFORMED("InvalidSecurityGroupRuleId.Malformed"),
    SECURITY_GROUPS_PER_INTERFACE_LIMIT_EXCEEDED("SecurityGroupsPerInterfaceLimitExceeded"),
    SECURITY_GROUP_LIMIT_EXCEEDED("SecurityGroupLimitExceeded"),
    RULES_PER_SECURITY_GROUP_LIMIT_EXCEEDED("RulesPerSecurityGroupLimitExceeded"),
    INVALID_SECURITY_GROUP_RULE_ID_NOT_FOUND("InvalidSecurityGroupRuleId.NotFound"),
    INVALID_VPC_ID_NOT_FOUND("InvalidVpcID.NotFound"),
    INVALID_VPC_ID_MALFORMED("InvalidVpcId.Malformed"),
    DEFAULT_VPC_ALREADY_EXISTS("DefaultVpcAlreadyExists"),
    INVALID_ROUTE_TABLE_ID_NOT_FOUND("InvalidRouteTableID.NotFound"),
    INVALID_ROUTE_TABLE_ID_MALFORMED("InvalidRouteTableId.Malformed"),
    INVALID_INTERNET_GATEWAY_ID_NOT_FOUND("InvalidInternetGatewayID.NotFound"),
    INVALID_INTERNET_GATEWAY_ID_MALFORMED("InvalidInternetGatewayId.Malformed"),
    INVALID_NETWORK_ACL_ID_NOT_FOUND("InvalidNetworkAclID.NotFound"),
    INVALID_NETWORK_ACL_ID_MALFORMED("InvalidNetworkAclId.Malformed"),
    INVALID_DHCP_OPTION_ID_NOT_FOUND("InvalidDhcpOptionID.NotFound"),
    INVALID_DHCP_OPTIONS_ID_MALFORMED("InvalidDhcpOptionsId.Malformed"),
    INVALID_VPC_PEERING_CONNECTION_ID_NOT_FOUND("InvalidVpcPeeringConnectionID.NotFound"),
    INVALID_VPC_PEERING_CONNECTION_ID_MALFORMED("InvalidVpcPeeringConnectionId.Malformed"),
    NAT_GATEWAY_NOT_FOUND("NatGatewayNotFound"),
    NAT_GATEWAY_MALFORMED("NatGatewayMalformed"),
    INVALID_VPC_ENDPOINT_ID_NOT_FOUND("InvalidVpcEndpointId.NotFound"),
    INVALID_VPC_ENDPOINT_ID_MALFORMED("InvalidVpcEndpointId.Malformed"),
    INVALID_EGRESS_ONLY_INTERNET_GATEWAY_ID_NOT_FOUND("InvalidEgressOnlyInternetGatewayId.NotFound"),
    INVALID_EGRESS_ONLY_INTERNET_GATEWAY_ID_MALFORMED("InvalidEgressOnlyInternetGatewayId.Malformed"),
    INVALID_SUBNET_ID_NOT_FOUND("InvalidSubnetID.NotFound"),
    INVALID_SUBNET_ID_MALFORMED("InvalidSubnetId.Malformed"),
    ATTACHMENT_LIMIT_EXCEEDED("AttachmentLimitExceeded"),
    INVALID_SUBNET("InvalidSubnet"),
    INVALID_NETWORK_INTERFACE_ID_NOT_FOUND("InvalidNetworkInterfaceID.NotFound"),
    INVALID_NETWORK_INTERFACE_ID_MALFORMED("InvalidNetworkInterfaceId.Malformed"),
    INVALID_IP_ADDRESS_IN_USE("InvalidIPAddress.InUse"),
    PRIVATE_IP_ADDRESS_LIMIT_EXCEEDED("PrivateIpAddressLimitExceeded"),
    INVALID_SUBNET_RANGE("InvalidSubnet.Range"),
    INVALID_ADDRESS_NOT_FOUND("InvalidAddress.NotFound"),
    INVALID_ADDRESS_MALFORMED("InvalidAddress.Malformed"),
    INVALID_ALLOCATION_ID_NOT_FOUND("InvalidAllocationID.NotFound"),
    INVALID_ASSOCIATION_ID_NOT_FOUND("InvalidAssociationID.NotFound"),
    ADDRESS_LIMIT_EXCEEDED("AddressLimitExceeded"),
    INVALID_ADDRESS_ID_NOT_FOUND("InvalidAddressID.NotFound"),
    INVALID_VOLUME_NOT_FOUND("InvalidVolume.NotFound"),
    INVALID_VOLUME_ID_MALFORMED("InvalidVolumeID.Malformed"),
    INVALID_VOLUME_ZONE_MISMATCH("InvalidVolume.ZoneMismatch"),
    VOLUME_IN_USE("VolumeInUse"),
    INCORRECT_VOLUME_STATE("IncorrectVolumeState"),
    INCORRECT_MODIFICATION_STATE("IncorrectModificationState"),
    INVALID_VOLUME_MODIFICATION_NOT_FOUND("InvalidVolumeModification.NotFound"),
    INVALID_SNAPSHOT_NOT_FOUND("InvalidSnapshot.NotFound"),
    INVALID_SNAPSHOT_ID_MALFORMED("InvalidSnapshotID.Malformed"),
    INVALID_SNAPSHOT_IN_USE("InvalidSnapshot.InUse"),
    INVALID_ATTACHMENT_NOT_FOUND("InvalidAttachment.NotFound"),
    INVALID_DEVICE_IN_USE("InvalidDevice.InUse"),
    VOLUME_LIMIT_EXCEEDED("VolumeLimitExceeded"),
    SNAPSHOT_LIMIT_EXCEEDED("SnapshotLimitExceeded"),
    INVALID_REGION("InvalidRegion"),
    INVALID_ATTRIBUTE("InvalidAttribute"),
    INCOMPLETE_SIGNATURE("IncompleteSignature"),
    REQUEST_EXPIRED("RequestExpired"),
    /** The resource is another account's. Bad credentials have the same code, and the status 401 that would make clients doubt theirs. */
    AUTH_FAILURE("AuthFailure"),
    SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
    INVALID_CLIENT_TOKEN_ID("InvalidClientTokenId", 403),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationToken", 403),
    UNAUTHORIZED_OPERATION("UnauthorizedOperation", 403),
    OPT_IN_REQUIRED("OptInRequired", 403),
    PENDING_VERIFICATION("PendingVerification", 403),
    UNSUPPORTED_PROTOCOL("UnsupportedProtocol", 405),
    DRY_RUN_OPERATION("DryRunOperation", 412),
    REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLarge", 413),
    REQUEST_URI_TOO_LONG("RequestUriTooLong", 414),
    INSUFFICIENT_INSTANCE_CAPACITY("InsufficientInstanceCapacity", 500, Category.RETRYABLE),
    INSUFFICIENT_VOLUME_CAPACITY("InsufficientVolumeCapacity", 500, Category.RETRYABLE),
    INSUFFICIENT_CAPACITY("InsufficientCapacity", 500, Category.RETRYABLE),
    INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET("InsufficientFreeAddressesInSubnet", 500, Category.RETRYABLE),
    INSUFFICIENT_ADDRESS_CAPACITY("InsufficientAddressCapacity", 503, Category.RETRYABLE),
    REQUEST_LIMIT_EXCEEDED("RequestLimitExceeded", 503, Category.RETRYABLE),
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503, Category.RETRYABLE),
    UNAVAILABLE("Unavailable", 503, Category.RETRYABLE),
    INTERNAL_ERROR("InternalError", 500, Category.BUG);

    private final String code;
    private final int httpStatus;
    private final Category category;

    Ec2Error(String code) {
        this(code, 400);
    }

    Ec2Error(String code, int httpStatus) {
        this(code, httpStatus, Category.USER);
    }

    Ec2Error(String code, int httpStatus, Category category) {
        this.code = code;
        this.httpStatus = httpStatus;
        this.category = category;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int httpStatus() {
        return httpStatus;
    }

    @Override
    public Category category() {
        return category;
    }

    /** The exception that answers this error. */
    public ApiException because(String message) {
        return new ApiException(this, message);
    }
}
