#include "sell/stock/stock.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/text/text_gate.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "people/reason.h"
#include "people/station.h"
#include "sell/settings/in_force.h"

namespace kwota::stock {
namespace {

using books::StockEvent;
using books::StockMeter;
using books::StockMove;
using books::StockStatus;
using settings::SettingName;

constexpr books::Right right = "meters_write";

/// Days of the books have years of four digits: what would fall behind is never due.
constexpr LocalDate last_day{9999, 12, 31};

Error of_meter(Fault fault, std::string code, std::string what, MeterNumber meter) {
  return error(fault, std::move(code), std::move(what), {{"meter", to_text(meter)}});
}

/// The meter's next event, and what it makes of the meter.
void happen(StockMeter& meter, StockEvent event, const Context& context, books::Changes& changes) {
  event.meter = meter.meter;
  event.number = ++meter.events;
  event.time = context.now;
  event.operator_name = context.who.name;
  event.station = context.station;
  if (event.move < StockMove::tested) {
    const auto state = static_cast<StockStatus>(event.move);
    if (meter.state != state) meter.since = context.now;
    meter.state = state;
    meter.holder = event.holder;
  }
  if (event.account != 0) meter.account = event.account;
  if (!event.seals.empty()) meter.seals = event.seals;
  changes.put.emplace_back(meter);
  changes.put.emplace_back(std::move(event));
}

bool among(StockStatus state, std::initializer_list<StockStatus> states) { return std::ranges::find(states, state) != states.end(); }

/// From where a meter goes there by hand.
bool may_go(StockStatus from, StockMove move) {
  using enum StockStatus;
  switch (move) {
    case StockMove::issued: return from == received;
    case StockMove::returned: return among(from, {issued, removed});
    case StockMove::scrapped: return among(from, {received, issued, removed, returned});
    case StockMove::tested: return among(from, {received, installed, returned});
    case StockMove::sealed: return from != scrapped;
    case StockMove::received:
    case StockMove::installed:
    case StockMove::removed: break;
  }
  return false;
}

Result<void> said_enough(const MoveRequest& request) {
  if (among(static_cast<StockStatus>(request.move), {StockStatus::received, StockStatus::installed, StockStatus::removed}))
    return error(Fault::request, "by_the_counter", "A delivery receives meters, and the counter installs and removes them; nothing was changed.", {{"move", std::string(word_of(request.move))}});
  if (request.move == StockMove::issued && request.holder.empty()) return error(Fault::request, "holder_missing", "Say who has the meters from now on.");
  if (request.move == StockMove::scrapped) MUST(people::has_reason(request.reason, "scrap"));
  if (request.move == StockMove::tested && request.document.empty()) return error(Fault::request, "certificate_missing", "Say by which certificate they were tested.");
  if (request.move == StockMove::sealed && request.seals.empty()) return error(Fault::request, "seals_missing", "Say which seals they bear now.");
  return Done{};
}

/// Each meter's share of the seals, comma separated.
Result<std::vector<std::string>> shared_out(const std::string& text, std::size_t meters) {
  TRY(seals, seals_of(text));
  std::vector<std::string> out(meters);
  if (seals.empty()) return out;
  if (seals.size() % meters != 0)
    return error(Fault::request, "seals_do_not_fit", "Every meter bears as many seals as the others; nothing was changed. Count them again.",
                 {{"seals", fmt::format("{}", seals.size())}, {"meters", fmt::format("{}", meters)}});
  const auto each = seals.size() / meters;
  for (std::size_t i = 0; i < seals.size(); ++i) out[i / each] += (i % each == 0 ? "" : ",") + seals[i];
  return out;
}

Result<void> may_be_received(const books::Reader& books, const ReceiveRequest& request) {
  const auto& lot = request.lot;
  MUST(text_gate::admit_code(lot.code));
  if (books.find<books::StockLot>(lot.code)) return error(Fault::refused, "already_there", "There is one with this name already; nothing was changed.", {{"what", lot.code}});
  if (lot.received == LocalDate{}) return error(Fault::request, "date_missing", "A day is missing; nothing was changed. Enter it.", {{"column", "received"}});
  const auto model = books.find<books::Code>(books::CodeKind::model, lot.model);
  if (!model || !model->active) return error(Fault::request, "unknown_meter_model", "There is no such meter model; choose one of the list.", {{"model", lot.model}});
  MUST(books::not_out_of_use(books, books::CodeKind::maker, lot.maker));
  MUST(books::chosen_of(books, books::CodeKind::capacity, lot.capacity));
  if (lot.station.empty() || books.find<books::Station>(lot.station)) return Done{};
  return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", lot.station}});
}

/// The register's row of a meter that comes: new, or known and hanging nowhere.
Result<books::Meter> meter_that_comes(const books::Reader& books, MeterNumber number, const books::StockLot& lot, Commodity commodity) {
  if (books.find<StockMeter>(number)) return of_meter(Fault::refused, "in_stock", "This meter is in the stock already; nothing was changed.", number);
  const auto known = books.find<books::Meter>(number);
  if (!known) return books::Meter{.number = number, .model = lot.model, .maker = lot.maker, .capacity = lot.capacity, .service_point = "", .commodity = commodity};
  if (known->state == books::MeterStatus::installed) return of_meter(Fault::refused, "meter_hangs", "This meter hangs at a supply; nothing was changed. It comes into the stock when it was taken off.", number);
  if (known->model == lot.model) return *known;
  return error(Fault::refused, "other_model", "The register has this meter as another model; nothing was changed. Read its plate.", {{"meter", to_text(number)}, {"model", known->model}});
}

Result<void> ready(const books::Reader& books, const StockMeter& meter, const Context& context) {
  const Details about{{"meter", to_text(meter.meter)}, {"state", std::string(word_of(meter.state))}};
  if (meter.state == StockStatus::scrapped)
    return error(Fault::refused, "meter_scrapped", "This meter was scrapped; nothing was booked. Put another one on.", about);
  if (settings::number_in_force(books, SettingName::meters_from_stock, context.now) == 0) return Done{};
  if (!among(meter.state, {StockStatus::received, StockStatus::issued}))
    return error(Fault::refused, "meter_not_ready", "By the stock this meter may not be put on; nothing was booked. Have it returned and tested first.", about);
  if (!meter.test_due || format_date(*meter.test_due) >= context.today()) return Done{};
  return error(Fault::refused, "test_overdue", "This meter should have been tested again before; nothing was booked. Have it tested, or take another one.",
               {{"meter", to_text(meter.meter)}, {"due", format_date(*meter.test_due)}});
}

}  // namespace

std::optional<LocalDate> due_after(const books::Reader& books, const std::string& model, const LocalDate& tested, Instant now) {
  auto months = settings::number_in_force(books, SettingName::test_months, now);
  if (const auto own = books.find<books::Code>(books::CodeKind::test_interval, model); own && own->active)
    if (const auto said = parse_decimal(own->value, 0)) months = *said;
  if (months <= 0 || months > month_number(last_day) - month_number(tested)) return std::nullopt;
  auto due = add_months(tested, months);
  due.day = std::min(due.day, days_in_month(due));
  return due;
}

Result<books::Decision<books::StockLot>> receive(const books::Reader& books, const ReceiveRequest& request, const Context& context) {
  MUST(people::require(context.who, right));
  MUST(may_be_received(books, request));
  TRY(numbers, numbers_of(request.meters));
  TRY(seals, shared_out(request.seals, numbers.size()));
  books::Decision<books::StockLot> out{{}, request.lot};
  out.answer.meters = static_cast<std::int64_t>(numbers.size());
  out.answer.received_by = context.who.name;
  out.changes.put.emplace_back(out.answer);
  const auto tested = request.tested.value_or(request.lot.received);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    TRY(meter, meter_that_comes(books, numbers[i], request.lot, request.commodity));
    meter.state = books::MeterStatus::stock;
    out.changes.put.emplace_back(std::move(meter));
    StockMeter row;
    row.meter = numbers[i];
    row.model = request.lot.model;
    row.lot = request.lot.code;
    row.since = context.now;
    row.station = request.lot.station;
    row.tested = tested;
    row.test_due = due_after(books, row.model, tested, context.now);
    StockEvent event;
    event.document = request.lot.document;
    event.seals = seals[i];
    happen(row, std::move(event), context, out.changes);
  }
  return out;
}

