package org.lethe.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a component of a module's settings record something that its operator can set. The record's `defaults()` are
/// the only source of what holds otherwise; `lethe config show` and the guide follow from both.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Meaning {
    /// One line: what it is, and when to change it.
    String value();
}
