package org.lethe.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A text that is the lower-case name of one of these constants, for the API document: where the enum belongs to a
/// module that knows nothing of JSON.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface NameOf {
    Class<? extends Enum<?>> value();
}
