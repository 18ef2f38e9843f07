/// Real parts for tests: PostgreSQL in a container where Docker runs, from embedded binaries elsewhere; SoftHSM2;
/// Chromium. The same test runs everywhere; a part that won't start fails the test.
///
/// What it is not: no mocks, and nothing that the product itself uses.
@NullMarked
package org.lethe.testkit;

import org.jspecify.annotations.NullMarked;
