package io.jarrah.clc.instancetype.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.instancetype.InstanceType;
import io.jarrah.clc.instancetype.InstanceTypes;
import io.jarrah.common.db.Database;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DiskInfo;
import software.amazon.awssdk.services.ec2.model.EbsInfo;
import software.amazon.awssdk.services.ec2.model.InstanceStorageInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.MemoryInfo;
import software.amazon.awssdk.services.ec2.model.NetworkCardInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.PlacementGroupInfo;
import software.amazon.awssdk.services.ec2.model.ProcessorInfo;
import software.amazon.awssdk.services.ec2.model.VCpuInfo;

/**
 * The instance types, with every field Terraform's provider dereferences.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html">DescribeInstanceTypes</a>
 */
public final class DescribeInstanceTypes
        implements Operation<DescribeInstanceTypesRequest, DescribeInstanceTypesResponse> {
    private static final String ARCHITECTURE = "x86_64";
    private static final Filters<InstanceTypeInfo> FILTERS = Filters.<InstanceTypeInfo>of()
            .text("instance-type", InstanceTypeInfo::instanceTypeAsString)
            .text("bare-metal", info -> info.bareMetal().toString())
            .text("burstable-performance-supported", info -> info.burstablePerformanceSupported()
                    .toString())
            .text("current-generation", info -> info.currentGeneration().toString())
            .text("free-tier-eligible", info -> info.freeTierEligible().toString())
            .text("hibernation-supported", info -> info.hibernationSupported().toString())
            .text("hypervisor", InstanceTypeInfo::hypervisorAsString)
            .text("instance-storage-supported", info -> info.instanceStorageSupported()
                    .toString())
            .text(
                    "memory-info.size-in-mib",
                    info -> info.memoryInfo().sizeInMiB().toString())
            .texts("processor-info.supported-architecture", info -> info.processorInfo()
                    .supportedArchitecturesAsStrings())
            .texts("supported-usage-class", InstanceTypeInfo::supportedUsageClassesAsStrings)
            .texts("supported-root-device-type", InstanceTypeInfo::supportedRootDeviceTypesAsStrings)
            .texts("supported-virtualization-type", InstanceTypeInfo::supportedVirtualizationTypesAsStrings)
            .text(
                    "vcpu-info.default-vcpus",
                    info -> info.vCpuInfo().defaultVCpus().toString())
            .text(
                    "vcpu-info.default-cores",
                    info -> info.vCpuInfo().defaultCores().toString())
            .build();

    private final Database database;
    private final InstanceTypes types;
    private final Pages pages;
    private final boolean ipv6;

    /**
     * @param ipv6 whether networks have it, and so instances of every type can
     */
    public DescribeInstanceTypes(Database database, InstanceTypes types, Pages pages, boolean ipv6) {
        this.ipv6 = ipv6;
        this.database = database;
        this.types = types;
        this.pages = pages;
    }

    @Override
    public DescribeInstanceTypesResponse execute(CallContext context, DescribeInstanceTypesRequest request) {
        List<String> wanted = request.instanceTypesAsStrings();
        if (!wanted.isEmpty() && request.maxResults() != null) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter instanceTypes cannot be used with the parameter maxResults");
        }
        List<InstanceType> all = List.copyOf(database.read(types::all));
        List<String> missing = wanted.stream()
                .filter(name -> all.stream().noneMatch(type -> type.name().equals(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw Ec2Error.INVALID_INSTANCE_TYPE.because(
                    "The following supplied instance types do not exist: " + missing);
        }
        List<InstanceTypeInfo> named = all.stream()
                .filter(type -> wanted.isEmpty() || wanted.contains(type.name()))
                .map(this::info)
                .toList();
        Page<InstanceTypeInfo> page = pages.page(
                context,
                FILTERS.apply(request.filters(), named),
                InstanceTypeInfo::instanceTypeAsString,
                request.maxResults(),
                request.nextToken(),
                new Pages.Limits(5, 100));
        return DescribeInstanceTypesResponse.builder()
                .instanceTypes(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private InstanceTypeInfo info(InstanceType type) {
        return InstanceTypeInfo.builder()
                .instanceType(type.name())
                .currentGeneration(true)
                .freeTierEligible(false)
                .bareMetal(false)
                .hypervisor("nitro")
                .supportedUsageClassesWithStrings("on-demand")
                .supportedRootDeviceTypesWithStrings("ebs", "instance-store")
                .supportedVirtualizationTypesWithStrings("hvm")
                .supportedBootModesWithStrings("legacy-bios")
                .processorInfo(ProcessorInfo.builder()
                        .supportedArchitecturesWithStrings(ARCHITECTURE)
                        .build())
                .vCpuInfo(VCpuInfo.builder()
                        .defaultVCpus(type.vcpus())
                        .defaultCores(type.vcpus())
                        .defaultThreadsPerCore(1)
                        .validCores(type.vcpus())
                        .validThreadsPerCore(1)
                        .build())
                .memoryInfo(
                        MemoryInfo.builder().sizeInMiB((long) type.memoryMib()).build())
                .instanceStorageSupported(true)
                .instanceStorageInfo(InstanceStorageInfo.builder()
                        .totalSizeInGB((long) type.diskGib())
                        .disks(DiskInfo.builder()
                                .sizeInGB((long) type.diskGib())
                                .count(1)
                                .type("hdd")
                                .build())
                        .nvmeSupport("unsupported")
                        .encryptionSupport("unsupported")
                        .build())
                .ebsInfo(EbsInfo.builder()
                        .ebsOptimizedSupport("unsupported")
                        .encryptionSupport("unsupported")
                        .nvmeSupport("unsupported")
                        .build())
                .networkInfo(network())
                .placementGroupInfo(PlacementGroupInfo.builder()
                        .supportedStrategiesWithStrings(List.of())
                        .build())
                .hibernationSupported(false)
                .burstablePerformanceSupported(false)
                .dedicatedHostsSupported(false)
                .autoRecoverySupported(false)
                .build();
    }

    private NetworkInfo network() {
        return NetworkInfo.builder()
                .networkPerformance("Moderate")
                .maximumNetworkInterfaces(1)
                .maximumNetworkCards(1)
                .defaultNetworkCardIndex(0)
                .networkCards(NetworkCardInfo.builder()
                        .networkCardIndex(0)
                        .networkPerformance("Moderate")
                        .maximumNetworkInterfaces(1)
                        .build())
                .ipv4AddressesPerInterface(1)
                .ipv6AddressesPerInterface(ipv6 ? 1 : 0)
                .ipv6Supported(ipv6)
                .enaSupport("unsupported")
                .efaSupported(false)
                .encryptionInTransitSupported(false)
                .build();
    }
}
