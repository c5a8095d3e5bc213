// What a meter is told beside credit, as the files of a card: an instruction's parameters and the prices. Pure.
// Begin with parameter_files().
#pragma once
#include "carry/cards/common/family.h"

namespace kwota::cards {

/// A moment as meters write it; seconds are not kept.
user_card::MeterTime meter_time(const LocalTime& at);

struct ParameterFiles {
  user_card::PresetFile preset;                           ///< user type, flags, version, switch time, rates, alarms, ratios
  std::optional<user_card::TariffFile> current, spare;  ///< nothing: the card says none
};
/// Error `card_content_refused` {what}: prices that have no room on a card.
Result<ParameterFiles> parameter_files(const Parameters& parameters);

}  // namespace kwota::cards
