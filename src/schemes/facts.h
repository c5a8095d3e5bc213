// What several schemes have in common: ways of credit in the order in which an account of theirs uses them, protocols of lines.
#pragma once
#include "models/dlt645_meters.h"
#include "sell/scheme/scheme.h"

namespace kwota::schemes {

inline constexpr std::array card_then_line{scheme::Carrier::card, scheme::Carrier::link}, line_then_card{scheme::Carrier::link, scheme::Carrier::card};

inline constexpr std::array card_alone{scheme::Carrier::card};

/// Of electricity meters, as links name them.
inline constexpr std::array<std::string_view, 2> dlt645{models::dlt645_meters::edition_2007, models::dlt645_meters::edition_1997};

}  // namespace kwota::schemes
