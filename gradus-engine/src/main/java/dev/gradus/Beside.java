package dev.gradus;

import dev.gradus.task.Splits;
import java.util.function.BiConsumer;

/// Works on other examples than the climb's own, with equipment of its own, paid by the same climb:
/// what is taught and what is answered are those of the splits alone.
interface Beside {

    /// @param payer of the calls
    /// @param other what is asked, and how it is reached
    /// @param splits train teaches, dev is answered
    /// @param work done while the equipment is open
    void work(
            Payer payer,
            ClimbRequest other,
            Splits splits,
            BiConsumer<Equipment, LedgerEvaluator> work);
}
