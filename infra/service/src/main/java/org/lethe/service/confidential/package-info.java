/// What leaves memory so that only its owner reads it: files of work in progress, and answers to the holder of a
/// certificate. Services do no cryptography of their own; they stand on this.
@NullMarked
package org.lethe.service.confidential;

import org.jspecify.annotations.NullMarked;
