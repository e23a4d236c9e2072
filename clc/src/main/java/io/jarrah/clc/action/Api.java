package io.jarrah.clc.action;

/** The public APIs the cloud controller speaks. */
public enum Api {
    /** Amazon EC2. */
    EC2("ec2"),
    /** AWS Identity and Access Management. */
    IAM("iam"),
    /** AWS Security Token Service. */
    STS("sts"),
    /** Jarrah's own administration (docs/admin-api.md). */
    ADMIN("jarrah-admin");

    private final String service;

    Api(String service) {
        this.service = service;
    }

    /** The service name in a SigV4 credential scope, in policy actions ({@code ec2:RunInstances}) and in ARNs. */
    public String service() {
        return service;
    }
}
