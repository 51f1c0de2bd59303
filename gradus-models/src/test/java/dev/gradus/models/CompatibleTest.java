package dev.gradus.models;

import dev.gradus.spi.Model;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.ModelContract;
import dev.gradus.testkit.Wire;

class CompatibleTest extends ModelContract {

    @Override
    protected Wire wire() {
        return Wire.OPENAI_CHAT;
    }

    @Override
    protected Model open(FaultServer server) {
        return Opened.speaking("openai-chat", "my-vllm/org/some-model", server, KEY, SECRET_HEADER);
    }
}
