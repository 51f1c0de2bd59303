package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    @ParameterizedTest
    @CsvSource({
        "Wo ist meine Karte und wie lange dauert das noch?,German",
        "Je ne trouve pas ma carte et je ne peux pas payer,French",
        "¿Por qué no llega la tarjeta que pedí para mi cuenta?,Spanish",
        "Non ho ricevuto la carta che ho ordinato per il conto,Italian",
        "Não recebi o cartão que pedi para a minha conta,Portuguese",
        "Ik heb mijn kaart niet gekregen van de bank,Dutch",
        "Nie mam karty i nie wiem czy jest w drodze do mnie,Polish",
        "Где моя карта и когда она придёт,cyrillic script",
        "我的银行卡什么时候能寄到,han script",
        "カードはいつ届きますか,katakana script",
        "أين بطاقتي ومتى تصل,arabic script"
    })
    void another_language_is_told(String text, String language) {
        assertThat(Languages.other(text)).contains(language);
    }

    @ParameterizedTest
    @CsvSource({
        "Where is my card and how long does it take?",
        "no",
        "I do not have it to do",
        "Visa card de la Renta purchase was declined, what can I do?",
        "12345 67890"
    })
    void english_and_what_is_too_short_is_not(String text) {
        assertThat(Languages.other(text)).isEmpty();
    }

    /// 10,003 messages of a bank's customers, all English.
    @Test
    void hardly_any_of_many_english_messages_is_mistaken() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../examples/card-support/train.csv"));

        long mistaken = lines.stream().filter(line -> Languages.other(line).isPresent()).count();

        assertThat(mistaken).isLessThanOrEqualTo(10);
    }
}
