package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What others published, through the calls that seal and derive here.
class PublishedVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    /// NIST CAVP, gcmtestvectors.zip, gcmEncryptExtIV256.rsp: Count = 0 of PTlen 0 and AADlen 0, of 128 and 0, of
    /// 128 and 128; IVlen 96, Taglen 128.
    @ParameterizedTest
    @CsvSource({
        "b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4, 516c33929df5a3284ff463d7, '', '', '',"
                + "bdc1ac884d332457a1d2664f168c76f0",
        "31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22, 0d18e06c7c725ac9e362e1ce,"
                + "2db5168e932556f8089a0622981d017d, '', fa4362189661d163fcd6a56d8bf0405a,"
                + "d636ac1bbedd5cc3ee727dc2ab4a9489",
        "92e11dcdaa866f5ce790fd24501f92509aacf4cb8b1339d50c9c1240935dd08b, ac93a1a6145299bde902f21a,"
                + "2d71bcfa914e4ac045b2aa60955fad24, 1e0889016f67601c8ebea4943bc23ad6,"
                + "8995ae2e6df3dbf96fac7b7137bae67f, eca5aa77d51d4a0a14d9c51e1da474ab"
    })
    void encryptsAndDecryptsAsNistDoes(String key, String iv, String text, String aad, String sealed, String tag)
            throws Exception {
        SecretKey secret = new SecretKeySpec(HEX.parseHex(key), "AES");
        byte[] expected = HEX.parseHex(sealed + tag);
        byte[] encrypted = new byte[expected.length];
        try (Gcm gcm = Gcm.borrow()) {
            gcm.encrypt(secret, HEX.parseHex(iv), HEX.parseHex(aad), HEX.parseHex(text), encrypted, 0);

            assertThat(encrypted).isEqualTo(expected);
            assertThat(gcm.decrypt(secret, HEX.parseHex(iv), HEX.parseHex(aad), expected, 0))
                    .isEqualTo(HEX.parseHex(text));
            expected[expected.length - 1] ^= 1;
            assertThatExceptionOfType(AEADBadTagException.class)
                    .isThrownBy(() -> gcm.decrypt(secret, HEX.parseHex(iv), HEX.parseHex(aad), expected, 0));
        }
    }

    /// RFC 5869, appendix A.1 and A.2. A shorter output is the beginning of a longer one, and ours has 64 bytes.
    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 000102030405060708090a0b0c, f0f1f2f3f4f5f6f7f8f9,"
                + "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
                + "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f,"
                + "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
                + "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf,"
                + "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
                + "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff,"
                + "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
    })
    void derivesAsTheRfcDoes(String ikm, String salt, String info, String okm) {
        byte[] material = HEX.parseHex(ikm);
        byte[] first = Arrays.copyOf(material, material.length / 2);
        byte[] second = Arrays.copyOfRange(material, first.length, material.length);

        byte[] derived = ContentKey.expand(HEX.parseHex(salt), first, second, HEX.parseHex(info));

        byte[] published = HEX.parseHex(okm);
        int bytes = Math.min(published.length, derived.length);
        assertThat(Arrays.copyOf(derived, bytes)).isEqualTo(Arrays.copyOf(published, bytes));
    }
}
