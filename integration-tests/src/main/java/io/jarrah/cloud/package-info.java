/**
 * The whole cloud in one JVM: five services with signed SOAP between them over simulated nodes. It is the no-root dev
 * cloud and what the integration tests run against; the only place that sees all services.
 */
@NullMarked
package io.jarrah.cloud;

import org.jspecify.annotations.NullMarked;
