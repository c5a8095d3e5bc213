// Letters about what somebody is supplied with: credit that he paid for and no meter has taken in, credit that is soon used up, prices that will change.
// Guarantees: one letter for credit that waits until more of it does; of credit that is soon gone one until he has paid again; of a version of his price
// plan one for each of his accounts. A setting of 0 is none of that kind.
// Begin with letters_of_supplies(), letters_of_prices().
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "people/context.h"
#include "work/letters/decisions.h"

namespace kwota::serve {

/// Of credit that waits and credit that is soon gone.
std::vector<letters::Wanted> letters_of_supplies(const books::Reader& books, std::span<const CustomerNumber> customers, Instant now, const Zone& zone);

/// A version of a price plan that is published and will count.
struct ComingVersion {
  std::string plan, name, from;  ///< from: as the version is called
  Instant begins;
  std::string unit, price, before;  ///< of the first unit of a period, then and now; empty: nobody can say it in one figure
};
std::vector<ComingVersion> coming_versions(const books::Reader& books, Instant now, tariff::PlanCache* plans);
std::vector<letters::Wanted> letters_of_prices(const books::Reader& books, std::span<const CustomerNumber> customers, std::span<const ComingVersion> coming, Instant now);

/// What a letter of each kind would say now, though it was written already; nothing: it is not so any more.
std::optional<letters::Wanted> credit_waiting_now(const books::Reader& books, const books::Letter& letter, Instant now, const Zone& zone);
std::optional<letters::Wanted> low_credit_now(const books::Reader& books, const books::Letter& letter, Instant now, const Zone& zone);
std::optional<letters::Wanted> prices_now(const books::Reader& books, const books::Letter& letter, Instant now, tariff::PlanCache* plans);

}  // namespace kwota::serve
