// Balances at the server: a students' building with a room a meter, and shops that pay by the hours of the day. Each night is charged when it has been
// read. One shop went away in debt; one room owes by name, with interest.
#include <fmt/format.h>

#include <algorithm>

#include "books/lookup.h"
#include "people/permissions.h"
#include "sell/counter/account/debt.h"
#include "sell/customer/change.h"
#include "sell/debt/interest.h"
#include "sell/debt/keep.h"
#include "sell/remote/link.h"
#include "sell/remote/queue.h"
#include "sell/remote_account/keep.h"
#include "sell/remote_account/payment.h"
#include "sell/rooms/occupants.h"
#include "sim/demo/counter_work.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr int first_balance = 30, rooms_there = 8, shops_there = 4, crowded_room = 2;
constexpr const char* students[] = {"张一鸣", "王子涵", "李思远", "赵雨桐", "刘浩然", "陈可欣", "杨博文", "黄梓萱", "周俊杰", "吴诗琪", "徐泽宇", "孙若曦", "马天佑", "朱雅婷", "胡嘉豪", "郭静怡",
                                    "林宇航", "何欣妍", "高子轩", "罗梦洁", "梁家辉", "宋雨菲", "唐明轩", "许佳宁", "韩旭东", "冯晓彤", "邓志鹏", "曹雪晴", "彭建宇", "曾丽娜", "萧逸凡", "田甜"};
constexpr const char* shops[] = {"城东便利店", "柳树庄理发店", "河沿饭馆", "新区药房"};

int balances_begin(const History& history) { return history.last() - 118; }
/// The last shop: it pays once and never again.
bool owes(const Household& house) { return house.meter.number == extra_meter(first_balance + rooms_there + shops_there - 1); }

