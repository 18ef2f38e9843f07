/// What people see at a terminal: results, tables, questions, progress, times as they write them.
@NullMarked
package org.lethe.cli.terminal;

import org.jspecify.annotations.NullMarked;
