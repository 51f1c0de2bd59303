package dev.gradus.models;

import dev.gradus.spi.Model;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.ModelContract;
import dev.gradus.testkit.Wire;

class ForcedToolSchemaTest extends ModelContract {

    @Override
    protected Wire wire() {
        return Wire.ANTHROPIC;
    }

    @Override
    protected Model open(FaultServer server) {
        return Opened.model("anthropic/claude-3-5-haiku-latest", server, KEY, SECRET_HEADER);
    }

    @Override
    protected boolean givesLogProbabilities() {
        return false;
    }
}