Result<books::Decision<std::int64_t>> move(const books::Reader& books, const MoveRequest& request, const Context& context) {
  MUST(people::require(context.who, right));
  MUST(said_enough(request));
  TRY(numbers, numbers_of(request.meters));
  TRY(seals, shared_out(request.seals, numbers.size()));
  books::Decision<std::int64_t> out{{}, static_cast<std::int64_t>(numbers.size())};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto meter = books.find<StockMeter>(numbers[i]);
    if (!meter) return of_meter(Fault::request, "not_in_stock", "This meter is not in the stock; nothing was changed. Receive it first.", numbers[i]);
    if (!people::concerns(context.who, meter->station))
      return of_meter(Fault::request, "not_in_stock", "This meter is not in the stock of your station; nothing was changed.", numbers[i]);
    if (!may_go(meter->state, request.move))
      return error(Fault::refused, "stock_state", "What was ordered does not follow from where this meter is now; nothing was changed.",
                   {{"meter", to_text(numbers[i])}, {"state", std::string(word_of(meter->state))}});
    StockEvent event;
    event.move = request.move;
    event.holder = request.move == StockMove::issued ? request.holder : "";
    event.document = request.document;
    event.seals = seals[i];
    event.reason = request.reason;
    if (request.move == StockMove::tested) {
      TRY(today, parse_date(context.today()));
      meter->tested = request.day.value_or(today);
      meter->test_due = due_after(books, meter->model, *meter->tested, context.now);
      // Back in the store and good again: it may go out.
      if (meter->state == StockStatus::returned) meter->state = StockStatus::received, meter->since = context.now;
    }
    happen(*meter, std::move(event), context, out.changes);
  }
  return out;
}

