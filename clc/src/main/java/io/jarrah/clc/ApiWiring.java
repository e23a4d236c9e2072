package io.jarrah.clc;

import io.jarrah.clc.account.AccessKeyEntity;
import io.jarrah.clc.account.AccessKeys;
import io.jarrah.clc.account.AccountEntity;
import io.jarrah.clc.account.Accounts;
import io.jarrah.clc.account.MasterKey;
import io.jarrah.clc.account.SecretBox;
import io.jarrah.clc.account.UserEntity;
import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.admin.AccountAdmin;
import io.jarrah.clc.admin.ComponentAdmin;
import io.jarrah.clc.admin.InstanceTypeAdmin;
import io.jarrah.clc.admin.NodeAdmin;
import io.jarrah.clc.cluster.ControllerDuties;
import io.jarrah.clc.component.ComponentEntity;
import io.jarrah.clc.component.Components;
import io.jarrah.clc.component.JoinTokenEntity;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.instancetype.InstanceTypeEntity;
import io.jarrah.clc.instancetype.InstanceTypes;
import io.jarrah.clc.keypair.KeyPairEntity;
import io.jarrah.clc.keypair.KeyPairs;
import io.jarrah.clc.keypair.op.CreateKeyPair;
import io.jarrah.clc.keypair.op.DeleteKeyPair;
import io.jarrah.clc.keypair.op.DescribeKeyPairs;
import io.jarrah.clc.keypair.op.ImportKeyPair;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.storage.StorageHealth;
import io.jarrah.clc.sts.op.GetCallerIdentity;
import io.jarrah.clc.tag.TagEntity;
import io.jarrah.clc.tag.TaggableResources;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.CreateTags;
import io.jarrah.clc.tag.op.DeleteTags;
import io.jarrah.clc.tag.op.DescribeTags;
import io.jarrah.clc.zone.RegionInfo;
import io.jarrah.clc.zone.ZoneEntity;
import io.jarrah.clc.zone.Zones;
import io.jarrah.clc.zone.op.DescribeAvailabilityZones;
import io.jarrah.clc.zone.op.DescribeRegions;
import io.jarrah.common.db.Database;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/** Accounts, keys, tags, zones and types: their repositories and their lines in the action tables. */
public final class ApiWiring {
    /** The mapped classes of this part. */
    public static final List<Class<?>> ENTITIES = List.of(
            AccountEntity.class,
            UserEntity.class,
            AccessKeyEntity.class,
            ComponentEntity.class,
            JoinTokenEntity.class,
            ZoneEntity.class,
            KeyPairEntity.class,
            TagEntity.class,
            InstanceTypeEntity.class);

    private final Database database;
    private final SecureRandom random;
    private final RegionInfo region;
    private final Accounts accounts;
    private final SecretBox secrets;
    private final AccessKeys accessKeys;
    private final Pages pages;
    private final Tags tags = new Tags();
    private final KeyPairs keyPairs = new KeyPairs(tags);
    private final Zones zones = new Zones();
    private final InstanceTypes instanceTypes = new InstanceTypes();
    private final Components components;
    private final ControllerDuties duties = new ControllerDuties();
    private final RuleNotes ruleNotes = new RuleNotes();
    private final StorageHealth storageHealth = new StorageHealth();

    public ApiWiring(Database database, MasterKey masterKey, RegionInfo region, SecureRandom random) {
        this.database = database;
        this.random = random;
        this.region = region;
        this.accounts = new Accounts(database, random);
        this.secrets = new SecretBox(masterKey, random);
        this.accessKeys = new AccessKeys(database, secrets, random);
        this.components = new Components(database, zones);
        this.pages = new Pages(masterKey.derive("jarrah page tokens 1"));
    }