/// Nothing stands between it and the light but the office.
HouseMeter meter_at_server(History& now, int index, std::int64_t wh_a_day) {
  constexpr std::int64_t plenty = 1'000'000'000'000'000;
  HouseMeter meter;
  meter.number = extra_meter(index);
  meter.price = 1;
  meter.balance_e5 = plenty;
  meter.habit = static_cast<std::uint64_t>(9'000 + index);
  meter.wh_a_day = wh_a_day;
  meter.lived_to = now.at(now.day(), 8);
  meter.period = meter.month = now.today();
  return meter;
}

Result<void> pays_at_the_office(History& now, std::int64_t account, std::int64_t whole, const counter::Paying& paying) {
  remote_account::PayRequest request{.claim = now.claim(), .account = account, .amount = fmt::format("{}.00", whole), .paying = paying, .confirmed = {"large_sale", "median", "second_sale"}};
  now.let(cashier("E01"), "sell", [request](const books::Reader& reader, const people::Context& context) { return remote_account::pay(reader, request, context); });
  return now.settle();
}

Result<void> begins(History& now, Village& village, const NewSupply& supply, int index, std::int64_t wh_a_day, bool four_rates) {
  auto& house = village.on_lines.emplace_back();
  house.meter = meter_at_server(now, index, wh_a_day);
  TRY(account, writes_down(now, supply));
  house.account = account;
  MUST(hangs_on_line(now, supply.meter, fmt::format("concentrator:1309-00072/{}", index)));
  remote_account::BeginRequest request{.account = account};
  request.terms.alarm = Money::minor(20'00);
  request.terms.overdraft = Money::minor(10'00);
  request.opening.total = "0";
  if (four_rates) request.opening.rates = {"0", "0", "0", "0"};
  MUST(now.decide_by_two(at_desk("zhao"), "balances_write", "发薪日缴费", "miller", [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    auto agreed = request;
    agreed.approval = approval;
    return remote_account::begin(reader, agreed, context);
  }));
  village.nightly.push_back({.meter = &house.meter, .four_rates = four_rates});
  return pays_at_the_office(now, account, 100, {});
}

// ---- the students' building

Result<void> opens_the_building(History& now) {
  MUST(now.decide(at_desk("zhao"), "customers_write", [](const books::Reader& reader, const people::Context&) {
    return customer::put_place(reader, {.code = "D01", .kind = books::PlaceKind::village, .name = "学生公寓1号楼", .station = "E01", .parent = {}});
  }));
  return {};
}

Result<void> moves_in(History& now, const std::string& room, const std::string& name, const std::string& day) {
  MUST(now.decide(at_desk("zhao"), "occupants_write", [&](const books::Reader& reader, const people::Context& context) {
    return rooms::move_in(reader, {.service_point = room, .name = name, .moved_in = day}, context);
  }));
  return {};
}

/// The meter and the account count who lives there.
Result<void> knows_its_people(History& now, Household& room) {
  MUST(now.decide(at_desk("zhao"), "occupants_write", [&](const books::Reader& reader, const people::Context& context) {
    return rooms::follow(reader, std::span(&room.meter.number, 1), context.now, context.devices, context.who.name);
  }));
  hears(now, room);
  return now.settle();
}

std::string room_code(int room) { return fmt::format("D01-{}", 101 + room % 4 + 100 * (room / 4)); }

Result<void> fifth_moves_in(History& now, Household& room) {
  MUST(moves_in(now, room_code(crowded_room), "艾力", now.text(now.day())));
  return knows_its_people(now, room);
}

Result<void> opens_room(History& now, Village& village, int room) {
  const NewSupply supply{.name = fmt::format("学生公寓{}室", room_code(room).substr(4)), .phone = {}, .address = "学生公寓1号楼" + room_code(room).substr(4) + "室", .point = room_code(room), .place = "D01", .area = {},
                         .meter = extra_meter(first_balance + room), .model = model_where([](const models::Model& one) { return one.account == models::AccountAt::office; }), .plan = "cn-beijing", .persons = 4};
  MUST(begins(now, village, supply, first_balance + room, 3'000 + 300 * room, false));
  for (int bed = 0; bed < 4; ++bed) MUST(moves_in(now, supply.point, students[static_cast<std::size_t>(room * 4 + bed)], now.text(now.day())));
  MUST(knows_its_people(now, village.on_lines.back()));
  if (room == crowded_room) now.on(now.last() - 60, [&house = village.on_lines.back()](History& then) { return fifth_moves_in(then, house); });
  return {};
}

// ---- shops

Result<void> opens_shop(History& now, Village& village, int shop) {
  const int index = first_balance + rooms_there + shop;
  const NewSupply supply{.name = shops[shop], .phone = fmt::format("136{:08}", 20'481'632 + shop * 104'729), .address = fmt::format("柳树庄商业街{}号", shop + 1), .point = fmt::format("S2{:04}", shop + 1), .place = "V02",
                         .area = {}, .meter = extra_meter(index), .model = model_where([](const models::Model& one) { return one.account == models::AccountAt::office; }), .plan = shop == 3 ? "cn-beijing" : "day-night", .usage_class = "trade"};
  return begins(now, village, supply, index, 11'000 + 2'000 * shop, shop != 3);
}

/// The last shop moved away owing: what it owes stands as a claim, and the account is closed.
Result<void> goes_away_in_debt(History& now, Village& village) {
  const auto shop = std::ranges::find_if(village.on_lines, owes);
  if (shop == village.on_lines.end()) return {};
  auto& house = *shop;
  const auto account = house.account;
  MUST(now.decide(at_desk("zhao"), "balances_write", [&](const books::Reader& reader, const people::Context& context) { return remote_account::end(reader, {.account = account}, context); }));
  const auto claim = [&, key = now.claim()](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    return counter::claim_debt(reader, {.claim = key, .account = account, .reason = "店铺关张，欠费转应收", .approval = approval}, context);
  };
  MUST(now.decide_by_two(supervisor("E01"), "claim_debt", "店铺关张", "miller", claim));
  MUST(now.decide(supervisor("E01"), "balances_write", [&](const books::Reader& reader, const people::Context& context) {
    return remote_account::end(reader, {.account = account, .closing = {}, .close = true}, context);
  }));
  MUST(now.decide(at_desk("tech"), "links_write", [&](const books::Reader& reader, const people::Context& context) { return remote::disconnect(reader, house.meter.number, context); }));
  std::erase_if(village.nightly, [&](const ReadNightly& one) { return one.meter == &house.meter; });
  house.account = 0;
  return {};
}

// ---- what is owed by name

/// The first room of the building.
std::int64_t who_owes(const Village& village) {
  const auto room = std::ranges::find_if(village.on_lines, [](const Household& house) { return house.meter.number == extra_meter(first_balance); });
  return room == village.on_lines.end() ? 0 : room->account;
}

/// A room's furniture was paid for in advance by the utility's fund: owed by name, with interest that is halved later.
Result<void> owes_with_interest(History& now, Village& village) {
  const auto account = who_owes(village);
  const auto raise = [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    debts::RaiseRequest request{.account = account, .kind = "arrears", .origin = {}, .document = "协议 2026-17", .amount = "1200.00", .since = {}, .interest = "6", .recovery = {}, .remark = {}, .approval = approval};
    request.recovery.rule = "at_counter";
    return debts::raise(reader, request, context);
  };
  MUST(now.decide(supervisor("E01"), "codes_write", [](const books::Reader& reader, const people::Context&) {
    const auto known = reader.find<books::Code>(books::CodeKind::debt_kind, std::string("arrears"));
    return customer::put_code(reader, known ? *known : books::Code{books::CodeKind::debt_kind, "arrears", "欠费", "arrears", "задолженность", "", true});
  }));
  MUST(now.decide_by_two(supervisor("E01"), "debts_write", "协议欠费", "miller", raise));
  return {};
}

Result<void> bears_half_of_it(History& now, Village& village) {
  const auto account = who_owes(village);
  TRY(owed, now.ask([&](const books::Reader& reader) -> Result<std::vector<books::Debt>> { return reader.select(books::Debt::of_account, account); }));
  if (owed.empty()) return {};
  const auto change = [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    return debts::change_interest(reader, {.debt = owed.front().number, .interest = "3", .from = {}, .reason = "家庭困难", .approval = approval}, context);
  };
  MUST(now.decide_by_two(supervisor("E01"), "debts_write", "家庭困难", "miller", change));
  return {};
}

Result<void> charges_interest(History& now) {
  now.by_itself([](const books::Reader& reader, Instant at) -> Result<books::Decision<std::vector<books::DebtInterest>>> {
    TRY(zone, books::utility_zone(reader));
    const auto today = zone.local(at).date;
    return debts::charge_interest(reader, debts::interest_due(reader, today), today, at);
  });
  return {};
}

// ---- every day

Result<void> charges(History& now, Village& village) {
  for (const auto& house : village.on_lines) {
    if (!house.station.empty() || house.account == 0) continue;
    now.by_itself([account = house.account](const books::Reader& reader, Instant at) -> Result<books::Decision<remote_account::Charged>> {
      const auto row = reader.find<books::RemoteAccount>(account);
      if (!row) return books::Decision<remote_account::Charged>{};
      TRY(context, remote::context_of(reader, row->meter, at));
      return remote_account::charge(reader, account, context);
    });
  }
  return {};
}

/// Who has little left pays.
Result<void> pay_today(History& now, Village& village) {
  MUST(now.settle());
  for (const auto& house : village.on_lines) {
    if (!house.station.empty() || house.account == 0 || owes(house)) continue;
    TRY(left, now.ask([&](const books::Reader& reader) -> Result<Money> { return remote_account::balance_of(reader, house.account); }));
    if (left > Money::minor(25'00)) continue;
    const auto whole = now.dice().between(4, 10) * 20;
    MUST(pays_at_the_office(now, house.account, whole, pays_somehow(now, whole)));
  }
  return {};
}

}  // namespace

Result<void> begins_at_server(History& now, Village& village, const NewSupply& supply, int index, std::int64_t wh_a_day) { return begins(now, village, supply, index, wh_a_day, false); }

Result<void> keep_balances(History& history, Village& village) {
  const int begin = balances_begin(history);
  if (begin < 0) return {};  // a short history has none
  history.on(begin, opens_the_building);
  for (int room = 0; room < rooms_there; ++room) history.on(begin + 1 + room / 4, [&village, room](History& now) { return opens_room(now, village, room); });
  for (int shop = 0; shop < shops_there; ++shop) history.on(begin + 4, [&village, shop](History& now) { return opens_shop(now, village, shop); });
  history.on(history.last() - 30, [&village](History& now) { return goes_away_in_debt(now, village); });
  history.on(history.last() - 100, [&village](History& now) { return owes_with_interest(now, village); });
  history.on(history.last() - 60, [&village](History& now) { return bears_half_of_it(now, village); });
  history.nightly(charges_interest);
  history.nightly([&village](History& now) { return charges(now, village); });
  history.daily([&village](History& now) { return pay_today(now, village); });
  return {};
}

}  // namespace kwota::demo
