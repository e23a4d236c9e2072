/**
 * Signed SOAP between the services: {@code SoapServer} publishes an implementation of a contract, {@code SoapClients} makes a client that is one. Generated types are mapped to the records of {@code contract} here and nowhere else. May depend on {@code contract}, {@code id}, {@code pki} and {@code lifecycle}.
 */
@NullMarked
package io.jarrah.common.soap;

import org.jspecify.annotations.NullMarked;
