package io.jarrah.common.soap;

import io.jarrah.common.contract.ServiceException;

/** A verified message is not acceptable. The server answers it as the contract's fault; the client treats it as no answer. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ServiceException.Code code;

    Refusal(ServiceException.Code code, String message) {
        super(message);
        this.code = code;
    }

    ServiceException.Code code() {
        return code;
    }
}
