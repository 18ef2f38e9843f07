/// The database as the modules see it: a schema each with its migrations (`Schema`), the role that each part connects
/// as with the least it needs (`DatabaseRole`, `Grant`), and what every use of JDBC would otherwise write again.
///
/// What it is not: no mapper and no query language. SQL stands where it is used.
@NullMarked
package org.lethe.sql;

import org.jspecify.annotations.NullMarked;
