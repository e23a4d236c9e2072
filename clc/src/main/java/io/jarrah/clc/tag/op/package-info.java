/**
 * CreateTags, DeleteTags, DescribeTags, and the TagSpecification parameter of creating actions.
 */
@NullMarked
package io.jarrah.clc.tag.op;

import org.jspecify.annotations.NullMarked;