    /** Adds the EC2 actions of this part; {@code taggable} are the kinds of resources other parts own. */
    public void addTo(ActionTable.Builder ec2, List<TaggableType> taggable) {
        List<TaggableType> types = new ArrayList<>(taggable);
        types.add(keyPairs.taggable());
        TaggableResources resources = new TaggableResources(types);
        ec2.serve(
                        "CreateKeyPair",
                        CreateKeyPairRequest.class,
                        new CreateKeyPair(database, keyPairs, random),
                        Access.to((context, request) ->
                                List.of(context.ec2Arn("key-pair", String.valueOf(request.keyName())))))
                .serve(
                        "ImportKeyPair",
                        ImportKeyPairRequest.class,
                        new ImportKeyPair(database, keyPairs, random),
                        Access.to((context, request) ->
                                List.of(context.ec2Arn("key-pair", String.valueOf(request.keyName())))))
                .serve(
                        "DescribeKeyPairs",
                        DescribeKeyPairsRequest.class,
                        new DescribeKeyPairs(database, keyPairs, tags))
                .serve(
                        "DeleteKeyPair",
                        DeleteKeyPairRequest.class,
                        new DeleteKeyPair(database, keyPairs),
                        Access.to((context, request) -> List.of(context.ec2Arn(
                                "key-pair",
                                request.keyName() != null ? request.keyName() : String.valueOf(request.keyPairId())))))
                .serve("CreateTags", CreateTagsRequest.class, new CreateTags(database, resources, tags))
                .serve("DeleteTags", DeleteTagsRequest.class, new DeleteTags(database, resources, tags))
                .serve("DescribeTags", DescribeTagsRequest.class, new DescribeTags(database, tags, pages))
                .serve(
                        "DescribeAvailabilityZones",
                        DescribeAvailabilityZonesRequest.class,
                        new DescribeAvailabilityZones(database, zones, storageHealth))
                .serve("DescribeRegions", DescribeRegionsRequest.class, new DescribeRegions(region));
    }

    /** Adds the STS actions. */
    public void addToSts(ActionTable.Builder sts) {
        sts.serve("GetCallerIdentity", GetCallerIdentityRequest.class, new GetCallerIdentity(), Access.anySigner());
    }

    /** Adds the actions of the admin API; {@code authorityFingerprint} is the certificate authority's. */
    public void addToAdmin(ActionTable.Builder admin, String authorityFingerprint) {
        new AccountAdmin(accounts, accessKeys).addTo(admin);
        new ComponentAdmin(components, duties, authorityFingerprint, random).addTo(admin);
        new InstanceTypeAdmin(database, instanceTypes).addTo(admin);
        new NodeAdmin(database, zones).addTo(admin);
    }

    /** Where all of it is kept. */
    public Database database() {
        return database;
    }

    /** What the controllers of clusters that have two do. */
    public ControllerDuties duties() {
        return duties;
    }

    /** Which generations of network documents changed nothing but rules: written by the actions, read by the reconciler. */
    public RuleNotes ruleNotes() {
        return ruleNotes;
    }

    /** The registry of components. */
    public Components components() {
        return components;
    }

    /** Accounts and users. */
    public Accounts accounts() {
        return accounts;
    }

    /** Access keys. */
    public AccessKeys accessKeys() {
        return accessKeys;
    }

    /** Seals what is secret in the database. */
    public SecretBox secrets() {
        return secrets;
    }

    /** Randomness that nobody can guess. */
    public SecureRandom random() {
        return random;
    }

    /** How storage controllers are. */
    public StorageHealth storageHealth() {
        return storageHealth;
    }

    /** Page tokens. */
    public Pages pages() {
        return pages;
    }

    /** Tags. */
    public Tags tags() {
        return tags;
    }

    /** Key pairs. */
    public KeyPairs keyPairs() {
        return keyPairs;
    }

    /** Availability zones. */
    public Zones zones() {
        return zones;
    }

    /** Instance types. */
    public InstanceTypes instanceTypes() {
        return instanceTypes;
    }
}
