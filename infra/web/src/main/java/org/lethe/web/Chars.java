package org.lethe.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How long a text in a body may be, in characters; each of them, where it is texts by their names. Whoever reads the
/// body refuses another, and the API document says so; an absent text is not held against it.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Chars {
    int max();

    /// Whether white space alone will do; an empty text never does.
    boolean mayBeBlank() default false;
}
