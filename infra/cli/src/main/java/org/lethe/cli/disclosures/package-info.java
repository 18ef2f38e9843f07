/// Commands about the register of disclosures: who may receive something, and who received what on what ground.
@NullMarked
package org.lethe.cli.disclosures;

import org.jspecify.annotations.NullMarked;
