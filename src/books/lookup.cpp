#include "books/lookup.h"

#include <algorithm>

#include "base/time.h"

namespace kwota::books {
namespace {

std::vector<MeterCommand> by_number(std::vector<MeterCommand> rows) {
  std::ranges::sort(rows, {}, &MeterCommand::number);
  return rows;
}

std::vector<MeterCommand> open_up_to(const Reader& books, const IndexOf<MeterCommand>& index, Instant now) {
  return by_number(books.rows<MeterCommand>({.table = &table_of<MeterCommand>(), .index = &index, .equal = {}, .from = {}, .up_to = value_of(now)}));
}

/// The newest in the order of progress() of which this holds.
template <class Holds>
std::optional<Statement> newest_of(const Reader& books, MeterNumber meter, Holds holds) {
  std::optional<Statement> found;
  const auto& table = table_of<Statement>();
  const Query all{.table = &table, .index = &Statement::by_progress, .equal = {value_of(meter)}, .from = {}, .up_to = {}, .newest = true};
  books.each(all, [&](const ValueSource& from) {
    table.take(&found.emplace(), from);
    if (holds(*found)) return false;
    found.reset();
    return true;
  });
  return found;
}

}  // namespace

Utility utility_of(const Reader& books) { return books.only<Utility>().value_or(Utility{}); }

int minor_digits_of(const Reader& books) {
  const auto utility = books.only<Utility>();
  return utility ? utility->minor_digits : 2;
}

Result<Zone> utility_zone(const Reader& books) {
  const auto utility = books.only<Utility>();
  return utility ? Zone::find(utility->zone) : Result<Zone>(Zone::utc());
}

Result<void> chosen_of(const Reader& books, CodeKind table, std::string_view code) {
  if (code.empty() || books.find<Code>(table, code)) return not_out_of_use(books, table, code);
  return error(Fault::request, "unknown_code", "There is no such entry in the code table; choose one of the list.", {{"kind", std::string(word_of(table))}, {"code", std::string(code)}});
}

Result<void> not_out_of_use(const Reader& books, CodeKind table, std::string_view code) {
  const auto row = books.find<Code>(table, code);
  if (!row || row->active) return Done{};
  return error(Fault::refused, "code_out_of_use", "This is not in use any more; choose another one of the list.", {{"kind", std::string(word_of(row->kind))}, {"code", row->code}});
}

Result<ServicePoint> point_in_use(const Reader& books, const std::string& code) {
  auto row = books.find<ServicePoint>(code);
  if (!row) return error(Fault::request, "unknown_service_point", "There is no such service point; choose one of the list.", {{"service_point", code}});
  if (!row->active)
    return error(Fault::refused, "service_point_out_of_use", "This service point is out of use; nothing was changed. Choose another one, or put it into use again.", {{"service_point", code}});
  return *std::move(row);
}

std::optional<Till> till_of_reader(const Reader& books, std::string_view reader) {
  if (reader.empty()) return std::nullopt;
  return books.find(Till::by_reader, reader);
}

std::optional<Customer> customer_with_identity(const Reader& books, std::string_view identity) {
  if (identity.empty()) return std::nullopt;
  return books.find(Customer::by_identity, identity);
}

std::optional<Account> account_of_meter(const Reader& books, MeterNumber meter) {
  for (auto& account : books.newest(Account::of_meter, 0, meter))
    if (account.state != AccountStatus::closed) return std::move(account);
  return std::nullopt;
}

std::vector<Card> cards_of_account(const Reader& books, std::int64_t account) {
  auto cards = books.select(Card::of_account, account);
  std::ranges::stable_sort(cards, {}, &Card::issue_number);
  return cards;
}

CustomerNumber goes_on_as(const Reader& books, CustomerNumber customer) {
  for (auto row = books.find<Customer>(customer); row && row->state == CustomerStatus::merged && row->merged_into; row = books.find<Customer>(customer)) customer = *row->merged_into;
  return customer;
}

bool is_on_the_line(const Reader& books, const Sale& sale) {
  return std::ranges::any_of(books.select(MeterCommand::of_number, sale.meter, sale.n), [](const MeterCommand& row) { return !row.settled; });
}

std::optional<Card> card_in_use(const Reader& books, std::int64_t account) {
  for (auto& card : cards_of_account(books, account))
    if (card.state == CardStatus::active) return std::move(card);
  return std::nullopt;
}

std::optional<Shift> open_shift(const Reader& books, std::string_view station, std::string_view till) {
  // A till's shifts follow one another: only the newest can be open.
  auto newest = books.last<Shift>(station, till);
  if (newest && newest->state != ShiftStatus::open) newest.reset();
  return newest;
}

std::optional<Shift> open_shift_of(const Reader& books, std::string_view operator_name) { return books.find(Shift::open_of, operator_name); }

std::vector<PeopleChange> open_people_changes(const Reader& books) {
  auto rows = books.all<PeopleChange>();
  std::erase_if(rows, [](const PeopleChange& row) {
    return row.why_alone != WhyAlone::one_person || (row.state != PeopleChangeStatus::waiting && row.countersigned.has_value());
  });
  return rows;
}

std::optional<Sale> sale_by_client_key(const Reader& books, std::string_view key) {
  if (key.empty()) return std::nullopt;
  return books.find(Sale::by_client_key, key);
}

std::optional<Statement> newest_statement(const Reader& books, MeterNumber meter) { return books.last(Statement::by_progress, meter); }

std::optional<Statement> newest_statement(const Reader& books, MeterNumber meter, std::int64_t up_to) {
  return newest_of(books, meter, [&](const Statement& row) { return row.number <= up_to; });
}

std::optional<Statement> newest_statement_before(const Reader& books, MeterNumber meter, SequenceNumber count) {
  return newest_of(books, meter, [&](const Statement& row) { return row.count < count; });
}

std::vector<Statement> statements_since(const Reader& books, Instant taken) {
  auto rows = books.since(Statement::by_time, taken);
  std::ranges::sort(rows, [](const Statement& a, const Statement& b) { return std::tie(a.meter, a.number) < std::tie(b.meter, b.number); });
  return rows;
}

std::vector<MeterReading> readings_since(const Reader& books, Instant due) {
  auto rows = books.since(MeterReading::by_due, due);
  std::ranges::sort(rows, [](const MeterReading& a, const MeterReading& b) { return std::tie(a.meter, a.due) < std::tie(b.meter, b.due); });
  return rows;
}

std::vector<KeyDevice> voided_tools(const Reader& books) {
  auto all = books.all<KeyDevice>();
  std::erase_if(all, [](const KeyDevice& device) {
    const bool comes_to_meters = device.kind == KeyDeviceKind::clear || device.kind == KeyDeviceKind::key_modify || device.kind == KeyDeviceKind::key_restore;
    return !comes_to_meters || device.state != KeyDeviceStatus::voided;
  });
  std::ranges::sort(all, {}, &KeyDevice::void_number);
  return all;
}

bool is_long_over(const KeyDevice& device, std::string_view today) {
  constexpr std::int64_t slack_days = 31;  // a meter's clock may be off, and stand still
  const auto last = parse_date(device.valid_to), now = parse_date(today);
  return last.ok() && now.ok() && day_number(*last) + slack_days < day_number(*now);
}

bool clock_was_wrong(const Reader& books, Instant shown) {
  return std::ranges::any_of(books.all<ClockCorrection>(), [&](const ClockCorrection& one) { return one.covers(shown); });
}

std::string closed_to(const Reader& books) {
  const auto last = books.last<ClosedDay>();
  if (!last) return {};
  if (!clock_was_wrong(books, last->closed)) return last->business_day;
  for (const auto& day : books.newest<ClosedDay>(0))
    if (!clock_was_wrong(books, day.closed)) return day.business_day;
  return {};
}

std::string village_supplied(const Reader& books, const std::string& service_point, CustomerNumber customer) {
  const auto point = service_point.empty() ? std::nullopt : books.find<ServicePoint>(service_point);
  if (point && !point->place.empty()) return point->place;
  const auto row = books.find<Customer>(customer);
  return row ? row->place : std::string{};
}

std::vector<Ceremony> open_ceremonies(const Reader& books) {
  auto rows = books.all<Ceremony>();
  std::erase_if(rows, [](const Ceremony& row) { return row.state != CeremonyStatus::open; });
  return rows;
}

std::optional<Campaign> running_campaign(const Reader& books) {
  for (auto& row : books.all<Campaign>())
    if (row.state == CampaignStatus::running) return std::move(row);
  return std::nullopt;
}

std::vector<MeterCommand> open_commands(const Reader& books) { return by_number(books.select(MeterCommand::open_of)); }
std::vector<MeterCommand> due_commands(const Reader& books, Instant now) { return open_up_to(books, MeterCommand::by_pause, now); }
std::vector<MeterCommand> late_commands(const Reader& books, Instant now) { return open_up_to(books, MeterCommand::by_deadline, now); }

std::optional<Instant> next_command_due(const Reader& books, Instant after) {
  const auto next = books.first<MeterCommand>({.table = &table_of<MeterCommand>(), .index = &MeterCommand::by_pause, .equal = {},
                                               .from = value_of(after + Duration::ms(1)), .up_to = {}});
  return next ? std::optional{next->not_before} : std::nullopt;
}

std::optional<WellMeter> place_at_well(const Reader& books, MeterNumber meter) {
  for (auto& place : books.select(WellMeter::of_meter, meter))
    if (!place.to) return std::move(place);
  return std::nullopt;
}

std::optional<MeterPoint> meter_point(const Reader& books, MeterNumber number) {
  const auto row = books.find<Meter>(number);
  if (!row) return std::nullopt;
  MeterPoint point{.meter = number, .model = row->model, .installed = row->state == MeterStatus::installed, .commodity = row->commodity};
  if (const auto total = books.find(AreaMeter::of_meter, number)) point.total_of = total->area;
  if (const auto link = books.find<MeterLink>(number)) {
    point.link_state = link->state;
    point.link_trouble = link->trouble;
    point.link_changed = link->changed;
  }
  if (const auto account = account_of_meter(books, number)) {
    point.account = account->number;
    point.station = account->station;
  }
  const auto hangs_at = place_at_well(books, number);
  if (const auto at = books.find<ServicePoint>(row->service_point)) point.area = at->area, point.village = at->place, point.building = at->building;
  else if (const auto well = hangs_at ? books.find<Well>(hangs_at->well) : std::nullopt) point.area = well->area, point.village = well->village;
  if (!point.total_of.empty()) point.area = point.total_of;
  const auto belongs = books.find<Place>(point.area);
  if (point.village.empty() && belongs) point.village = belongs->parent;
  if (point.station.empty() && belongs) point.station = belongs->station;
  if (point.station.empty())
    if (const auto village = books.find<Place>(point.village)) point.station = village->station;
  return point;
}

}  // namespace kwota::books
