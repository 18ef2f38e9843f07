package org.lethe.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How many items a list in a body may have, or texts by their names; never none. As [Chars] otherwise.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Items {
    int max() default Integer.MAX_VALUE;

    /// What it is a list of, for who is refused: `1 to 100 rules`, or `at least one role` where there is no maximum.
    String of();
}
