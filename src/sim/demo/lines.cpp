// A new street whose meters hang on a concentrator: sold to over the line, read every night, with the meter of the whole street before them – so there is
// a loss –, and one that has fallen silent.
#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "collect/readings/due.h"
#include "collect/readings/explain.h"
#include "collect/readings/keep.h"
#include "sell/customer/change.h"
#include "sell/remote/queue.h"
#include "sell/remote/sale.h"
#include "sim/demo/counter_work.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr int street_is_built = 24, reading_days = 130, silent_days = 9;
constexpr int behind_transformers_days = 70;  ///< before the last day
constexpr std::int64_t transformers = 5;
constexpr auto reading_plan = "night";
constexpr const char* street_names[] = {"何志强", "吴秀英", "林晓燕", "郭建军", "徐海霞", "马文博", "朱丽华", "胡国庆", "高翔", "罗春梅", "梁永福", "宋佳", "唐志远", "许桂兰", "韩雪", "邓超"};

std::string street_address(int index) { return fmt::format("城东新区河沿路{}号", 2 * index + 1); }
/// Every kind that holds money and hears on a line.
std::string street_model(std::size_t index) {
  std::vector<std::string> all;
  for (const auto* model : models::all())
    if (model->account == models::AccountAt::meter && !model->transformer_connected) all.emplace_back(model->name);
  return all[index % all.size()];
}
MeterNumber total_meter() { return extra_meter(70); }

}  // namespace

void hears(History& history, Household& house) {
  auto sent = std::make_shared<std::optional<books::MeterCommand>>();
  history.by_itself([&house, sent, vault = history.vault()](const books::Reader& reader, Instant now) -> Result<books::Decision<remote::Sending>> {
    const auto next = remote::next(reader, house.meter.number, now);
    if (next.step != remote::Next::Step::send) return books::Decision<remote::Sending>{};
    TRY(context, remote::context_of(reader, house.meter.number, now));
    TRY(sending, remote::sending(reader, next.command->number, vault, context));
    *sent = sending.answer.command;
    if (sending.answer.order) house.on_card = sending.answer.order;
    return sending;
  });
  history.by_itself([&house, sent, vault = history.vault(), &history](const books::Reader& reader, Instant now) -> Result<books::Decision<books::MeterCommand>> {
    if (!*sent) return books::Decision<books::MeterCommand>{};
    TRY(context, remote::context_of(reader, house.meter.number, now));
    house.meter.live(now, history.zone());
    if (house.on_card) house.meter.take(*house.on_card);
    house.on_card.reset();
    remote::CommandResult result{.command = (*sent)->number, .ended = remote::Ended::done, .evidence = "The meter agreed, and read back it holds it.", .cause = {}, .vault = vault};
    return remote::record_result(reader, result, context);
  });
}

