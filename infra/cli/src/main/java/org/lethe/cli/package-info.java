/// The command line: results on standard output, messages on standard error, exit 0 (done), 1 (refused or failed) or
/// 2 (usage).
///
/// Other modules add commands without being known here: a picocli `@Command` class that is a `Callable<Integer>`, named
/// in `META-INF/services/java.util.concurrent.Callable`.
@NullMarked
package org.lethe.cli;

import org.jspecify.annotations.NullMarked;
