#include "store/books_reader.h"

#include "store/columns.h"

namespace kwota::store {
namespace {

// Keys as the caller holds them: text is bound by reference, the statement is done before the call returns.
void bind(Cursor& cursor, std::string_view text) { cursor.text(text); }
void bind(Cursor& cursor, std::int64_t number) { cursor.integer(number); }
void bind(Cursor& cursor, std::size_t number) { cursor.integer(static_cast<std::int64_t>(number)); }
template <class T> void bind(Cursor& cursor, const T& value) { put(cursor, value); }

}  // namespace

template <class Row, class... Bound>
std::vector<Row> BooksReader::select(const char* where, const Bound&... bound) const {
  std::vector<Row> rows;
  auto cursor = connection_.prepare(select_sql<Row>() + where);
  (bind(cursor, bound), ...);
  for (;;) {
    auto more = cursor.step();
    if (!more) {
      failure_ = more.error();
      return {};
    }
    if (!*more) return rows;
    rows.push_back(read_row<Row>(cursor));
  }
}

template <class Row, class... Bound>
std::optional<Row> BooksReader::find(const char* where, const Bound&... bound) const {
  auto rows = select<Row>(where, bound...);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

template <class... Bound>
std::optional<std::int64_t> BooksReader::number(const char* sql, const Bound&... bound) const {
  auto cursor = connection_.prepare(sql);
  (bind(cursor, bound), ...);
  auto more = cursor.step();
  if (!more) failure_ = more.error();
  if (!more || !*more || cursor.is_null(0)) return std::nullopt;
  return cursor.get_integer(0);
}

std::optional<books::Utility> BooksReader::utility() const { return find<books::Utility>("LIMIT 1"); }
std::optional<books::Station> BooksReader::station(std::string_view code) const { return find<books::Station>("WHERE code=?", code); }
std::optional<books::Place> BooksReader::place(std::string_view code) const { return find<books::Place>("WHERE code=?", code); }
std::optional<books::Till> BooksReader::till_of_reader(std::string_view reader) const {
  return find<books::Till>("WHERE reader=? AND reader<>''", reader);
}
std::optional<books::Till> BooksReader::till(std::string_view station, std::string_view code) const {
  return find<books::Till>("WHERE station=? AND code=?", station, code);
}
std::optional<books::Customer> BooksReader::customer(CustomerNumber number) const { return find<books::Customer>("WHERE number=?", number); }
std::optional<books::Customer> BooksReader::customer_with_identity(std::string_view identity) const {
  return find<books::Customer>("WHERE identity_number=? AND identity_number<>'' ORDER BY number LIMIT 1", identity);
}
std::optional<books::ServicePoint> BooksReader::service_point(std::string_view code) const {
  return find<books::ServicePoint>("WHERE code=?", code);
}
std::optional<books::Meter> BooksReader::meter(MeterNumber number) const { return find<books::Meter>("WHERE number=?", number); }
std::optional<books::Account> BooksReader::account(std::int64_t number) const { return find<books::Account>("WHERE number=?", number); }
std::optional<books::Account> BooksReader::account_of_meter(MeterNumber meter) const {
  return find<books::Account>("WHERE meter=? AND state<>'closed' ORDER BY number DESC LIMIT 1", meter);
}
std::vector<books::Account> BooksReader::accounts_of_customer(CustomerNumber customer) const {
  return select<books::Account>("WHERE customer=? ORDER BY number", customer);
}
std::optional<books::Card> BooksReader::card(const CardSerial& serial) const { return find<books::Card>("WHERE serial=?", serial); }
std::vector<books::Card> BooksReader::cards_of_account(std::int64_t account) const {
  return select<books::Card>("WHERE account=? ORDER BY issue_number, serial", account);
}
std::optional<books::Plan> BooksReader::plan(std::string_view id) const { return find<books::Plan>("WHERE id=?", id); }
std::vector<books::PlanVersion> BooksReader::plan_versions(std::string_view plan) const {
  return select<books::PlanVersion>("WHERE plan=? ORDER BY from_date", plan);
}
std::vector<books::Code> BooksReader::codes(std::string_view kind) const { return select<books::Code>("WHERE kind=? ORDER BY code", kind); }
std::optional<books::Operator> BooksReader::operator_named(std::string_view name) const {
  return find<books::Operator>("WHERE name=?", name);
}
std::vector<books::Operator> BooksReader::operators() const { return select<books::Operator>("ORDER BY name"); }
std::optional<books::PeopleChange> BooksReader::people_change(std::int64_t number) const {
  return find<books::PeopleChange>("WHERE number=?", number);
}
std::vector<books::PeopleChange> BooksReader::open_people_changes() const {
  return select<books::PeopleChange>("WHERE why_alone='one_person' AND (state='waiting' OR countersigned IS NULL) ORDER BY number");
}
std::optional<books::Shift> BooksReader::shift(std::string_view station, std::string_view till, std::int64_t number) const {
  return find<books::Shift>("WHERE station=? AND till=? AND number=?", station, till, number);
}
std::optional<books::Shift> BooksReader::open_shift(std::string_view station, std::string_view till) const {
  // A till's shifts follow one another: only the newest can be open.
  auto newest = find<books::Shift>("WHERE station=? AND till=? ORDER BY number DESC LIMIT 1", station, till);
  if (newest && newest->state != books::ShiftStatus::open) newest.reset();
  return newest;
}
std::optional<books::Shift> BooksReader::open_shift_of(std::string_view operator_name) const {
  return find<books::Shift>("WHERE operator=? AND state='open' LIMIT 1", operator_name);
}
std::optional<books::Approval> BooksReader::approval(std::int64_t number) const { return find<books::Approval>("WHERE number=?", number); }
std::int64_t BooksReader::next_approval_number() const { return number("SELECT max(number) FROM approval").value_or(0) + 1; }
std::int64_t BooksReader::next_people_change_number() const { return number("SELECT max(number) FROM people_change").value_or(0) + 1; }
std::vector<books::ClockCorrection> BooksReader::clock_corrections() const { return select<books::ClockCorrection>("ORDER BY number"); }
std::int64_t BooksReader::next_account_number() const {
  return number("SELECT max(number) FROM account").value_or(first_account_number - 1) + 1;
}
std::optional<books::Sale> BooksReader::sale(std::string_view number) const { return find<books::Sale>("WHERE number=?", number); }
std::optional<books::Sale> BooksReader::sale_by_client_key(std::string_view key) const {
  return find<books::Sale>("WHERE client_key=? AND client_key<>''", key);
}
std::optional<books::SaleState> BooksReader::sale_state(std::string_view sale) const { return find<books::SaleState>("WHERE sale=?", sale); }
std::vector<books::Sale> BooksReader::sales_of_account(std::int64_t account, std::size_t newest) const {
  return select<books::Sale>("WHERE account=? ORDER BY id DESC LIMIT ?", account, newest);
}
std::vector<books::Sale> BooksReader::sales_of_shift(std::string_view station, std::string_view till, std::int64_t shift) const {
  return select<books::Sale>("WHERE station=? AND till=? AND shift=? ORDER BY id", station, till, shift);
}
std::optional<books::Instruction> BooksReader::newest_instruction(MeterNumber meter) const {
  return find<books::Instruction>("WHERE meter=? ORDER BY n DESC, revision DESC LIMIT 1", meter);
}
std::vector<books::Instruction> BooksReader::instructions(MeterNumber meter, SequenceNumber n) const {
  return select<books::Instruction>("WHERE meter=? AND n=? ORDER BY revision", meter, n);
}
std::optional<books::Statement> BooksReader::newest_statement(MeterNumber meter) const {
  return find<books::Statement>("WHERE meter=? ORDER BY count DESC, used_e5 DESC, energy DESC, number DESC LIMIT 1", meter);
}
std::optional<books::Statement> BooksReader::newest_statement(MeterNumber meter, std::int64_t up_to) const {
  return find<books::Statement>("WHERE meter=? AND number<=? ORDER BY count DESC, used_e5 DESC, energy DESC, number DESC LIMIT 1", meter, up_to);
}
std::vector<books::Statement> BooksReader::statements(MeterNumber meter, std::size_t newest) const {
  return select<books::Statement>("WHERE meter=? ORDER BY number DESC LIMIT ?", meter, newest);
}
std::vector<books::JournalEntry> BooksReader::journal_of_sale(std::string_view sale) const {
  return select<books::JournalEntry>("WHERE sale=? ORDER BY id", sale);
}
std::optional<books::KeyFactors> BooksReader::key_factors() const { return find<books::KeyFactors>("LIMIT 1"); }
std::optional<books::KeyVersion> BooksReader::key_version(std::string_view vault, std::string_view purpose, std::int64_t version) const {
  return find<books::KeyVersion>("WHERE vault=? AND purpose=? AND version=?", vault, purpose, version);
}
std::vector<books::KeyVersion> BooksReader::key_versions() const {
  return select<books::KeyVersion>("ORDER BY vault, purpose, version");
}
std::optional<books::KeyDevice> BooksReader::key_device(std::string_view serial) const {
  return find<books::KeyDevice>("WHERE serial=?", serial);
}
std::vector<books::KeyDevice> BooksReader::key_devices() const { return select<books::KeyDevice>("ORDER BY serial"); }
std::optional<books::MeterModule> BooksReader::meter_module(MeterNumber meter) const {
  return find<books::MeterModule>("WHERE meter=?", meter);
}
std::vector<books::MeterModule> BooksReader::meter_modules() const { return select<books::MeterModule>("ORDER BY meter"); }
std::optional<books::Ceremony> BooksReader::ceremony(std::int64_t number) const { return find<books::Ceremony>("WHERE number=?", number); }
std::vector<books::Ceremony> BooksReader::open_ceremonies() const {
  return select<books::Ceremony>("WHERE state='open' ORDER BY number");
}
std::vector<books::CeremonyPart> BooksReader::ceremony_parts(std::int64_t ceremony) const {
  return select<books::CeremonyPart>("WHERE ceremony=? ORDER BY officer", ceremony);
}
std::int64_t BooksReader::next_ceremony_number() const { return number("SELECT max(number) FROM ceremony").value_or(0) + 1; }
std::optional<books::Campaign> BooksReader::campaign(std::int64_t number) const { return find<books::Campaign>("WHERE number=?", number); }
std::optional<books::Campaign> BooksReader::running_campaign() const {
  return find<books::Campaign>("WHERE state='running' ORDER BY number LIMIT 1");
}
std::int64_t BooksReader::next_campaign_number() const { return number("SELECT max(number) FROM campaign").value_or(0) + 1; }

std::optional<books::Partner> BooksReader::partner(std::string_view name) const { return find<books::Partner>("WHERE name=?", name); }
std::vector<books::KeyPerson> BooksReader::key_persons() const { return select<books::KeyPerson>("ORDER BY person, number"); }
std::vector<books::OfficeMessage> BooksReader::office_messages(std::int64_t from) const {
  return select<books::OfficeMessage>("WHERE number>=? ORDER BY number", from);
}

std::vector<books::HeldVersion> BooksReader::held_versions(const char* sql) const {
  std::vector<books::HeldVersion> out;
  auto cursor = connection_.prepare(sql);
  for (;;) {
    auto more = cursor.step();
    if (!more) failure_ = more.error();
    if (!more || !*more) return out;
    out.push_back({static_cast<std::uint8_t>(cursor.get_integer(0)), cursor.get_integer(1)});
  }
}
std::vector<books::HeldVersion> BooksReader::cards_by_key_version() const {
  return held_versions("SELECT coalesce(key_version, 1) AS v, count(*) FROM card WHERE kind='user' AND state='active' GROUP BY v ORDER BY v");
}
std::vector<books::HeldVersion> BooksReader::meters_by_key_version() const {
  return held_versions("SELECT coalesce(key_version, 1) AS v, count(*) FROM meter WHERE state='installed' GROUP BY v ORDER BY v");
}

std::optional<books::MeterLink> BooksReader::link(MeterNumber meter) const { return find<books::MeterLink>("WHERE meter=?", meter); }
std::vector<books::MeterLink> BooksReader::links() const { return select<books::MeterLink>("ORDER BY meter"); }
std::optional<books::MeterCommand> BooksReader::command(std::int64_t number) const {
  return find<books::MeterCommand>("WHERE number=?", number);
}
std::vector<books::MeterCommand> BooksReader::open_commands() const {
  return select<books::MeterCommand>("WHERE settled IS NULL ORDER BY number");
}
std::vector<books::MeterCommand> BooksReader::open_commands(MeterNumber meter) const {
  return select<books::MeterCommand>("WHERE meter=? AND settled IS NULL ORDER BY number", meter);
}
std::vector<books::MeterCommand> BooksReader::commands_of(MeterNumber meter, SequenceNumber n) const {
  return select<books::MeterCommand>("WHERE meter=? AND n=? ORDER BY number", meter, n);
}
std::optional<books::MeterCommand> BooksReader::newest_command(MeterNumber meter, std::string_view kind) const {
  return find<books::MeterCommand>("WHERE meter=? AND kind=? ORDER BY number DESC LIMIT 1", meter, kind);
}
std::vector<books::MeterCommand> BooksReader::due_commands(Instant now) const {
  return select<books::MeterCommand>("WHERE settled IS NULL AND not_before<=? ORDER BY number", now);
}
std::vector<books::MeterCommand> BooksReader::late_commands(Instant now) const {
  return select<books::MeterCommand>("WHERE settled IS NULL AND deadline<=? ORDER BY number", now);
}
std::optional<Instant> BooksReader::next_command_due(Instant after) const {
  const auto at = number("SELECT min(not_before) FROM meter_command WHERE settled IS NULL AND not_before>?", after);
  return at ? std::optional{Instant::from_ms(*at)} : std::nullopt;
}
std::int64_t BooksReader::next_command_number() const { return number("SELECT max(number) FROM meter_command").value_or(0) + 1; }

std::optional<books::ReadingPlan> BooksReader::reading_plan(std::string_view code) const {
  return find<books::ReadingPlan>("WHERE code=?", code);
}
std::vector<books::ReadingPlan> BooksReader::reading_plans() const { return select<books::ReadingPlan>("ORDER BY code"); }
std::optional<books::MeterReading> BooksReader::reading(MeterNumber meter, Instant due) const {
  return find<books::MeterReading>("WHERE meter=? AND due=?", meter, due);
}
std::vector<books::MeterReading> BooksReader::readings_of(MeterNumber meter, std::size_t newest) const {
  return select<books::MeterReading>("WHERE meter=? ORDER BY due DESC LIMIT ?", meter, newest);
}
std::vector<books::MeterReading> BooksReader::readings_since(Instant due) const {
  return select<books::MeterReading>("WHERE due>=? ORDER BY meter, due", due);
}
std::vector<books::Statement> BooksReader::statements_since(Instant taken) const {
  return select<books::Statement>("WHERE taken>=? ORDER BY meter, number", taken);
}

template <class... Bound>
std::vector<books::MeterPoint> BooksReader::points(const std::string& where, const Bound&... bound) const {
  std::vector<books::MeterPoint> out;
  auto cursor = connection_.prepare(
      "SELECT m.number, m.model, coalesce(t.area, p.area, ''), coalesce(nullif(p.place, ''), b.parent, ''), coalesce(a.station, b.station, ''),"
      " coalesce(t.area, ''), m.state='installed', l.state, coalesce(l.trouble, ''), coalesce(l.changed, 0), coalesce(a.number, 0)"
      " FROM meter AS m LEFT JOIN area_meter AS t ON t.meter=m.number LEFT JOIN service_point AS p ON p.code=m.service_point"
      " LEFT JOIN place AS b ON b.code=coalesce(t.area, p.area) LEFT JOIN meter_link AS l ON l.meter=m.number"
      " LEFT JOIN account AS a ON a.meter=m.number AND a.state<>'closed' WHERE " +
      where);
  (bind(cursor, bound), ...);
  for (;;) {
    auto more = cursor.step();
    if (!more) failure_ = more.error();
    if (!more || !*more) return out;
    books::MeterPoint point;
    get(cursor, 0, point.meter);
    get(cursor, 1, point.model);
    get(cursor, 2, point.area);
    get(cursor, 3, point.village);
    get(cursor, 4, point.station);
    get(cursor, 5, point.total_of);
    get(cursor, 6, point.installed);
    get(cursor, 7, point.link_state);
    get(cursor, 8, point.link_trouble);
    get(cursor, 9, point.link_changed);
    get(cursor, 10, point.account);
    out.push_back(std::move(point));
  }
}
std::vector<books::MeterPoint> BooksReader::meter_points() const {
  return points("m.state='installed' OR l.meter IS NOT NULL OR t.meter IS NOT NULL ORDER BY m.number");
}
std::optional<books::MeterPoint> BooksReader::meter_point(MeterNumber meter) const {
  auto found = points("m.number=?", meter);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}
std::vector<books::LastWord> BooksReader::last_words() const {
  std::vector<books::LastWord> out;
  auto cursor = connection_.prepare(
      "SELECT meter, max(at), way FROM (SELECT meter, taken AS at, way FROM statement UNION ALL"
      " SELECT meter, taken, way FROM meter_reading WHERE taken IS NOT NULL) GROUP BY meter ORDER BY meter");
  for (;;) {
    auto more = cursor.step();
    if (!more) failure_ = more.error();
    if (!more || !*more) return out;
    books::LastWord word;
    get(cursor, 0, word.meter);
    get(cursor, 1, word.at);
    get(cursor, 2, word.way);
    out.push_back(std::move(word));
  }
}
std::optional<books::AreaMeter> BooksReader::area_meter(std::string_view area) const { return find<books::AreaMeter>("WHERE area=?", area); }
std::vector<books::AreaMeter> BooksReader::area_meters() const { return select<books::AreaMeter>("ORDER BY area"); }
std::optional<books::DayFreeze> BooksReader::day_freeze(MeterNumber meter, std::string_view day) const {
  return find<books::DayFreeze>("WHERE meter=? AND day=?", meter, day);
}
std::vector<books::DayFreeze> BooksReader::day_freezes(MeterNumber meter, std::string_view from) const {
  return select<books::DayFreeze>("WHERE meter=? AND day>=? ORDER BY day", meter, from);
}
std::optional<books::MeterEvent> BooksReader::newest_event(MeterNumber meter, std::string_view kind) const {
  return find<books::MeterEvent>("WHERE meter=? AND kind=? ORDER BY number DESC LIMIT 1", meter, kind);
}
std::vector<books::MeterEvent> BooksReader::events_of(MeterNumber meter, std::size_t newest) const {
  return select<books::MeterEvent>("WHERE meter=? ORDER BY heard DESC, kind, number DESC LIMIT ?", meter, newest);
}

std::optional<books::RemoteAccount> BooksReader::remote_account(std::int64_t account) const {
  return find<books::RemoteAccount>("WHERE account=?", account);
}
std::vector<books::RemoteAccount> BooksReader::remote_accounts() const { return select<books::RemoteAccount>("ORDER BY account"); }
std::vector<books::DayCharge> BooksReader::day_charges(std::int64_t account, std::size_t newest) const {
  return select<books::DayCharge>("WHERE account=? ORDER BY day DESC LIMIT ?", account, newest);
}
std::vector<books::Occupant> BooksReader::occupants(std::string_view service_point) const {
  return select<books::Occupant>("WHERE service_point=? ORDER BY number", service_point);
}
std::optional<books::MeterParameter> BooksReader::meter_parameter(MeterNumber meter, std::string_view item) const {
  return find<books::MeterParameter>("WHERE meter=? AND item=?", meter, item);
}
std::vector<books::MeterParameter> BooksReader::meter_parameters(MeterNumber meter) const {
  return select<books::MeterParameter>("WHERE meter=? ORDER BY item", meter);
}

Money BooksReader::balance(std::string_view ledger_account) const {
  auto amount = Money::minor(number("SELECT amount FROM balance WHERE account=?", ledger_account).value_or(0));
  if (pending_ != nullptr)
    if (const auto more = pending_->find(ledger_account); more != pending_->end()) amount += more->second;
  return amount;
}

}  // namespace kwota::store
