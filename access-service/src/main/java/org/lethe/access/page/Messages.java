package org.lethe.access.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;

/// All text of the page, by language: `messages_de.properties`, in UTF-8. Apostrophes are typographic (’), since
/// MessageFormat has a use of its own for the other ones.
final class Messages {
    static final Locale ENGLISH = Locale.ENGLISH;

    /// Those that have a file.
    private static final List<Locale> TRANSLATED = List.of(ENGLISH, Locale.GERMAN);

    private final Map<Locale, Properties> texts;
    private final UnaryOperator<String> told;

    private Messages(Map<Locale, Properties> texts, UnaryOperator<String> told) {
        this.texts = texts;
        this.told = told;
    }

    static Messages bundled() {
        Map<Locale, Properties> texts = new LinkedHashMap<>();
        TRANSLATED.forEach(language -> texts.put(language, read(language)));
        return new Messages(texts, text -> text);
    }

    /// The same with each text made into another, for tests that look for what is none of them.
    Messages told(UnaryOperator<String> otherwise) {
        return new Messages(texts, otherwise);
    }

    private static Properties read(Locale language) {
        String file = "messages_" + language.getLanguage() + ".properties";
        try (InputStream in = Messages.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<Locale> languages() {
        return texts.keySet();
    }

    Set<String> keys(Locale language) {
        return texts.getOrDefault(language, new Properties()).stringPropertyNames();
    }

    /// @throws IllegalStateException if there is no such text
    String text(Locale language, String key, Object... parameters) {
        String text = texts.getOrDefault(language, new Properties()).getProperty(key);
        if (text == null) {
            throw new IllegalStateException("no text " + key + " in " + language);
        }
        return told.apply(parameters.length == 0 ? text : new MessageFormat(text, language).format(parameters));
    }

    /// The language to speak with somebody: of those that the client answers in and that have a file, the one that the
    /// browser likes best; else the client's first; else English.
    ///
    /// @param accepted `Accept-Language`, empty where there is none
    /// @param spoken by the client's people, the first where nobody says another
    Locale choose(String accepted, List<String> spoken) {
        List<Locale> possible = new ArrayList<>();
        for (String tag : spoken) {
            Locale language = Locale.of(Locale.forLanguageTag(tag).getLanguage());
            if (texts.containsKey(language) && !possible.contains(language)) {
                possible.add(language);
            }
        }
        if (possible.isEmpty()) {
            return ENGLISH;
        }
        try {
            Locale liked = accepted.isBlank() ? null : Locale.lookup(LanguageRange.parse(accepted), possible);
            return liked == null ? possible.getFirst() : liked;
        } catch (IllegalArgumentException e) { // no list of languages
            return possible.getFirst();
        }
    }
}
