package io.jarrah.common.soap;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.WalrusService;
import io.jarrah.common.id.AccountId;
import io.jarrah.wsdl.walrus.DescribeObject;
import io.jarrah.wsdl.walrus.DescribeObjectResponse;
import io.jarrah.wsdl.walrus.WalrusPort;
import java.time.Duration;

/** Walrus as others call it. */
final class WalrusClient implements WalrusService {
    private final ClientCall<WalrusPort> call;

    WalrusClient(ClientCall<WalrusPort> call) {
        this.call = call;
    }

    @Override
    public ObjectDescription describeObject(Correlation correlation, AccountId reader, String bucket, String key) {
        DescribeObject request = new DescribeObject();
        request.setCorrelation(correlation.id());
        request.setReader(reader.value());
        request.setBucket(bucket);
        request.setKey(key);
        DescribeObjectResponse response =
                call.send("describeObject", correlation, Duration.ZERO, port -> port.describeObject(request));
        return IdentityTypes.fromWire(response.getObject());
    }
}
