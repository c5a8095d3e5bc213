// What goes wrong at counters and is put right: a card pulled away, the wrong amount, a meter that ate a sale – and money that goes back.
#include "books/lookup.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/supplement.h"
#include "sim/demo/counter_work.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr auto miller = "miller";

/// Sold, and nothing of it could be written: at the counter the money went back at once.
Result<void> reversed(History& now, Household& house) {
  const auto post = cashier(house.station);
  brings_card(now, post, house);
  fails_to_write(now, post, house, sells(now, post, house, 60));
  return now.settle();
}

/// The wrong amount was typed and written: the same number goes home without it, and the money goes back when the meter has said so.
Result<void> taken_back(History& now, Household& house) {
  const auto post = cashier(house.station);
  brings_card(now, post, house);
  const auto sold = sells(now, post, house, 90);
  writes_card(now, post, house, sold);
  MUST(now.settle());
  const auto back = [&, claim = now.claim()](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    return counter::take_back(reader, {.claim = claim, .sale = sold->sale.number, .reason = "金额输错", .card = house.card, .approval = approval}, context);
  };
  TRY(voided, now.decide_by_two(post, "take_back_own", "金额输错", supervisor(house.station).who, back));
  writes_card(now, post, house, std::make_shared<counter::Outcome>(voided));
  const auto days_later = now.day() + 3;
  now.on(days_later, [&house](History& then) -> Result<void> {
    const auto at = cashier(house.station);
    brings_card(then, at, house);
    MUST(then.settle());
    TRY(due, then.ask([&](const books::Reader& reader) -> Result<Money> { return counter::payable_now(reader, house.account); }));
    if (due <= Money{}) return {};
    const auto pay = [&, claim = then.claim()](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
      return counter::pay_out(reader, {.claim = claim, .account = house.account, .amount = due, .approval = approval}, context);
    };
    MUST(then.decide_by_two(at, "pay_out", "退款", supervisor(house.station).who, pay));
    writes_card(then, at, house, sells(then, at, house, 50));
    return then.settle();
  });
  return now.settle();
}

/// Credit for what a broken meter had lost: always by two.
Result<void> supplemented(History& now, Household& house, const std::string& amount, const std::string& code, const std::string& why) {
  const auto post = supervisor(house.station);
  brings_card(now, post, house);
  MUST(now.settle());
  counter::SupplementRequest request{.claim = now.claim(), .account = house.account, .amount = amount, .reason_code = code, .reason = why, .card = house.card, .merge_with_pending = true};
  const auto give = [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    auto whole = request;
    whole.approval = approval;
    return counter::supplement(reader, whole, context);
  };
  TRY(given, now.decide_by_two(post, "supplement", why, miller, give));
  writes_card(now, post, house, std::make_shared<counter::Outcome>(given));
  return now.settle();
}

/// The card is lost, another one takes its place, for a fee.
Result<void> replaced(History& now, Household& house) {
  const auto post = cashier(house.station);
  brings_card(now, post, house);
  MUST(now.settle());
  house.card = card_serial(house.account, 2);
  const auto booked = books_at(now, post, "replace_card", [&house, claim = now.claim()](const books::Reader& reader, const people::Context& context) {
    return counter::replace_card(reader, {.claim = claim, .account = house.account, .reason = "lost", .card = house.card}, context);
  });
  writes_card(now, post, house, booked);
  return now.settle();
}

template <class Deed>
void with_a_house(History& history, Village& village, int day, const std::string& station, Deed deed) {
  history.on(day, [&village, station, deed](History& now) -> Result<void> {
    MUST(now.settle());
    auto* house = village.take(station);
    if (house == nullptr) return {};
    MUST(deed(now, *house));
    house->leaves = false;  // it goes on buying
    return {};
  });
}

}  // namespace

Result<void> correct_mistakes(History& history, Village& village) {
  int day = 40;
  for (const auto* station : {"E01", "E02", "E03", "E01", "E02", "E03"}) with_a_house(history, village, day += 47, station, reversed);
  for (const auto* station : {"E01", "E03", "E02"}) with_a_house(history, village, day -= 61, station, taken_back);
  const auto given = [](const char* amount, const char* code, const char* why) {
    return [=](History& now, Household& house) { return supplemented(now, house, amount, code, why); };
  };
  with_a_house(history, village, 96, "E01", given("18.50", "meter_fault", "换表期间漏计"));
  with_a_house(history, village, 181, "E02", given("30.00", "goodwill", "停电补偿"));
  with_a_house(history, village, 262, "E03", given("12.00", "correction", "抄错表底"));
  with_a_house(history, village, history.last() - 6, "E01", given("25.00", "meter_fault", "表计烧毁"));
  with_a_house(history, village, 120, "E02", replaced);
  with_a_house(history, village, history.last() - 12, "E01", replaced);
  with_a_house(history, village, history.last() - 4, "E01", reversed);
  return {};
}

}  // namespace kwota::demo
