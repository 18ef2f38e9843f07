/// Commands about requests of consumers: to see, to make, to answer them, and to fetch what they end with. Each calls
/// the
/// API of a running Lethe and decides nothing itself.
@NullMarked
package org.lethe.cli.requests;

import org.jspecify.annotations.NullMarked;
