// What the books know of one supply when somebody stands at the counter: account, customer, meter, price plan, what the meter
// said last and what is under way to it.
// Guarantees: one look at the books for one decision. Never: changes anything.   Begin with: supply_of().
#pragma once
#include <map>
#include <optional>
#include <string>

#include "books/reader.h"
#include "people/context.h"
#include "sell/debt/debts.h"
#include "sell/tariff/use/plan_cache.h"
#include "sell/tariff/quote.h"

namespace kwota::counter {

using people::Context;

struct Supply {
  books::Utility utility;
  books::Account account;
  books::Customer customer;
  books::ServicePoint service_point;
  books::Meter meter;
  tariff::PricePlan plan;
  std::string plan_name;
  std::optional<books::Statement> statement;      ///< the newest that the meter said for this account
  std::optional<books::Instruction> in_transit;   ///< sold to the meter and not confirmed by it
  tariff::Units units_in_transit;                 ///< what the credit on the way is expected to buy, as its receipts say
  /// Where credit is in units: what was bought in the counter period of the newest purchase, for its price is paid when it is bought.
  struct Bought {
    std::optional<LocalDate> period;
    tariff::Units units;
  } bought;
  std::string behind;                             ///< version in force that the meter lacks; `plan` then ends before it
  std::optional<Instant> plan_since;              ///< the account came to its plan then; nothing: with its opening
  std::optional<tariff::PricePlan> former_plan;   ///< before that
  struct NextPlan {
    Instant begins;
    tariff::PricePlan plan;
  };
  std::optional<NextPlan> next_plan;              ///< that was agreed upon
  std::vector<debts::Owed> debts;                 ///< what is owed by name today; none for who has no account in the books yet
  std::optional<Error> units_unreadable{};        ///< why units_in_transit cannot be told: nothing is priced upon it

  /// What the meter may hold: its last word and what is on the way to it. Negative: overdraft.
  Credit expected_balance() const;
};

/// By the plan, class and people of this moment. Errors: unknown_account, unknown_plan, bad_plan, balance_on_card,
/// units_differ.
/// `plans` as in Context.
Result<Supply> supply_of(const books::Reader& books, std::int64_t account, Instant now, tariff::PlanCache* plans = nullptr);
/// The same for an account that is not in the books yet.
Result<Supply> supply_for(const books::Reader& books, const books::Account& account, const books::Customer& customer,
                          const books::ServicePoint& point, const books::Meter& meter, tariff::PlanCache* plans = nullptr);
/// What the account owes by name on that day, by the plan's zone: supply_of() sees it by itself, a supply of supply_for() where it is asked.
Result<void> see_debts(const books::Reader& books, Supply& supply, Instant now);
/// May credit be sold to it? Errors: account_closed, account_closing, account_draft, customer_blocked {reason}.
Result<void> may_be_sold_to(const Supply& supply);

/// How much money goes back to this customer without a second person: the setting in force.
Money refund_limit(const books::Reader& books, const Supply& supply, const Context& context);

/// What the meter has not confirmed: the newest instruction, unless it was withdrawn before it left the house.
std::optional<books::Instruction> in_transit(const books::Reader& books, const books::Meter& meter);

/// The state that prices depend on: steps used in the running period by the meter's last word, standing charges already taken.
/// A meter charges by this.
Result<tariff::State> tariff_state(const Supply& supply, Instant now);

/// The same for who buys now, with what his debts take of it: what is on its way to the meter will have been used before what he buys; where credit is in units, what he
/// bought before counts, used or not.
Result<tariff::State> buying_state(const Supply& supply, Instant now);

/// The prices after those in force: the next version of the plan, or the plan that the account changes to before that.
struct ComingPrices {
  Instant begins;
  Supply then;  ///< as it will be
};
std::optional<ComingPrices> coming_prices(const Supply& supply, Instant now);

/// What was last taken of standing charges, without those that the plan before this one did not have: they count from the change on.
void forget_charges_of_before(const Supply& supply, std::map<std::string, std::string>& charged);

/// Account.charged, and back.
std::map<std::string, std::string> parse_charged(std::string_view text);
std::string charged_text(const std::map<std::string, std::string>& charged);

/// The texts of the versions that count, of a plan's versions by `from`. From the day of one that was withdrawn the prices before it go on,
/// so that meters which were told it are told these for the same minute.
std::vector<std::string> versions_that_count(const std::vector<books::PlanVersion>& versions);

/// The price plan of the books, with its published versions. Errors: unknown_plan, bad_plan.
struct PublishedPlan {
  books::Plan head;
  tariff::PricePlan plan;
};
Result<PublishedPlan> published_plan(const books::Reader& books, std::string_view id, tariff::PlanCache* plans = nullptr);

}  // namespace kwota::counter
