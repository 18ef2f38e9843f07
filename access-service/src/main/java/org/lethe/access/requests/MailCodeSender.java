package org.lethe.access.requests;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.lethe.web.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/// Sends codes by SMTP (RFC 5321), with STARTTLS where the server has it.
public final class MailCodeSender implements CodeSender {
    private static final Logger log = LoggerFactory.getLogger(MailCodeSender.class);
    private static final String TIMEOUT_MILLIS = "10000";

    private final JavaMailSenderImpl mail = new JavaMailSenderImpl();
    private final String from;

    /// @param from an address such as `privacy@example.com`
    public MailCodeSender(String host, int port, String from) {
        this.from = from;
        mail.setHost(host);
        mail.setPort(port);
        Properties properties = mail.getJavaMailProperties();
        properties.setProperty("mail.smtp.starttls.enable", "true");
        for (String timeout : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.setProperty("mail.smtp." + timeout, TIMEOUT_MILLIS);
        }
    }

    @Override
    public boolean sends(String channel) {
        return channel.equals("email");
    }

    @Override
    public void send(String channel, String address, String code) {
        MimeMessage message = mail.createMimeMessage();
        try {
            MimeMessageHelper helper = new MimeMessageHelper(message, "UTF-8");
            helper.setFrom(from);
            helper.setTo(address);
            helper.setSubject("Your code");
            helper.setText("""
                    Your code is %s

                    It is good for ten minutes and shows that a request about your data is yours.
                    If you did not ask for anything, you need not do anything.
                    """.formatted(code));
            mail.send(message);
        } catch (MessagingException | MailException e) {
            log.warn("a code was not sent: {}", e.getClass().getName()); // its message may quote the address
            throw new UnavailableException("the mail server does not take the code; ask for it again in a while", null);
        }
    }
}
