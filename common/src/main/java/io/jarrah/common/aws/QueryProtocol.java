package io.jarrah.common.aws;

/**
 * What differs between the services that speak Query.
 *
 * @param service name in messages
 * @param modelPackage package of the SDK's message classes
 * @param namespacePrefix XML namespace up to the version
 * @param namespaceSuffix XML namespace after the version
 * @param defaultVersion API version of the model
 * @param ec2 whether it is EC2's dialect: flat request lists, item elements, no result wrapper
 */
record QueryProtocol(
        String service,
        String modelPackage,
        String namespacePrefix,
        String namespaceSuffix,
        String defaultVersion,
        boolean ec2) {
    static final QueryProtocol EC2 = new QueryProtocol(
            "AmazonEC2",
            "software.amazon.awssdk.services.ec2.model",
            "http://ec2.amazonaws.com/doc/",
            "/",
            "2016-11-15",
            true);
    static final QueryProtocol IAM = new QueryProtocol(
            "AWSIdentityManagement",
            "software.amazon.awssdk.services.iam.model",
            "https://iam.amazonaws.com/doc/",
            "/",
            "2010-05-08",
            false);
    static final QueryProtocol STS = new QueryProtocol(
            "AWSSecurityTokenService",
            "software.amazon.awssdk.services.sts.model",
            "https://sts.amazonaws.com/doc/",
            "/",
            "2011-06-15",
            false);

    String namespace(String version) {
        return namespacePrefix + version + namespaceSuffix;
    }

    /** The name of a list's elements when the model names none. */
    String defaultItemName() {
        return ec2 ? "item" : "member";
    }

    /** AWS's error code for a request that cannot be understood. */
    String code(QueryException.Reason reason) {
        return switch (reason) {
            case MISSING_ACTION -> "MissingAction";
            case UNKNOWN_ACTION -> "InvalidAction";
            case UNKNOWN_VERSION -> "NoSuchVersion";
            case INVALID_VALUE -> ec2 ? "InvalidParameterValue" : "MalformedInput";
            case DUPLICATE -> "InvalidParameterCombination";
            case TOO_LARGE -> "MalformedQueryString";
        };
    }

    QueryException failure(QueryException.Reason reason, String parameter, String message) {
        return new QueryException(reason, code(reason), parameter, message);
    }
}
