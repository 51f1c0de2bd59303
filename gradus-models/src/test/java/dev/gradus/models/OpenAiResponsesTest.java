package dev.gradus.models;

import dev.gradus.spi.Model;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.ModelContract;
import dev.gradus.testkit.Wire;

class OpenAiResponsesTest extends ModelContract {

    @Override
    protected Wire wire() {
        return Wire.OPENAI_RESPONSES;
    }

    @Override
    protected Model open(FaultServer server) {
        return Opened.speaking(
                "openai-responses", "openai/gpt-4.1-mini", server, KEY, SECRET_HEADER);
    }
}