namespace {

/// What waits for this meter is said to it, and it answers.
void contact(History& history, Household& house) {
  hears(history, house);
  history.by_itself([&house, vault = history.vault(), &history](const books::Reader& reader, Instant now) -> Result<books::Decision<counter::StatementOutcome>> {
    TRY(context, remote::context_of(reader, house.meter.number, now));
    house.meter.live(now, history.zone());
    counter::StatementRequest request{.statement = house.meter.statement(history.zone())};
    request.statement.taken = now;
    request.statement.carrier = books::Carrier::link;
    request.statement.meter_time = history.zone().local(now);
    return remote::received(reader, request, vault, context);
  });
}

Result<void> move_into_the_street(History& now, Village& village, int index) {
  auto& house = village.on_lines.emplace_back();
  house.station = "E01";
  house.meter.number = extra_meter(index);
  house.meter.price = 4'883;
  house.meter.habit = static_cast<std::uint64_t>(7'000 + index);
  house.meter.wh_a_day = now.dice().between(4'000, 9'000);
  house.meter.lived_to = now.at(now.day(), 8);
  house.meter.period = house.meter.month = now.today();
  house.habit_of_paying = now.dice().between(5, 9) * 20;
  const auto model = street_model(static_cast<std::size_t>(index));
  TRY(account, writes_down(now, {.name = street_names[static_cast<std::size_t>(index) % std::size(street_names)], .phone = fmt::format("139{:08}", 10'293'847 + index * 7'919), .address = street_address(index),
                                 .point = fmt::format("N7{:04}", index + 1), .place = "V01", .area = "A071", .meter = house.meter.number, .model = model, .plan = "cn-beijing"}));
  house.account = account;
  MUST(hangs_on_line(now, house.meter.number, fmt::format("concentrator:1309-00071/{}", index + 2)));
  const auto pay = fmt::format("{}.00", house.habit_of_paying);
  now.let(cashier("E01"), "open_account", [claim = now.claim(), account = house.account, pay](const books::Reader& reader, const people::Context& context) {
    counter::OpenRequest request{.claim = claim, .draft = account};
    request.pay = pay;
    return remote::open_account(reader, request, context);
  });
  for (int more = 0; more < 3; ++more) contact(now, house);
  MUST(now.settle());
  village.nightly.push_back({.meter = &house.meter, .holds_money = true, .freezes = index % 4 == 0});
  return {};
}

Result<void> buys_over_the_line(History& now, Household& house) {
  now.let(cashier(house.station), "sell", [claim = now.claim(), &house](const books::Reader& reader, const people::Context& context) -> remote::Booked {
    TRY(quote, counter::quote(reader, {house.account, fmt::format("{}.00", house.habit_of_paying), "", ""}, context));
    counter::SellRequest request{.claim = claim, .quote = quote.id};
    request.confirmed = counter::codes_of(quote.confirm);
    request.paying = {.tenders = {{"wallet", "", "WX" + claim.client_key.substr(14)}}};
    return remote::sell(reader, request, context);
  });
  contact(now, house);
  return {};
}

Result<void> lay_out_the_street(History& now) {
  MUST(now.decide(at_desk("zhao"), "customers_write", [](const books::Reader& reader, const people::Context&) {
    return customer::put_place(reader, {.code = "A071", .kind = books::PlaceKind::area, .name = "城东新区1号台区", .station = "E01", .parent = "V01"});
  }));
  MUST(now.decide(at_desk("tech"), "meters_write", [](const books::Reader& reader, const people::Context&) {
    books::Meter row{.number = total_meter(), .model = model_where([](const models::Model& one) { return one.account == models::AccountAt::nowhere; }), .maker = "示例电表厂"};
    row.state = books::MeterStatus::installed;
    return customer::put_meter(reader, row);
  }));
  MUST(hangs_on_line(now, total_meter(), "concentrator:1309-00071/1"));
  MUST(now.decide(at_desk("tech"), "collection_write", [](const books::Reader& reader, const people::Context& context) {
    return readings::put_area(reader, {.area = "A071", .meter = total_meter(), .factor = 1}, context);
  }));
  return {};
}

Result<void> begin_reading(History& now) {
  books::ReadingPlan plan{.code = reading_plan, .name = "每日零点抄表", .place = {}, .items = "registers,balance,states,events,network,freezes"};
  plan.tries_max = 3;
  MUST(now.decide(at_desk("tech"), "collection_write", [&](const books::Reader& reader, const people::Context& context) { return readings::put_plan(reader, plan, context); }));
  return {};
}

/// What flows at night, and how strongly the village's line pushes it: from the register, so that each year of the sample says the same.
Measurements network_of(Energy energy) {
  constexpr std::int64_t volts_least = 2'170, amperes_least = 280, factor_least = 950, of_the_product = 1'000'000;  // 0.1 V, mA, thousandths, to 0.1 W
  const auto wh = energy.wh();
  const auto volts = volts_least + wh % 97, amperes = amperes_least + wh % 1'709, factor = factor_least + wh % 43;
  return {{{Measure::voltage, Phase::a, volts}, {Measure::current, Phase::a, amperes}, {Measure::active_power, Phase::all, volts * amperes * factor / of_the_product},
           {Measure::power_factor, Phase::all, factor}, {Measure::frequency, Phase::all, 4'995 + wh % 11}}};
}

books::MeterReading reading_of(const ReadNightly& one, Instant due, Instant now, const Zone& zone) {
  books::MeterReading row;
  row.meter = one.meter->number;
  row.due = due;
  row.plan = reading_plan;
  row.state = books::ReadingStatus::read;
  row.tries = 1;
  row.not_before = due;
  row.source = "concentrator:1309-00071";
  row.taken = now;
  row.meter_time = zone.local(now);
  row.drift_seconds = 0;
  row.energy = one.meter->energy;
  row.network = network_of(one.meter->energy);
  if (one.four_rates) row.rate1 = Energy::wh(one.meter->energy.wh() * 3 / 5), row.rate2 = one.meter->energy - *row.rate1, row.rate3 = row.rate4 = Energy{};
  if (one.holds_money) row.remaining = one.meter->statement(zone).remaining.money();
  return row;
}

/// What its houses use, and what gets lost before them.
Energy into_the_street(const Village& village) {
  Energy all;
  for (const auto& house : village.on_lines)
    if (!house.station.empty()) all += Energy::wh(house.meter.energy.wh() * 107 / 100);
  return all;
}

/// The street's own meter counts all that flows in, and behind transformers a part of it.
books::MeterReading reading_of_the_street(const Village& village, Instant due, Instant now, const Zone& zone) {
  HouseMeter all;
  all.number = total_meter();
  all.energy = into_the_street(village);
  if (const auto& before = village.through_behind_transformers) all.energy = *before + Energy::wh((all.energy - *before).wh() / transformers);
  return reading_of({.meter = &all}, due, now, zone);
}

/// The street draws more than its meter may carry: from tomorrow's reading on that hangs behind transformers, in the middle of a month.
Result<void> agree_upon_transformers(History& now, Village& village) {
  MUST(now.decide(at_desk("tech"), "collection_write", [since = date_of_day(day_number(now.today()) + 1)](const books::Reader& reader, const people::Context& context) {
    return readings::put_area(reader, {.area = "A071", .meter = total_meter(), .factor = transformers, .since = since}, context);
  }));
  village.transformers_from = now.day() + 1;
  return {};
}

void reads(History& now, books::MeterReading row) {
  now.by_itself([row](const books::Reader& reader, Instant) { return readings::taken(reader, row); });
}

/// Registers as it froze them itself when the day began.
void asks_for_midnight(History& now, const HouseMeter& meter) {
  now.by_itself([freeze = books::DayFreeze{.meter = meter.number, .day = now.today(), .energy = meter.energy}, zone = now.zone()](const books::Reader& reader, Instant at) {
    auto row = freeze;
    row.received = at;
    return readings::froze(reader, std::span(&row, 1), zone);
  });
}

/// Nobody answers, however often it is tried.
void finds_nobody(History& now, MeterNumber meter, Instant due) {
  now.by_itself([meter, due](const books::Reader& reader, Instant at) -> Result<books::Decision<books::MeterReading>> {
    const auto plan = reader.find<books::ReadingPlan>(reading_plan);
    const auto link = reader.find<books::MeterLink>(meter);
    if (!plan || !link) return books::Decision<books::MeterReading>{};
    return readings::tried(reader, {*link, *plan, due}, error(Fault::meter, "line_silent", "The meter did not answer."), at);
  });
}

Result<void> read_tonight(History& now, Village& village) {
  if (now.day() <= now.last() - reading_days || village.nightly.empty()) return {};
  const auto due = now.at(now.day(), 0, 30);
  for (auto& one : village.nightly) one.meter->live(now.at(now.day(), 0, 31), now.zone());
  for (auto& one : village.nightly) {
    const bool silent = one.silent_from >= 0 && now.day() >= one.silent_from;
    for (int tries = 0; silent && tries < 3; ++tries) finds_nobody(now, one.meter->number, due);
    if (!silent && one.freezes) asks_for_midnight(now, *one.meter);
    if (!silent) reads(now, reading_of(one, due, now.at(now.day(), 0, 31), now.zone()));
  }
  if (now.day() > street_is_built) reads(now, reading_of_the_street(village, due, now.at(now.day(), 0, 31), now.zone()));
  if (now.day() == village.transformers_from) village.through_behind_transformers = into_the_street(village);
  return {};
}

/// What a meter recorded of itself.
Result<void> something_happened(History& now, MeterNumber meter, const std::string& kind, std::int64_t number, unsigned minutes) {
  const auto began = now.at(now.day(), 3, 12);
  const books::MeterEvent event{.meter = meter, .kind = kind, .number = number, .began = now.zone().local(began), .ended = now.zone().local(began + Duration::minutes(minutes)), .snapshot = "{}", .received = now.moment()};
  now.by_itself([event](const books::Reader& reader, Instant) { return readings::recorded(reader, std::span(&event, 1)); });
  return now.settle();
}

/// And what the technician says of it.
Result<void> somebody_looked(History& now, MeterNumber meter, const std::string& kind, std::int64_t number, const std::string& reason, const std::string& note) {
  MUST(now.settle());
  const readings::ExplainRequest request{.meter = meter, .kind = books::ExceptionKind::meter_event, .code = kind, .object = number, .as_seen = {}, .reason = reason, .note = note};
  MUST(now.decide(at_desk("tech"), "exceptions_explain", [&](const books::Reader& reader, const people::Context& context) { return readings::explain(reader, request, {}, context); }));
  return {};
}

struct Happening {
  int days_ago = 0, house = 0;
  const char* kind = "";
  std::int64_t number = 0;  ///< of the events of this kind that its meter recorded
  unsigned minutes = 0;
  int looked_days_ago = 0;  ///< 0: nobody has looked yet
  const char *reason = "", *note = "";
};
constexpr Happening happenings[] = {
    {88, 3, "terminal_cover_opened", 1, 14, 85, "现场施工", "换线后已加封"},
    {61, 7, "cover_opened", 1, 6, 59, "装表工检查", "封签完好"},
    {34, 3, "terminal_cover_opened", 2, 3},
    {11, 5, "cover_opened", 1, 25},
};

/// Where somebody lives already.
Result<void> happens(History& now, const Village& village, const Happening& one) {
  const auto meter = extra_meter(one.house);
  if (std::ranges::none_of(village.on_lines, [&](const Household& house) { return house.meter.number == meter; })) return {};
  MUST(something_happened(now, meter, one.kind, one.number, one.minutes));
  if (one.looked_days_ago != 0) now.on(now.last() - one.looked_days_ago, [&one, meter](History& then) { return somebody_looked(then, meter, one.kind, one.number, one.reason, one.note); });
  return {};
}

}  // namespace

Result<void> read_meters_on_lines(History& history, Village& village) {
  constexpr int houses = 22, dead_house = 12;
  history.on(street_is_built, lay_out_the_street);
  for (int index = 0; index < houses; ++index)
    history.on(street_is_built + 1 + index / 5, [&village, index](History& now) { return move_into_the_street(now, village, index); });
  history.on(std::max(0, history.last() - reading_days - 1), begin_reading);
  history.nightly([&village](History& now) { return read_tonight(now, village); });
  history.on(std::max(history.last() - behind_transformers_days, street_is_lived_in), [&village](History& now) { return agree_upon_transformers(now, village); });
  history.daily([&village](History& now) -> Result<void> {
    constexpr std::int64_t e5 = 100'000, low = 15'00;
    for (auto& house : village.on_lines) {
      if (!house.meter.open || house.station.empty()) continue;
      auto seen = house.meter;
      seen.live(now.at(now.day(), 8), now.zone());
      if (seen.balance_e5 < low * e5) MUST(buys_over_the_line(now, house));
    }
    return {};
  });
  history.on(history.last() - 20, [&village](History& now) -> Result<void> {
    const auto dead = extra_meter(dead_house);
    for (auto& one : village.nightly)
      if (one.meter->number == dead) one.silent_from = now.last() - silent_days;
    return {};
  });
  for (const auto& one : happenings)
    history.on(history.last() - one.days_ago, [&village, &one](History& now) { return happens(now, village, one); });
  return {};
}

}  // namespace kwota::demo
