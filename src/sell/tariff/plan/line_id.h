// The lines of a document that are the commodity itself, and not a charge: a charge never bears one of these ids (PlanFault::id_reserved).
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

namespace kwota::tariff::line_id {

inline constexpr std::string_view energy = "energy";    ///< units at their price
inline constexpr std::string_view step = "step";        ///< what units of a higher step cost more
inline constexpr std::string_view reclass = "reclass";  ///< the counter begins at another step than the one already paid for
inline constexpr std::string_view free = "free";        ///< the basic allowance: units without money

inline constexpr std::array of_the_commodity{energy, step, reclass};

/// What is paid for the commodity itself.
constexpr bool is_of_the_commodity(std::string_view id) { return std::ranges::find(of_the_commodity, id) != of_the_commodity.end(); }

}  // namespace kwota::tariff::line_id
