#include "sell/tariff/quote.h"

#include <fmt/format.h>

#include <numeric>

#include "base/decimal.h"
#include "sell/tariff/answer.h"
#include "sell/tariff/basket.h"
#include "sell/tariff/charges_due.h"
#include "sell/tariff/debts.h"
#include "sell/tariff/next_price.h"
#include "sell/tariff/plan/refusal.h"
#include "sell/tariff/plan/smallest_amount.h"
#include "sell/tariff/plan_check.h"
#include "sell/tariff/search.h"

namespace kwota::tariff {
namespace {

/// A payment taken apart: what the debts take, what is left for energy and charges.
struct Payment {
  std::int64_t tendered = 0;
  std::vector<std::int64_t> debts;
  std::int64_t rest = 0;
};

Result<Payment> take_apart(const Terms& terms, const State& state, std::int64_t tendered) {
  TRY(debts, debt_shares(terms, state, tendered));
  Payment payment{tendered, std::move(debts), tendered};
  for (const std::int64_t share : payment.debts) payment.rest -= share;
  return payment;
}

/// One quote in the making: a plan brought down to a supply and a moment.
class Quoting {
 public:
  Quoting(Terms terms, std::int64_t grain_e3, const State& state, const LocalDate& today)
      : terms_(std::move(terms)), plan_grain_e3_(grain_e3), state_(state), today_(today) {}

  Result<Quote> pay(std::int64_t tendered) {
    TRY(payment, take_apart(terms_, state_, tendered));
    const auto grains = Search(terms_, payment.rest, payment.rest).grains();
    const bool useless = !useful(grains);
    if (useless && !terms_.version->allow_zero_units) {
      TRY(need, least_payment([&](std::int64_t rest) { return useful(Search(terms_, rest, rest).grains()); }));
      return short_of(*terms_.plan, need);
    }
    if (!grains) return debts_only(payment);
    const std::int64_t units = *grains * terms_.grain_e3;
    MUST(check_limit(units));
    const Document document = write_document(terms_, sale_basket(terms_, units), {.gross_base = payment.rest});
    if (document.overflow) return overflow();
    Quote quote = answer(payment, document, units);
    quote.residue = Money::minor(payment.rest - document.total);
    return quote;
  }

  Result<Quote> buy(std::int64_t units) {
    MUST(check_limit(units));
    if (units > terms_.units_max_e3() - terms_.counter_e3) return overflow();
    const Document document = write_covering_document(terms_, sale_basket(terms_, units), {});
    if (document.overflow) return overflow();
    TRY(payment, payment_for(document.total));
    return answer(payment, document, units);
  }

  Result<Quote> load(std::int64_t tendered) {
    TRY(payment, take_apart(terms_, state_, tendered));
    const auto credit_of = [&](std::int64_t rest) -> std::optional<std::int64_t> {
      const Document document = write_document(terms_, {}, {.gross_base = rest, .energy = false});
      if (document.overflow) return std::nullopt;
      return rest - document.total;
    };
    const auto credit = credit_of(payment.rest);
    if (!credit) return overflow();
    if (*credit <= 0 && !terms_.version->allow_zero_units) {
      TRY(need, least_payment([&](std::int64_t rest) { return credit_of(rest).value_or(0) > 0; }));
      return short_of(*terms_.plan, need);
    }
    if (*credit < 0) {
      Quote quote = head();
      add_debts(quote, payment);
      quote.total = Money::minor(payment.tendered - payment.rest);
      quote.credit = Money{};
      quote.residue = Money::minor(payment.rest);
      return quote;
    }
    Quote quote = head();
    add_debts(quote, payment);
    add_lines(quote, terms_, write_document(terms_, {}, {.gross_base = payment.rest, .energy = false}));
    mark_taken(quote.charged_after, terms_, today_);
    quote.total = Money::minor(payment.tendered);
    quote.credit = Money::minor(*credit);
    return quote;
  }

 private:
  /// Units are bought, or the charges are covered and the free units of the period come with it.
  bool useful(const std::optional<std::int64_t>& grains) const { return grains && (*grains > 0 || terms_.free_e3 > 0); }

  Result<void> check_limit(std::int64_t units) const {
    const auto& limit = terms_.version->limits.max_units_e3;
    if (limit && units > *limit) return over_limit(*terms_.plan, *limit);
    return {};
  }

  /// The least payment whose rest after debts is enough.
  template <class Enough>
  Result<std::int64_t> least_payment(Enough enough) const {
    const auto need = smallest_amount([&](std::int64_t tendered) {
      const auto payment = take_apart(terms_, state_, tendered);
      return payment.ok() && enough(payment->rest);
    });
    if (!need) return overflow();
    return *need;
  }

  /// The smallest payment that covers debts and a document whose total was not tendered.
  Result<Payment> payment_for(std::int64_t total) const {
    if (state_.debts.empty() || total <= 0) return Payment{total, {}, total};
    TRY(need, least_payment([&](std::int64_t rest) { return rest >= total; }));
    return take_apart(terms_, state_, need);
  }

  Quote head() const {
    Quote quote;
    quote.version = terms_.version->from;
    quote.season = terms_.season;
    if (terms_.period) quote.period = terms_.period->label;
    quote.charged_after = state_.charged;
    return quote;
  }

