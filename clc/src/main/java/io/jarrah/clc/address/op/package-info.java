/**
 * AllocateAddress, ReleaseAddress, AssociateAddress, DisassociateAddress, DescribeAddresses, DescribeAddressesAttribute.
 */
@NullMarked
package io.jarrah.clc.address.op;

import org.jspecify.annotations.NullMarked;
