/** What tests of the storage controller share. */
package io.jarrah.sc.testing;
