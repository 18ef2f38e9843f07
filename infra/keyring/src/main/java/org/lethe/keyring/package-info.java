@NullMarked
package org.lethe.keyring;

import org.jspecify.annotations.NullMarked;
