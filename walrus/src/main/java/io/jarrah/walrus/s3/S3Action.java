package io.jarrah.walrus.s3;

import static io.jarrah.walrus.s3.S3Action.Right.MANAGE;
import static io.jarrah.walrus.s3.S3Action.Right.OWN_ACCOUNT;
import static io.jarrah.walrus.s3.S3Action.Right.READ;
import static io.jarrah.walrus.s3.S3Action.Right.WRITE;

/** Every action that Walrus serves, with the IAM permission it asks for. */
public enum S3Action {
    ListBuckets("s3:ListAllMyBuckets", OWN_ACCOUNT),
    CreateBucket("s3:CreateBucket", OWN_ACCOUNT),
    HeadBucket("s3:ListBucket", READ),
    DeleteBucket("s3:DeleteBucket", MANAGE),
    GetBucketLocation("s3:GetBucketLocation", READ),
    GetBucketAcl("s3:GetBucketAcl", READ),
    PutBucketAcl("s3:PutBucketAcl", WRITE),
    GetBucketVersioning("s3:GetBucketVersioning", READ),
    GetBucketConfiguration("s3:GetBucketConfiguration", READ),
    DeleteBucketConfiguration("s3:PutBucketConfiguration", WRITE),
    ListObjects("s3:ListBucket", READ),
    ListObjectsV2("s3:ListBucket", READ),
    PutObject("s3:PutObject", WRITE),
    CopyObject("s3:PutObject", WRITE),
    GetObject("s3:GetObject", READ),
    HeadObject("s3:GetObject", READ),
    GetObjectAcl("s3:GetObjectAcl", READ),
    PutObjectAcl("s3:PutObjectAcl", WRITE),
    GetObjectTagging("s3:GetObjectTagging", READ),
    DeleteObject("s3:DeleteObject", MANAGE),
    DeleteObjects("s3:DeleteObject", MANAGE),
    CreateMultipartUpload("s3:PutObject", WRITE),
    UploadPart("s3:PutObject", WRITE),
    UploadPartCopy("s3:PutObject", WRITE),
    CompleteMultipartUpload("s3:PutObject", WRITE),
    AbortMultipartUpload("s3:AbortMultipartUpload", MANAGE),
    ListParts("s3:ListMultipartUploadParts", READ),
    ListMultipartUploads("s3:ListBucketMultipartUploads", READ);

    /** What an action does to somebody's bucket. */
    public enum Right {
        /** Concerns no bucket that exists, only the caller's account. */
        OWN_ACCOUNT,
        /** Looks. */
        READ,
        /** Puts something in. */
        WRITE,
        /** Removes. */
        MANAGE
    }

    private final String permission;
    private final Right right;

    S3Action(String permission, Right right) {
        this.permission = permission;
        this.right = right;
    }

    /** The IAM action. */
    public String permission() {
        return permission;
    }

    /** What it does. */
    public Right right() {
        return right;
    }
}
