package io.jarrah.cc.books;

import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.id.NodeName;

/**
 * What a node said of itself last, kept on disk: tunnels to a node that is silent at a restart must stay.
 *
 * @param name the node
 * @param description its own words
 */
record NodeMemory(NodeName name, NodeDescription description) {}
