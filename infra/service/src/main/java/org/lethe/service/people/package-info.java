/// What takes more than one person.
@NullMarked
package org.lethe.service.people;

import org.jspecify.annotations.NullMarked;
