// What today's people find on their desks: a sale that lies in nobody knows which pocket, one in doubt, a request that waits for the second person,
// a customer with whom nothing is done for the moment.
#include "base/cause.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/supplement.h"
#include "sell/customer/change.h"
#include "sell/life/customer/application.h"
#include "sim/demo/counter_work.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

Result<Household*> somebody(History& now, Village& village, const std::string& station) {
  MUST(now.settle());
  return village.take(station);
}

Result<void> in_doubt(History& now, Household& house) {
  const auto post = cashier(house.station);
  brings_card(now, post, house);
  loses_card(now, post, house, sells(now, post, house, 70));
  return now.settle();
}

/// It is paid, and its card is at home: it is written where it is put down next.
Result<void> not_written_yet(History& now, Household& house) {
  const auto post = cashier(house.station);
  brings_card(now, post, house);
  sells(now, post, house, 100);
  return now.settle();
}

/// A supplement that a supervisor wants and nobody has agreed to.
Result<void> waits_for_approval(History& now, Household& house) {
  const auto post = supervisor(house.station);
  brings_card(now, post, house);
  MUST(now.settle());
  const counter::SupplementRequest request{.claim = now.claim(), .account = house.account, .amount = "45.00", .reason_code = "meter_fault", .reason = "表计停走三天", .card = house.card, .merge_with_pending = true};
  const auto needed = now.decide(post, "supplement", [&](const books::Reader& reader, const people::Context& context) { return counter::supplement(reader, request, context); });
  if (needed.ok() || cause_of(needed.error()) != Cause::approval_needed) return needed.ok() ? Result<void>{} : needed.error();
  MUST(now.request(post, needed.error(), request.reason));
  return {};
}

/// He builds a workshop behind his house and wants a supply for it: entered at the counter, and nobody has decided yet.
Result<void> wants_another_supply(History& now, Household& house) {
  TRY(account, now.ask([&](const books::Reader& reader) -> Result<books::Account> { return reader.find<books::Account>(house.account).value(); }));
  const life::ApplyRequest request{.customer = account.customer, .service_point = account.service_point, .plan = account.plan, .usage_class = "trade", .household_persons = 0, .remark = "屋后新建作坊"};
  MUST(now.decide(cashier(house.station), "open_account", [&](const books::Reader& reader, const people::Context& context) { return life::apply(reader, request, context); }));
  return {};
}

Result<void> blocked(History& now, Household& house) {
  MUST(now.decide(supervisor(house.station), "block", [&](const books::Reader& reader, const people::Context& context) {
    return counter::block_card(reader, {.card = house.card, .block = true, .reason = "持卡人报失"}, context);
  }));
  return {};
}

}  // namespace

Result<void> leave_matters_open(History& history, Village& village) {
  const auto leave = [&](int days_ago, const char* station, Result<void> (*deed)(History&, Household&)) {
    history.on(history.last() - days_ago, [&village, station = std::string(station), deed](History& now) -> Result<void> {
      TRY(house, somebody(now, village, station));
      return house == nullptr ? Result<void>{} : deed(now, *house);
    });
  };
  leave(0, "E01", in_doubt);
  leave(0, "E02", in_doubt);
  leave(0, "E01", not_written_yet);
  leave(0, "E01", waits_for_approval);
  leave(1, "E01", wants_another_supply);
  leave(3, "E02", blocked);
  return {};
}

}  // namespace kwota::demo
