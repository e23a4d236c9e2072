package io.jarrah.common.soap;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.wsdl.storage.DescribeStorage;
import io.jarrah.wsdl.storage.DescribeStorageResponse;
import io.jarrah.wsdl.storage.StoragePort;
import java.time.Duration;

/** A storage controller as others call it. */
final class StorageClient implements StorageService {
    private final ClientCall<StoragePort> call;

    StorageClient(ClientCall<StoragePort> call) {
        this.call = call;
    }

    @Override
    public StorageStatus describeStorage(Correlation correlation) {
        DescribeStorage request = new DescribeStorage();
        request.setCorrelation(correlation.id());
        DescribeStorageResponse response =
                call.send("describeStorage", correlation, Duration.ZERO, port -> port.describeStorage(request));
        return IdentityTypes.fromWire(response.getStatus());
    }
}
