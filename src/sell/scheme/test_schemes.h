// Schemes for tests of the shop: what they are named does not matter to it.
#pragma once
#include "sell/scheme/scheme.h"

namespace kwota::scheme {

inline constexpr std::array card_first{Carrier::card, Carrier::link}, link_first{Carrier::link, Carrier::card};
inline constexpr std::array<std::string_view, 1> test_protocols{"a-line"};
inline constexpr Scheme test_by_card{.name = "by_card", .carriers = card_first, .card_product = "test_card", .protocols = test_protocols};
inline constexpr Scheme test_by_link{.name = "by_link", .carriers = link_first, .card_product = "test_card", .protocols = test_protocols};
inline constexpr Scheme test_at_server{.name = "at_server", .holder = BalanceHolder::server, .protocols = test_protocols};
inline constexpr Scheme test_by_energy{.name = "by_energy", .unit = Unit::energy, .step = 10, .carriers = card_first, .card_product = "test_card", .protocols = test_protocols};
inline constexpr Scheme test_by_volume{.name = "by_volume", .unit = Unit::volume, .step = 100, .carriers = card_first, .card_product = "test_card", .protocols = test_protocols};
inline constexpr Scheme test_energy_by_link{.name = "energy_by_link", .unit = Unit::energy, .step = 10, .carriers = link_first, .card_product = "test_card", .protocols = test_protocols};
inline constexpr Scheme test_volume_by_link{.name = "volume_by_link", .unit = Unit::volume, .step = 100, .carriers = link_first, .card_product = "test_card", .protocols = test_protocols};
inline constexpr Scheme test_read_by_hand{.name = "read_by_hand", .holder = BalanceHolder::server};
inline constexpr std::array purse_card{Carrier::card};
inline constexpr Scheme test_purse{.name = "by_purse", .holder = BalanceHolder::purse, .carriers = purse_card, .card_product = "test_purse_card"};
inline constexpr std::array<const Scheme*, 9> test_rows{&test_by_card, &test_by_link, &test_at_server, &test_by_energy, &test_by_volume, &test_purse, &test_read_by_hand, &test_energy_by_link, &test_volume_by_link};
inline constexpr Table test_schemes{test_rows};

}  // namespace kwota::scheme
