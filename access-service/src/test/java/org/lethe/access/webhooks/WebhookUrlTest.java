package org.lethe.access.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.access.webhooks.WebhookUrl.RefusedAddressException;
import org.lethe.web.InvalidBodyException;

class WebhookUrlTest {
    private static final WebhookSettings STRICT = WebhookSettings.defaults();
    private static final WebhookSettings TRIAL = new WebhookSettings(true);

    private static WebhookUrl.Names names(String... addresses) {
        return host -> Arrays.stream(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/lethe",
                "HTTPS://hooks.example.com",
                "https://hooks.example.com:8443/a?b=c",
                "https://1.1.1.1/",
                "https://[2606:4700:4700::1111]/",
            })
    void takesHttpsToTheOutside(String url) {
        assertThat(WebhookUrl.check(url, STRICT).uri()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hooks.example.com",
                "/lethe",
                "http://hooks.example.com/",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "gopher://hooks.example.com/",
                "https:///lethe",
                "https:hooks.example.com",
                "https://kim:hunter2@hooks.example.com/",
                "https://kim@hooks.example.com/",
                "https://hooks.example.com/#there",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:99999999999/",
                "https://hooks.example.com/a\r\nHost: other",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://2130706433/", // decimal
                "https://0x7f000001/", // hex
                "https://0x7f.0.0.1/",
                "https://0x7f.1/",
                "https://0177.0.0.1/", // octal
                "https://017700000001/",
                "https://127.0.0.1./",
                "https://300.1.1.1/",
                "https://1.1.1.1.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://10.0.0.1:8443/",
                "https://[::1]/",
                "https://[::]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[0:0:0:0:0:ffff:10.0.0.1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fd00:ec2::254]/",
                "https://[64:ff9b::7f00:1]/",
                "https://①②⑦.⓪.⓪.①/",
                "https://127。0。0。1/",
            })
    void refusesEverythingElseAndRepeatsNothingOfIt(String url) {
        assertThatThrownBy(() -> WebhookUrl.check(url, STRICT))
                .asInstanceOf(type(InvalidBodyException.class))
                .satisfies(refused -> assertThat(refused.errors())
                        .singleElement()
                        .satisfies(error -> {
                            assertThat(error.pointer()).isEqualTo("/url");
                            assertThat(error.detail()).doesNotContain("127.0.0.1", "hunter2", "kim");
                        }));
    }

    @Test
    void onTrialItMayLeadToThisMachine() {
        assertThat(WebhookUrl.check("http://127.0.0.1:9000/x", TRIAL).host()).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> WebhookUrl.check("ftp://127.0.0.1/x", TRIAL)).isInstanceOf(InvalidBodyException.class);
    }

    @Test
    void leadsToTheAddressThatWasChecked() throws UnknownHostException {
        WebhookUrl url = WebhookUrl.check("https://hooks.example.com/", STRICT);

        assertThat(url.address(names("1.1.1.1", "2606:4700:4700::1111"), STRICT))
                .isEqualTo(InetAddress.ofLiteral("1.1.1.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:192.168.0.1"})
    void aNameThatLeadsInsideAmongOthersIsRefused(String inside) {
        WebhookUrl url = WebhookUrl.check("https://hooks.example.com/", STRICT);

        assertThatThrownBy(() -> url.address(names("1.1.1.1", inside), STRICT))
                .isInstanceOf(RefusedAddressException.class);
        assertThatThrownBy(() -> url.address(names(inside), STRICT)).isInstanceOf(RefusedAddressException.class);
    }

    @Test
    void printsNothingOfItself() {
        assertThat(WebhookUrl.check("https://hooks.example.com/token", STRICT)).hasToString("[REDACTED]");
    }
}
