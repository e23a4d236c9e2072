/** Every S3 error that Walrus answers, and the exception that carries one from where it is found to the HTTP edge. Depends on nothing. */
@NullMarked
package io.jarrah.walrus.error;

import org.jspecify.annotations.NullMarked;
