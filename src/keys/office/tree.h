// The tree of keys: which factors lead from a root to a county's key, and when the user may still choose them.
// Levels (decision 11): root --utility factor--> utility --province--> province --county--> county --serial--> card.
// Guarantees: a factor that a key was derived with never changes; two counties never have a key in common.
// Begin with choose_factors(), then county_factors().
#pragma once
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "seal/vault/purpose.h"

namespace kwota::keys {

/// A 4-byte area code, twice.
seal::Factor area_factor(std::uint32_t code);
/// The province of a county: its code with the last three bytes zero. [K]
constexpr std::uint32_t province_of(std::uint32_t county) { return county & 0xFF000000u; }

/// From the root down to the county. Errors: `factors_missing`.
Result<std::vector<seal::Factor>> county_factors(const std::optional<books::KeyFactors>& factors);

/// From the root down to the keys that the issuer of this kind of key card holds; a control card is issued where its mother was.
/// Errors: `factors_missing`.
Result<std::vector<seal::Factor>> factors_above(const std::optional<books::KeyFactors>& factors, books::KeyDeviceKind kind,
                                                std::optional<books::KeyDeviceKind> paired_kind = {});

/// The purposes whose county keys the counters' vault gets: all that come from the seed.
std::vector<seal::Purpose> county_purposes();

struct FactorChoice {
  std::string utility_factor;  ///< 16 hexadecimal digits
  std::string province;        ///< 8 digits; empty: the county's own
  std::int64_t officers = 0;   ///< how many form a seed; 0: as it is
};
/// Errors: permission_denied, `factors_fixed` {version}, `bad_tree_factor` {field}, `officers_too_few` {required}, `officers_too_many` {most}.
Result<books::Decision<books::KeyFactors>> choose_factors(const books::Reader& books, const FactorChoice& choice,
                                                          const people::Context& context);

/// From the first derivation on they stand. To be put with the row of the first key that was derived.
std::optional<books::KeyFactors> fixed_by(const books::Reader& books, std::int64_t version);

}  // namespace kwota::keys
