/// Erasing a consumer or a conversation by destroying one key.
@NullMarked
package org.lethe.transcript.erasure;

import org.jspecify.annotations.NullMarked;
