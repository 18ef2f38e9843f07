/// Certificates of destruction: what a run did to one client's keys, as canonical JSON that is signed, and the same as
/// pages for people. Anybody can check one with the public key and the event that carries its digest.
@NullMarked
package org.lethe.retention.certificates;

import org.jspecify.annotations.NullMarked;
