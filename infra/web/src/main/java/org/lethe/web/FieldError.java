package org.lethe.web;

/// One thing that is wrong with a request.
///
/// @param pointer where: a JSON pointer into the body (`/consumer/email`), or the name of a query parameter (`?limit`)
/// @param detail what is accepted there, in words; never the value that was sent
public record FieldError(String pointer, String detail) {}
