package dev.gradus.models;

import dev.gradus.spi.Model;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.ModelContract;
import dev.gradus.testkit.Wire;

class AzureTest extends ModelContract {

    @Override
    protected Wire wire() {
        return Wire.OPENAI_CHAT;
    }

    @Override
    protected Model open(FaultServer server) {
        return Opened.model("azure/gpt-4.1-mini", server, KEY, SECRET_HEADER);
    }
}