Result<void> may_be_put_on(const books::Reader& books, MeterNumber number, const Context& context) {
  if (const auto meter = books.find<StockMeter>(number)) return ready(books, *meter, context);
  if (settings::number_in_force(books, SettingName::meters_from_stock, context.now) == 0) return Done{};
  return of_meter(Fault::refused, "meter_not_in_stock", "Meters come from the stock here, and this one was never received; nothing was booked. Have it received first.", number);
}

Result<void> put_on(const books::Reader& books, MeterNumber number, std::int64_t account, const std::string& document, const Context& context, books::Changes& changes) {
  MUST(may_be_put_on(books, number, context));
  auto meter = books.find<StockMeter>(number);
  if (!meter) return Done{};
  StockEvent event;
  event.move = StockMove::installed;
  event.holder = meter->holder;
  event.account = account;
  event.document = document;
  happen(*meter, std::move(event), context, changes);
  return Done{};
}

void taken_off(const books::Reader& books, MeterNumber number, std::int64_t account, const std::string& document, const Context& context, books::Changes& changes) {
  auto meter = books.find<StockMeter>(number);
  if (!meter || meter->state != StockStatus::installed) return;
  StockEvent event;
  event.move = StockMove::removed;
  event.account = account;
  event.document = document;
  happen(*meter, std::move(event), context, changes);
}

void never_put_on(const books::Reader& books, MeterNumber number, std::int64_t account, const std::string& document, const Context& context, books::Changes& changes) {
  auto meter = books.find<StockMeter>(number);
  if (!meter || meter->state != StockStatus::installed) return;
  StockEvent event;
  event.move = meter->holder.empty() ? StockMove::received : StockMove::issued;
  event.holder = meter->holder;
  event.account = account;
  event.document = document;
  happen(*meter, std::move(event), context, changes);
}

}  // namespace kwota::stock
