package org.lethe.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What an event is called in the log. The record may be renamed; this may not.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface WireName {
    String value();

    /// Goes up by one where the meaning of a field changes, or facts of yesterday would not be read as this record. A
    /// new field that may be absent needs no version.
    int version() default 1;

    /// One from each version to the next, from the first on.
    Class<? extends Upcaster>[] upcasters() default {};
}
