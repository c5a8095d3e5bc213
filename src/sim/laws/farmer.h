// A farmer among the customers of the laws' town: his card is loaded, pulled, lost and replaced, he waters, and a well's record proves it.
#pragma once
#include "base/cause.h"
#include "base/decimal.h"
#include "collect/laws/purses.h"
#include "people/approval.h"
#include "sell/purse/recovery/grey.h"
#include "sell/purse/recovery/take_over.h"
#include "sell/purse/test_farm.h"

namespace kwota::laws {

class Farmer {
 public:
  static constexpr std::int64_t account = 300001;

  explicit Farmer(counter::World& world) : world_(world) {
    world.books.put(settings::always_counting(9, settings::SettingName::lost_card_hours, 0));
    world.books.put(books::Customer{.number = CustomerNumber::from(78), .name = "Zhao Liu", .created = world.clock.now()});
    world.books.put(books::Account{.number = account, .station = "E", .customer = CustomerNumber::from(78), .scheme = "by_purse"});
    world.books.put(books::Purse{.account = account, .area_1 = "11010001", .since = world.clock.now()});
    card_.serial = counter::serial(next_card_);
  }

  /// `pulled`: the card goes before it is written (1), or before it answers (2) and comes back.
  void load(const std::string& pay, const counter::Paying& paying, int pulled) {
    const auto quote = purse::quote_load(world_.books, {account, pay, card_.seen()}, world_.as("wang"));
    if (!quote.ok()) return;
    const auto booked = world_.apply(purse::load(world_.books, {.claim = world_.claim(), .quote = quote->id, .seen = card_.seen(), .paying = paying, .confirmed = counter::codes_of(quote->confirm)},
                                                 world_.as("wang")));
    if (booked.ok()) carry(*booked->order, pulled);
  }
  /// So much at most, and the record of it comes home at once, or never.
  void water(Money wanted, bool record_comes) {
    const Money spent = std::min(wanted, card_.balance);
    card_.balance -= spent;
    if (!record_comes || spent.is_zero()) return;
    world_.books.append(*ledger::watered({fmt::format("well/{}", ++records_), "station/E", world_.clock.now(), "2026-11-20", ledger::Operation::watered, account}, spent));
  }
  /// The second person's word for what was refused for want of it; 0: something else stands in the way.
  template <class Refused>
  std::int64_t agreed(const Refused& refused) {
    if (refused.ok() || cause_of(refused.error()) != Cause::approval_needed) return 0;
    const auto& details = refused.error().details;
    const auto asked = world_.apply(people::ask_approval(world_.books, people::request_of(details, "why"), world_.as("zhao", "T-02")));
    if (!asked.ok()) return 0;
    static_cast<void>(world_.apply(people::decide_approval(world_.books, {asked->number, true, ""}, world_.as("sun", "T-02"))));
    return asked->number;
  }
  /// His card is grey, and its record never comes.
  void be_freed(Money used, int pulled) {
    card_.grey = true;
    used = std::min(used, card_.balance);
    purse::ReleaseRequest request{.claim = world_.claim(), .account = account, .amount = format_money(used, 2), .reason = "pump gone", .seen = card_.seen(),
                                  .lock = {"330120000017", ++locks_}, .locked = {}, .approval = 0};
    request.approval = agreed(purse::release(world_.books, request, world_.as("zhao", "T-02")));
    const auto booked = world_.apply(purse::release(world_.books, request, world_.as("zhao", "T-02")));
    card_.grey = false;
    if (booked.ok()) carry(*booked->order, pulled);
  }
  /// His card was loaded, and used, in hours that the books lost.
  void be_taken_over(Money loaded, Money used) {
    const auto before = card_;
    card_.counter = card_.counter.next();
    card_.balance += loaded - std::min(used, card_.balance + loaded);
    purse::TakeOverRequest request{.claim = world_.claim(), .account = account, .reason = "books restored", .seen = card_.seen(), .proven = {.counter = card_.counter, .offline = {}, .log = {{card_.counter, true, loaded, {}, {}}}, .proof = {}}, .approval = 0};
    request.approval = agreed(purse::take_over(world_.books, request, world_.as("zhao", "T-02")));
    const auto taken = world_.apply(purse::take_over(world_.books, request, world_.as("zhao", "T-02")));
    if (!taken.ok()) card_ = before;  // something stands in the way: it is another day's
  }
  void lose_and_replace() {
    if (!world_.apply(purse::block_purse(world_.books, {account, "lost"}, world_.as("zhao", "T-02"))).ok()) return;
    card_ = purse::FarmerCard{.serial = counter::serial(++next_card_), .counter = {}, .balance = {}};
    const auto replaced = world_.apply(purse::replace_card(world_.books, {world_.claim(), account, card_.serial, {}}, world_.as("wang")));
    if (replaced.ok()) card_.obey(*replaced->order);
    if (replaced.ok()) static_cast<void>(world_.apply(purse::issued(world_.books, event(*replaced->order, true), true, world_.as("wang"))));
    purse::PayOverRequest request{world_.claim(), account, card_.seen(), 0};
    request.approval = agreed(purse::pay_over(world_.books, request, world_.as("zhao", "T-02")));
    const auto over = world_.apply(purse::pay_over(world_.books, request, world_.as("zhao", "T-02")));
    if (over.ok()) carry(*over->order, 0);
  }

  std::optional<Broken> check() const {
    PurseLaws laws;
    std::vector<books::PurseMove> moves;
    for (std::int64_t purse = 1; world_.books.find<books::Purse>(account, purse); ++purse)
      for (auto& move : world_.books.select<books::PurseMove>(account, purse)) moves.push_back(std::move(move));
    for (const auto& move : moves) {
      const auto sale = world_.books.find<books::Sale>(move.sale);
      laws.take(move, sale ? &*sale : nullptr);
    }
    return laws.broken();
  }

 private:
  purse::CardEvent event(const purse::CardOrder& order, bool at_sale) const { return {"test", order.sale, order.card, order.n, "", at_sale}; }
  void carry(const purse::CardOrder& order, int pulled) {
    if (!world_.apply(purse::sealing(world_.books, event(order, true), world_.as("wang"))).ok()) return;
    if (pulled != 1) card_.obey(order);
    if (pulled == 2) static_cast<void>(world_.apply(purse::in_doubt(world_.books, event(order, true), world_.as("wang"))));
    const auto settled = world_.apply(purse::settle(world_.books, event(order, pulled != 2), card_.shows(), world_.as("wang")));
    if (settled.ok() && settled->order) carry(*settled->order, 0);
  }

  counter::World& world_;
  purse::FarmerCard card_;
  std::uint8_t next_card_ = 100;
  int records_ = 0;
  std::int64_t locks_ = 0;
};

}  // namespace kwota::laws
