package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.RequestTexts;
import io.jarrah.clc.securitygroup.SecurityGroupEntity;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.clc.vpc.op.VpcObject;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.db.Database;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.Placement;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * On what a launch must be allowed: the image, the instances and network interfaces it makes, and the key pair, security groups and
 * subnet it puts them into. What the request names by name, or leaves to us, is asked by its id, or a denial for the id would be
 * evaded so; a launch that may go to several subnets must be allowed on each. What does not exist yet, or does not exist, is asked as
 * {@code *}. There is no volume among them: roots are instance stores.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">Actions and resources of EC2</a>
 */
public final class LaunchAccess {
    private static final String ANY = "*";

    private final Database database;
    private final SecurityGroups groups;
    private final Zones zones;

    public LaunchAccess(Database database, SecurityGroups groups, Zones zones) {
        this.database = database;
        this.groups = groups;
        this.zones = zones;
    }

    /** The ARN of an image; images are of no account in ARNs, as at Amazon. */
    public static String imageArn(String region, String id) {
        return "arn:aws:ec2:" + region + "::image/" + id;
    }

    /** The ARNs to ask the policies about; what makes no sense in the request is refused later. */
    public List<String> resources(CallContext context, RunInstancesRequest request) {
        Set<String> arns = new LinkedHashSet<>();
        arns.add(imageArn(
                context.region(), RequestTexts.present(request.imageId()).orElse(ANY)));
        Stream.of(request.kernelId(), request.ramdiskId())
                .flatMap(id -> RequestTexts.present(id).stream())
                .forEach(id -> arns.add(imageArn(context.region(), id)));
        arns.add(context.ec2Arn("instance", ANY));
        arns.add(context.ec2Arn(VpcObject.NETWORK_INTERFACE.resourceType(), ANY));
        request.networkInterfaces().stream()
                .flatMap(nic -> RequestTexts.present(nic.networkInterfaceId()).stream())
                .forEach(id -> arns.add(context.ec2Arn(VpcObject.NETWORK_INTERFACE.resourceType(), id)));
        RequestTexts.present(request.keyName()).ifPresent(name -> arns.add(context.ec2Arn("key-pair", name)));
        return database.read(session -> {
            groups(session, context, request).forEach(id -> arns.add(context.ec2Arn(SecurityGroups.RESOURCE_TYPE, id)));
            subnets(session, context, request)
                    .forEach(id -> arns.add(context.ec2Arn(VpcObject.SUBNET.resourceType(), id)));
            return List.copyOf(arns);
        });
    }

    private List<String> groups(Session session, CallContext context, RunInstancesRequest request) {
        List<String> ids = new ArrayList<>(request.securityGroupIds());
        request.networkInterfaces().forEach(nic -> ids.addAll(nic.groups()));
        request.securityGroups().forEach(name -> ids.add(byName(session, context, name)));
        return ids.isEmpty() ? List.of(byName(session, context, SecurityGroups.DEFAULT)) : ids;
    }

    private String byName(Session session, CallContext context, String name) {
        return groups.byName(session, context.account(), name)
                .map(SecurityGroupEntity::id)
                .map(id -> id.value())
                .orElse(ANY);
    }

    private List<String> subnets(Session session, CallContext context, RunInstancesRequest request) {
        List<String> named = Stream.concat(
                        Stream.of(Optional.ofNullable(request.subnetId())),
                        request.networkInterfaces().stream()
                                .map(InstanceNetworkInterfaceSpecification::subnetId)
                                .map(Optional::ofNullable))
                .flatMap(id -> id.filter(text -> !text.isEmpty()).stream())
                .toList();
        if (!named.isEmpty()) {
            return named;
        }
        Optional<String> zone = Optional.ofNullable(request.placement())
                .map(Placement::availabilityZone)
                .filter(name -> !name.isEmpty());
        List<String> possible = zones.all(session).stream()
                .filter(one -> zone.isEmpty() || zone.get().equals(one.value()))
                .map(one -> DefaultVpc.subnet(context.account(), one))
                .toList();
        return possible.isEmpty() ? List.of(ANY) : possible;
    }
}
