package org.lethe.cli.terminal;

import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads an instant from the command line.
public final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw new TypeConversionException("'" + text + "' is no time such as 2026-12-01T00:00:00Z");
        }
    }
}
