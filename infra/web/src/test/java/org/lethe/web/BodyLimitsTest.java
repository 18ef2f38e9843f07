package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyLimitsTest {
    record Line(
            @Utf8Bytes(max = 4) String text,
            @Nullable @Chars(max = 3, mayBeBlank = true) String id) {}

    record Order(
            @Chars(max = 5) String name,
            @Items(max = 2, of = "lines") List<Line> lines,
            @Nullable @Items(of = "role") List<String> roles,
            @Nullable Line last,

            @Nullable @Items(max = 2, of = "words by field") @Chars(max = 3)
            Map<String, String> words) {}

    private static Order read(String json) {
        return StrictJson.read(json.getBytes(StandardCharsets.UTF_8), Order.class);
    }

    private static void refuses(String json, String pointer, String detail) {
        assertThatThrownBy(() -> read(json))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidBodyException.class))
                .extracting(InvalidBodyException::errors)
                .isEqualTo(List.of(new FieldError(pointer, detail)));
    }

    @Test
    void takesWhatKeepsToThem() {
        Order order = read("{'name':'abcde','lines':[{'text':'ää'},{'text':' ','id':' '}],'words':{'a':'abc','':'b'}}"
                .replace('\'', '"'));

        assertThat(order.lines()).hasSize(2);
    }

    @Test
    void countsCharactersAndNotTheUnitsOfTheirEncoding() {
        assertThat(read("{\"name\":\"👋👋👋👋👋\",\"lines\":[{\"text\":\"a\"}]}")
                        .name())
                .hasSize(10);
        refuse("{'name':'👋👋👋👋👋👋','lines':[{'text':'a'}]}", "/name", "1 to 5 characters");
    }

    @Test
    void pointsAtTheFirstPlaceThatDoesNot() {
        String line = "{'text':'a'}";
        refuse("{'name':' ','lines':[]}", "/name", "1 to 5 characters");
        refuse("{'name':'abcdef','lines':[]}", "/name", "1 to 5 characters");
        refuse("{'name':'a','lines':[]}", "/lines", "1 to 2 lines");
        refuse("{'name':'a','lines':[" + line + "," + line + "," + line + "]}", "/lines", "1 to 2 lines");
        refuse("{'name':'a','lines':[" + line + ",{'text':'äää'}]}", "/lines/1/text", "1 to 4 bytes of UTF-8");
        refuse("{'name':'a','lines':[{'text':''}]}", "/lines/0/text", "1 to 4 bytes of UTF-8");
        refuse("{'name':'a','lines':[{'text':'a','id':''}]}", "/lines/0/id", "1 to 3 characters");
        refuse("{'name':'a','lines':[" + line + "],'roles':[]}", "/roles", "at least one role");
        refuse("{'name':'a','lines':[" + line + "],'last':{'text':'abcde'}}", "/last/text", "1 to 4 bytes of UTF-8");
        String words = "{'name':'a','lines':[" + line + "],'words':";
        refuse(words + "{}}", "/words", "1 to 2 words by field");
        refuse(words + "{'a':'a','b':'b','c':'c'}}", "/words", "1 to 2 words by field");
        refuse(words + "{'a':'a','b/~':'abcd'}}", "/words/b~1~0", "1 to 3 characters");
        refuse(words + "{'a':' '}}", "/words/a", "1 to 3 characters");
    }

    private static void refuse(String json, String pointer, String detail) {
        refuses(json.replace('\'', '"'), pointer, detail);
    }

    @Test
    void areHeldAgainstOnlyWhenAskedForWhereAValueIsParsed() {
        byte[] json = "{\"text\":\"\"}".getBytes(StandardCharsets.UTF_8);

        Line line = StrictJson.parse(json, Line.class);

        assertThat(line.text()).isEmpty();
        assertThatThrownBy(() -> StrictJson.checkLimits(line)).isInstanceOf(InvalidBodyException.class);
    }
}
