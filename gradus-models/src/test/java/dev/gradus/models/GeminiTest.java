package dev.gradus.models;

import dev.gradus.spi.Model;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.ModelContract;
import dev.gradus.testkit.Wire;

class GeminiTest extends ModelContract {

    @Override
    protected Wire wire() {
        return Wire.GEMINI;
    }

    @Override
    protected Model open(FaultServer server) {
        return Opened.model("gemini/gemini-3-flash", server, KEY, SECRET_HEADER);
    }
}
