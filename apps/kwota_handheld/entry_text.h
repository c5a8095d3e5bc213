// What a handheld keeps, as people read it in their language: fields, causes and units from the dictionaries, money with two digits, energy in kWh, moments as the
// country writes them. Begin with text_of().
#pragma once
#include <string>
#include <string_view>

#include "seal/handheld_store/store_file.h"
#include "seal/pump_records/records.h"

namespace kwota::app {

/// One entry, in a sentence. An entry that is no record of its kind is shown by its bytes.
std::string text_of(const handheld::Entry& entry, std::string_view language);
/// "waterings 20": so many entries of that kind.
std::string count_text(handheld::Kind kind, std::uint64_t count, std::string_view language);
/// "1246.90", "1246,90": figures of a sentence, of `decimals` digits.
std::string number_text(std::int64_t value, int decimals, std::string_view language);

/// A head as it is kept: of a meter that was looked at without a proof, too.
handheld::Entry entry_of(const pump::Head& head, Instant at);

}  // namespace kwota::app
