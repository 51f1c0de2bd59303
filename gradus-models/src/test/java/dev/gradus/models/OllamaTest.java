package dev.gradus.models;

import dev.gradus.spi.Model;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.ModelContract;
import dev.gradus.testkit.Wire;

class OllamaTest extends ModelContract {

    @Override
    protected Wire wire() {
        return Wire.OLLAMA;
    }

    @Override
    protected Model open(FaultServer server) {
        return Opened.model("ollama/llama3.2", server, KEY, SECRET_HEADER);
    }
}
