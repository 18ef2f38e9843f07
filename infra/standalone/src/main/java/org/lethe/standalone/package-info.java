/// The services in one process, with PostgreSQL inside.
///
/// Everything stays in one folder:
///
///     data/
///       lethe.conf         settings, by hand; optional
///       lethe.lock         held while a process uses the folder
///       lethe.version      shape of the folder; a newer one is refused
///       operator.token     API key of the platform, all roles; mode 600
///       keys/              root.bcfks, root.pass, passwords of PostgreSQL's roles; mode 600
///       log/               lethe.log (JSON lines), postgres.log
///       pgsql/             PostgreSQL's data
///       postgres-18.6.0/   PostgreSQL's programs, unpacked once
@NullMarked
package org.lethe.standalone;

import org.jspecify.annotations.NullMarked;
