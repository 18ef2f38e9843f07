package org.lethe.access.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lethe.web.Answer;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.AbstractMessageResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/// Makes pages from templates and messages. Templates are given texts, lists and maps of them and no more; whatever
/// stands in those is escaped.
final class Pages {
    private static final String HTML = "text/html;charset=utf-8";
    private static final String FOLDER = "org/lethe/access/page/templates/";

    /// Nothing is loaded but the style sheet and the logo in the page itself, nothing runs, forms go to us alone.
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
                    + " frame-ancestors 'none'; base-uri 'none'";

    private final Messages messages;
    private final TemplateEngine engine = new TemplateEngine();
    private final String styles;

    Pages(Messages messages) {
        this.messages = messages;
        ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver(Pages.class.getClassLoader());
        templates.setPrefix(FOLDER);
        templates.setSuffix(".html");
        templates.setTemplateMode(TemplateMode.HTML);
        templates.setCharacterEncoding("UTF-8");
        templates.setCacheable(true);
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(new Told(messages));
        this.styles = styles();
    }

    private static String styles() {
        try (InputStream in = Objects.requireNonNull(Pages.class.getResourceAsStream("page.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Text for one who is spoken to in a language.
    String text(Locale language, String key, Object... parameters) {
        return messages.text(language, key, parameters);
    }

    Locale language(String accepted, Site site) {
        return messages.choose(accepted, site.settings().languages());
    }

    /// Where it is nobody's page, any will do.
    Locale language(String accepted) {
        return messages.choose(
                accepted,
                messages.languages().stream().map(Locale::toLanguageTag).toList());
    }

    /// @param site null where nobody's page is there
    /// @param model texts, and lists and maps of texts
    String html(String template, Locale language, @Nullable Site site, Map<String, ?> model) {
        Map<String, @Nullable Object> all = new HashMap<>();
        all.put("lang", language.toLanguageTag());
        all.put("name", site == null ? null : site.name());
        all.put("logo", site == null ? null : site.logo());
        all.put(
                "style",
                site == null
                        ? "/p/page.css"
                        : site.path() + "/page.css?v=" + site.settings().version());
        all.put("path", site == null ? null : site.path());
        all.put("policiesAt", site != null && site.hasPolicies() ? site.policies() : null);
        all.put("errors", Map.of());
        all.putAll(model);
        return "<!doctype html>\n" + engine.process(template, new Context(language, all));
    }

    Answer answer(int status, String template, Locale language, @Nullable Site site, Map<String, ?> model) {
        return guarded(Answer.bytes(
                        status, HTML, html(template, language, site, model).getBytes(StandardCharsets.UTF_8)))
                .header("Content-Language", language.toLanguageTag())
                .header("Vary", "Accept-Language");
    }

    /// The style sheet in a brand's colour.
    Answer styles(String colour) {
        String brand = ":root { --brand: " + colour + "; --on-brand: " + Colours.on(colour) + "; --brand-on-light: "
                + Colours.readableOn("#f3f5f8", colour) + "; --brand-on-dark: "
                + Colours.readableOn("#1d232c", colour) + "; }\n";
        return guarded(Answer.bytes("text/css;charset=utf-8", (brand + styles).getBytes(StandardCharsets.UTF_8)));
    }

    /// What goes with every answer. The address of a request opens it, so it goes nowhere else.
    static Answer guarded(Answer answer) {
        return answer.header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    private static final class Told extends AbstractMessageResolver {
        private final Messages messages;

        Told(Messages messages) {
            this.messages = messages;
        }

        @Override
        public String resolveMessage(
                ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] parameters) {
            return messages.text(context.getLocale(), key, parameters == null ? new Object[0] : parameters);
        }

        @Override
        public String createAbsentMessageRepresentation(
                ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] parameters) {
            throw new IllegalStateException("no text " + key);
        }
    }
}
