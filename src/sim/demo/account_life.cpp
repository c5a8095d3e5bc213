// What accounts go through beside sales: another meter, another customer, the end – one of them in debt of its own making (balances.cpp tells that).

#include "base/cause.h"
#include "base/ids_text.h"
#include "sell/life/change_scheme.h"
#include "sell/life/end_of_supply.h"
#include "sell/life/meter_swap.h"
#include "sell/life/transfer.h"
#include "sell/remote/change_account.h"
#include "sim/demo/counter_work.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

using counter::ClosingPurpose;

constexpr int first_spare_meter = 90;

/// The closing order goes home with the card, and comes back with what the meter gave up.
Result<void> ordered(History& now, Household& house, ClosingPurpose purpose) {
  const auto post = supervisor(house.station);
  brings_card(now, post, house);
  MUST(now.settle());
  const auto booked = books_at(now, post, std::string(counter::right_to_order(purpose).word()), [&house, purpose, claim = now.claim()](const books::Reader& reader, const people::Context& context) {
    counter::CloseRequest request{.claim = claim, .account = house.account, .card = house.card};
    request.purpose = purpose;
    return counter::order_closing(reader, request, context);
  });
  writes_card(now, post, house, booked);
  return now.settle();
}

/// `deed` is done with the card that came back, some days later.
void ends(History& history, Village& village, int day, const std::string& station, ClosingPurpose purpose, std::function<Result<void>(History&, Household&)> deed) {
  history.on(day, [&village, station, purpose, deed](History& now) -> Result<void> {
    MUST(now.settle());
    auto* house = village.take(station);
    if (house == nullptr || house->on_card) return {};
    MUST(ordered(now, *house, purpose));
    now.on(now.day() + 2, [house, deed](History& then) -> Result<void> {
      brings_card(then, supervisor(house->station), *house);
      MUST(then.settle());
      return deed(then, *house);
    });
    return {};
  });
}

/// `spare`: which of the meters in the store.
Result<void> swapped(History& now, Household& house, int spare) {
  const auto post = supervisor(house.station);
  life::SwapRequest request;
  request.claim = now.claim();
  request.account = house.account;
  request.old_meter = house.meter.number;
  request.meter.number = extra_meter(first_spare_meter + spare);
  TRY(old, now.ask([&](const books::Reader& reader) -> Result<std::optional<books::Meter>> { return reader.find<books::Meter>(house.meter.number); }));
  if (!old) return {};
  request.meter.model = old->model;
  request.meter.maker = "示例电表厂";
  request.reason = "到期轮换";
  request.card = house.card;
  const auto swap = [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    auto whole = request;
    whole.approval = approval;
    return life::swap_meter(reader, whole, context);
  };
  TRY(done, now.decide_by_two(post, "swap_meter", request.reason, "miller", swap));
  house.meter = {.number = request.meter.number, .price = house.meter.price, .wh_a_day = house.meter.wh_a_day, .habit = house.meter.habit, .lived_to = now.moment(),
                 .period = now.today(), .month = now.today()};
  writes_card(now, post, house, std::make_shared<counter::Outcome>(done));
  house.leaves = false;
  return now.settle();
}

Result<void> transferred(History& now, Household& house) {
  const auto post = supervisor(house.station);
  life::TransferRequest request;
  request.claim = now.claim();
  request.account = house.account;
  request.hand_over = true;
  request.reason = "房屋转让";
  request.customer.name = "罗晓东";
  request.customer.phone = "13800110022";
  request.customer.address = "随户过户";
  request.card = card_serial(house.account, 9);
  const auto hand = [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    auto whole = request;
    whole.approval = approval;
    return life::transfer(reader, whole, context);
  };
  TRY(done, now.decide_by_two(post, "transfer_account", request.reason, "miller", hand));
  house.account = done.sale.account;
  house.card = *request.card;
  writes_card(now, post, house, std::make_shared<counter::Outcome>(done));
  house.leaves = false;
  return now.settle();
}

Result<void> ended(History& now, Household& house) {
  const auto post = supervisor(house.station);
  life::EndRequest request;
  request.claim = now.claim();
  request.account = house.account;
  request.reason = "搬迁销户";
  request.word.card = house.card;
  const auto end = [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    auto whole = request;
    whole.approval = approval;
    return life::end_supply(reader, whole, context);
  };
  MUST(now.decide_by_two(post, "close_account", request.reason, "miller", end));
  return {};
}

/// Somebody of the street on lines wants a card in his hand: his account goes on by the card, and what the meter holds stays in it.
Result<void> goes_on_by_card(History& now, Village& village) {
  MUST(now.settle());
  for (const auto& house : village.on_lines) {
    if (house.account == 0) continue;
    life::SchemeRequest request{.claim = now.claim(), .account = house.account, .scheme = "fee_control_card", .reason = "用户要求使用购电卡"};
    const auto moved = now.decide(supervisor("E01"), "change_scheme", [&](const books::Reader& reader, const people::Context& context) { return life::change_scheme(reader, request, context); });
    if (moved.ok()) break;
  }
  return {};
}

/// More people live there, or other prices count from some day on: what is asked for stands in `request`.
void changes(History& history, Village& village, int day, const std::string& station, std::function<void(const History&, remote::ChangeRequest&)> ask) {
  history.on(day, [&village, station, ask](History& now) -> Result<void> {
    MUST(now.settle());
    auto* house = village.take(station);
    if (house == nullptr) return {};
    house->leaves = false;
    remote::ChangeRequest request;
    request.account = house->account;
    ask(now, request);
    const auto changed = now.decide_by_two(supervisor(station), "change_account", request.reason, "miller", [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
      request.approval = approval;
      return remote::change_account(reader, request, context);
    });
    const bool has_it = !changed.ok() && (cause_of(changed.error()) == Cause::nothing_changes || cause_of(changed.error()) == Cause::change_agreed_already);
    return changed.ok() || has_it ? Result<void>{} : changed.error();
  });
}

}  // namespace

Result<void> change_accounts(History& history, Village& village) {
  changes(history, village, 90, "E03", [](const History&, remote::ChangeRequest& request) { request.household_persons = 7, request.reason = "添丁进口"; });
  for (const int day : {100, 110, 120})
    changes(history, village, day, day == 110 ? "E02" : "E01", [](const History&, remote::ChangeRequest& request) { request.plan = "demo-monthly", request.reason = "改为按月阶梯"; });
  changes(history, village, history.last() - 10, "E02", [](const History& now, remote::ChangeRequest& request) { request.plan = "demo-monthly", request.from = now.text(now.last() + 8), request.reason = "用户申请改类"; });
  history.on(history.last() - 60, [&village](History& now) { return goes_on_by_card(now, village); });
  const auto swapped_for = [](int spare) { return [spare](History& now, Household& house) { return swapped(now, house, spare); }; };
  ends(history, village, 130, "E01", ClosingPurpose::swap, swapped_for(0));
  ends(history, village, history.last() - 25, "E02", ClosingPurpose::swap, swapped_for(1));
  ends(history, village, 205, "E02", ClosingPurpose::transfer, transferred);
  ends(history, village, history.last() - 40, "E03", ClosingPurpose::closing, ended);
  ends(history, village, 150, "E01", ClosingPurpose::closing, ended);
  return {};
}

}  // namespace kwota::demo