  void add_debts(Quote& quote, const Payment& payment) const {
    for (std::size_t i = 0; i < payment.debts.size(); ++i) {
      if (payment.debts[i] == 0) continue;
      Line line;
      line.id = state_.debts[i].id;
      line.amount = Money::minor(payment.debts[i]);
      line.left = state_.debts[i].balance - line.amount;
      quote.lines.push_back(std::move(line));
    }
  }

  Quote answer(const Payment& payment, const Document& document, std::int64_t units) const {
    Quote quote = head();
    quote.units = Units{units};
    quote.sold_units = true;
    quote.free_units = Units{terms_.free_e3};
    add_debts(quote, payment);
    if (terms_.free_e3 > 0) {
      Line line;
      line.id = line_id::free;
      line.units = quote.free_units;
      quote.lines.push_back(std::move(line));
    }
    const bool nothing = units == 0 && document.lines.size() == 1 && document.lines.front().by_units;
    if (quote.lines.empty() || !nothing) add_lines(quote, terms_, document);
    quote.total = Money::minor(payment.tendered - payment.rest + document.total);
    if (terms_.period || !terms_.energy->sets.empty()) quote.counter_after = Units{terms_.counter_e3 + units};
    if (!state_.multiplier.empty()) quote.meter_units = Units{units / plan_grain_e3_ * terms_.plan->quantum_e3};
    mark_taken(quote.charged_after, terms_, today_);
    quote.next = next_price(terms_, terms_.counter_e3 + units);
    return quote;
  }

  /// With `zero_units: allow`: the payment does not cover the charges, so only debts are paid and no charge is taken.
  Quote debts_only(const Payment& payment) const {
    Quote quote = head();
    quote.sold_units = true;
    add_debts(quote, payment);
    quote.total = Money::minor(payment.tendered - payment.rest);
    quote.residue = Money::minor(payment.rest);
    const std::int64_t counter = terms_.counter_e3 - (terms_.version->free && terms_.version->free->counts ? terms_.free_e3 : 0);
    if (terms_.period || !terms_.energy->sets.empty()) quote.counter_after = Units{counter};
    if (!state_.multiplier.empty()) quote.meter_units = Units{};
    quote.next = next_price(terms_, counter);
    return quote;
  }

  Terms terms_;  ///< its grain may be coarser than the plan's
  std::int64_t plan_grain_e3_;
  const State& state_;
  LocalDate today_;
};

/// A thousand of the unit, where the common multiple of two is still far from the largest number.
constexpr std::int64_t step_e3_max = 1'000'000;

Result<void> check_money(const PlanData& plan, const Version& version, Money tendered) {
  if (tendered.minor() <= 0) return bad_amount(format_money(tendered, plan.minor));
  if (tendered.minor() > money_minor_max) return overflow();
  if (version.limits.min_pay && tendered < *version.limits.min_pay) return below_minimum(plan, *version.limits.min_pay);
  if (version.limits.max_pay && tendered > *version.limits.max_pay) return above_maximum(plan, *version.limits.max_pay);
  return {};
}

Result<void> check_units(const Terms& terms, Units units) {
  if (units.e3 <= 0) return bad_amount(format_shortest(units.e3, units_scale));
  if (units.e3 > terms.units_max_e3()) return overflow();
  if (units.e3 % terms.grain_e3 != 0) return not_multiple(terms.grain_e3);
  return {};
}

}  // namespace

Result<std::optional<LocalDate>> period_of(const PricePlan& plan, Instant at) {
  const Version* version = plan.data().version_at(at);
  if (version == nullptr) return no_version(plan.data());
  const auto period = counter_period(*version, plan.data().zone.local(at));
  return period ? std::optional(period->label) : std::nullopt;
}

Result<Quote> quote(const PricePlan& price_plan, Instant at, const State& state, const Ask& ask) {
  const PlanData& plan = price_plan.data();
  const Version* version = plan.version_at(at);
  if (version == nullptr) return no_version(plan);
  const Money* money = nullptr;
  if (const auto* pay = std::get_if<Pay>(&ask)) money = &pay->tendered;
  if (const auto* load = std::get_if<Load>(&ask)) money = &load->tendered;
  if (money != nullptr) MUST(check_money(plan, *version, *money));
  TRY(terms, make_terms(plan, *version, at, state));
  const bool by_periods = has_periods(*terms.energy);
  if (by_periods && !std::holds_alternative<Load>(ask)) return time_of_use_needs_usage(plan);
  if (const auto* buy = std::get_if<Buy>(&ask)) MUST(check_units(terms, buy->units));

  const auto plan_grain = terms.grain_e3;
  if (const auto* pay = std::get_if<Pay>(&ask)) {
    if (pay->step_e3 < 1 || pay->step_e3 > step_e3_max || plan_grain > step_e3_max) return overflow();
    terms.grain_e3 = std::lcm(plan_grain, pay->step_e3);
  }
  Quoting quoting(std::move(terms), plan_grain, state, plan.zone.local(at).date);
  if (const auto* pay = std::get_if<Pay>(&ask)) return quoting.pay(pay->tendered.minor());
  if (const auto* load = std::get_if<Load>(&ask)) return quoting.load(load->tendered.minor());
  return quoting.buy(std::get<Buy>(ask).units.e3);
}

}  // namespace kwota::tariff
