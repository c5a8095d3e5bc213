// A version of a price plan before it is one: whether it makes sense, what it changes for five customers, whom it would stop. The same is shown
// to whoever writes it and to whoever approves it.
// Never: writes anything.   Begin with preview_of().
#pragma once
#include <string>
#include <vector>

#include "sell/plans/typical.h"
#include "sell/remote/publish.h"

namespace kwota::plans {

using people::Context;

struct ComparedCustomer {
  tariff::YearUse use;
  std::optional<Money> before;  ///< of a year; nothing: there are no prices before it
  Money after;
};

struct Preview {
  std::string version;          ///< the one that is looked at
  std::string before;           ///< the one that it takes the place of; empty: none
  std::string before_text;      ///< its JSON
  LocalDate year;               ///< the month with which the compared year begins
  UseOrigin origin = UseOrigin::typical;
  std::size_t meters = 0;
  std::vector<ComparedCustomer> customers;
  std::vector<tariff::PlanWarning> warnings;
  remote::Effect effect;
};

/// What people said of such customers where a charge asks for it: four persons, five kilowatts.
const std::map<std::string, std::string>& assumed_facts();

/// Of a plan and a version in the books or not. `counted_e3`: what the meters of its customers counted in a month. Errors as remote::plan_with().
Result<Preview> preview_of(const books::Reader& books, const books::Plan& plan, const books::PlanVersion& version, std::vector<std::int64_t> counted_e3,
                           const Context& context);

}  // namespace kwota::plans
