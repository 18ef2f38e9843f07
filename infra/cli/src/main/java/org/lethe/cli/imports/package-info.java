/// `lethe import`: a file of conversations, sent in batches, to the end whatever comes between.
@NullMarked
package org.lethe.cli.imports;

import org.jspecify.annotations.NullMarked;
