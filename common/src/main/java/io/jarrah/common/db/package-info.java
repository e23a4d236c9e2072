/**
 * The database: pool, migrations, Hibernate, and units of work that are retried on conflict. May depend on {@code lifecycle}.
 */
@NullMarked
package io.jarrah.common.db;

import org.jspecify.annotations.NullMarked;
