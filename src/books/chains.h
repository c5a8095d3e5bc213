// How a hash chain is named: one for each till, station, vault, meter, purse, pump and station's months, and two for the whole utility. A row stands in
// one of them from its beginning. Chains that a row declares by its own columns (Composed, books/table.h) have the same names.
// Begin with chain_of_station().
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/words.h"

namespace kwota::books {

enum class ChainKind : std::uint8_t { utility, keys, station, till, vault, meter, purse, pump, months };
constexpr auto words_of(ChainKind) { return std::array<std::string_view, 9>{"utility", "keys", "station", "till", "vault", "meter", "purse", "pump", "months"}; }

/// "vault/main".
inline std::string chain_of(ChainKind kind, std::string_view whose) { return std::string(word_of(kind)) + "/" + std::string(whose); }
/// Of what is done where no station is: the utility's own.
inline std::string chain_of_utility() { return std::string(word_of(ChainKind::utility)); }
/// "station/E01"; the utility's where the station is empty.
inline std::string chain_of_station(std::string_view station) { return station.empty() ? chain_of_utility() : chain_of(ChainKind::station, station); }
/// "till/E01/T1".
inline std::string chain_of_till(std::string_view station, std::string_view till) { return chain_of(ChainKind::till, station) + "/" + std::string(till); }

/// Nothing: no chain is called so.
inline std::optional<ChainKind> kind_of_chain(std::string_view chain) { return parse_word<ChainKind>(chain.substr(0, chain.find('/'))); }

}  // namespace kwota::books
