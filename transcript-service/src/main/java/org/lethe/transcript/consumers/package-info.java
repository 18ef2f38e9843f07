/// Who somebody is, by blind indexes only.
@NullMarked
package org.lethe.transcript.consumers;

import org.jspecify.annotations.NullMarked;
