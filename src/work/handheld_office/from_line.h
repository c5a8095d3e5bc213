// What the head-end reads of a pump on its line comes home as a handheld's hand-over does: taken in once, judged with the vault, settled. What the books have of
// a pump is told as a handheld would remember it, so that a reading asks for what is new and for no more. What the pump took of what it was told is noted as of
// a handheld's visit, and without a hand-over: it brings nothing home.
// Guarantees: a reading that was stored and not judged – the vault was away, the program died – is judged with the next one. Begin with known_of_pump(), then
// take_in_from_line(), note_told_on_line().
#pragma once
#include <optional>
#include <vector>

#include "seal/handheld_store/store_file.h"
#include "work/handheld_office/handheld_office.h"

namespace kwota::handheld_office {

std::vector<handheld::Entry> known_of_pump(const books::Reader& books, MeterNumber meter);

/// `read`: in the order in which the pump told it. Nothing: there was nothing new, and how the pump stands is noted. Errors: permission_denied, and those of
/// the vault: then what is stored stays.
Result<std::optional<books::HandOver>> take_in_from_line(store::Books& books, seal::Vault& vault, MeterNumber meter, const std::vector<handheld::Entry>& read,
                                                         const Context& context);

/// `head`: how it stood when it was read, before. Errors: permission_denied, those of the books.
Result<void> note_told_on_line(store::Books& books, MeterNumber meter, const handheld::Entry& head, const std::vector<handheld::Entry>& told, const Context& context);

}  // namespace kwota::handheld_office
