// Making the tool cards of the meter crew: a blank card, or an older one of the kind, gets keys and files, and last what it brings.
// Begin with issue_preset_card(), issue_clear_card().
#pragma once
#include "carry/cards/common/exchange.h"
#include "seal/user_card/files.h"

namespace kwota::cards {

/// Parameters and prices for meters that still have their factory keys.
struct PresetCardOrder {
  CardKeys keys;
  user_card::PresetFile preset;
  user_card::TariffFile tariff_current, tariff_spare;
};
/// Blank card or an older preset card. The instruction file is written last. Errors: `bad_credit_order`{file}, make_card().
Dialogue<Done> issue_preset_card(PresetCardOrder order);

/// Permission to zero one meter, once.
struct ClearCardOrder {
  CardKeys keys;
  user_card::ClearFile permission;
};
/// Blank card or an older clear card; the journal holds the permission before it is sealed. Errors as above.
Dialogue<Done> issue_clear_card(ClearCardOrder order);

}  // namespace kwota::cards
