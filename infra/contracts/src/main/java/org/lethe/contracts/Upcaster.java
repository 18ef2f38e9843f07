package org.lethe.contracts;

import tools.jackson.databind.node.ObjectNode;

/// Makes facts of one version into facts of the next, as they are read: what is stored stays as it is, and so does its
/// leaf. Looks at nothing but the facts, and takes whatever that version may have written. Declared in the event's
/// record, with a constructor without arguments.
@FunctionalInterface
interface Upcaster {
    /// @param facts may be changed and given back
    ObjectNode next(ObjectNode facts);
}
