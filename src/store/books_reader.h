// What the books say, read from one connection (books::Reader on SQLite).
// The interface has no room for a broken disk: a read that fails answers "nothing" and leaves the reason in failure(), and
// whoever asked – the writer after a decision, Books::read after a query – throws the answer away and returns that error.
#pragma once
#include <map>

#include "books/reader.h"
#include "store/sqlite.h"

namespace kwota::store {

class BooksReader final : public books::Reader {
 public:
  /// `pending`: what the running group adds to balances before it writes them; may be null.
  explicit BooksReader(Connection& connection, const std::map<std::string, Money, std::less<>>* pending = nullptr)
      : connection_(connection), pending_(pending) {}

  const std::optional<Error>& failure() const { return failure_; }
  void forget_failure() { failure_.reset(); }

  std::optional<books::Utility> utility() const override;
  std::optional<books::Station> station(std::string_view code) const override;
  std::optional<books::Place> place(std::string_view code) const override;
  std::optional<books::Till> till_of_reader(std::string_view reader) const override;
  std::optional<books::Till> till(std::string_view station, std::string_view code) const override;
  std::optional<books::Customer> customer(CustomerNumber number) const override;
  std::optional<books::Customer> customer_with_identity(std::string_view identity) const override;
  std::optional<books::ServicePoint> service_point(std::string_view code) const override;
  std::optional<books::Meter> meter(MeterNumber number) const override;
  std::optional<books::Account> account(std::int64_t number) const override;
  std::optional<books::Account> account_of_meter(MeterNumber meter) const override;
  std::vector<books::Account> accounts_of_customer(CustomerNumber customer) const override;
  std::optional<books::Card> card(const CardSerial& serial) const override;
  std::vector<books::Card> cards_of_account(std::int64_t account) const override;
  std::optional<books::Plan> plan(std::string_view id) const override;
  std::vector<books::PlanVersion> plan_versions(std::string_view plan) const override;
  std::vector<books::Code> codes(std::string_view kind) const override;
  std::optional<books::Operator> operator_named(std::string_view name) const override;
  std::vector<books::Operator> operators() const override;
  std::optional<books::PeopleChange> people_change(std::int64_t number) const override;
  std::vector<books::PeopleChange> open_people_changes() const override;
  std::int64_t next_people_change_number() const override;
  std::vector<books::ClockCorrection> clock_corrections() const override;
  std::optional<books::Shift> shift(std::string_view station, std::string_view till, std::int64_t number) const override;
  std::optional<books::Shift> open_shift(std::string_view station, std::string_view till) const override;
  std::optional<books::Shift> open_shift_of(std::string_view operator_name) const override;
  std::optional<books::Approval> approval(std::int64_t number) const override;
  std::int64_t next_approval_number() const override;
  std::int64_t next_account_number() const override;
  std::optional<books::Sale> sale(std::string_view number) const override;
  std::optional<books::Sale> sale_by_client_key(std::string_view key) const override;
  std::optional<books::SaleState> sale_state(std::string_view sale) const override;
  std::vector<books::Sale> sales_of_account(std::int64_t account, std::size_t newest) const override;
  std::vector<books::Sale> sales_of_shift(std::string_view station, std::string_view till, std::int64_t shift) const override;
  std::optional<books::Instruction> newest_instruction(MeterNumber meter) const override;
  std::vector<books::Instruction> instructions(MeterNumber meter, SequenceNumber n) const override;
  std::optional<books::Statement> newest_statement(MeterNumber meter) const override;
  std::optional<books::Statement> newest_statement(MeterNumber meter, std::int64_t up_to) const override;
  std::vector<books::Statement> statements(MeterNumber meter, std::size_t newest) const override;
  std::vector<books::JournalEntry> journal_of_sale(std::string_view sale) const override;
  std::optional<books::KeyFactors> key_factors() const override;
  std::optional<books::KeyVersion> key_version(std::string_view vault, std::string_view purpose, std::int64_t version) const override;
  std::vector<books::KeyVersion> key_versions() const override;
  std::optional<books::KeyDevice> key_device(std::string_view serial) const override;
  std::vector<books::KeyDevice> key_devices() const override;
  std::optional<books::MeterModule> meter_module(MeterNumber meter) const override;
  std::vector<books::MeterModule> meter_modules() const override;
  std::optional<books::Ceremony> ceremony(std::int64_t number) const override;
  std::vector<books::Ceremony> open_ceremonies() const override;
  std::vector<books::CeremonyPart> ceremony_parts(std::int64_t ceremony) const override;
  std::int64_t next_ceremony_number() const override;
  std::optional<books::Campaign> campaign(std::int64_t number) const override;
  std::optional<books::Campaign> running_campaign() const override;
  std::int64_t next_campaign_number() const override;
  std::optional<books::Partner> partner(std::string_view name) const override;
  std::vector<books::OfficeMessage> office_messages(std::int64_t from) const override;
  std::vector<books::KeyPerson> key_persons() const override;
  std::vector<books::HeldVersion> cards_by_key_version() const override;
  std::vector<books::HeldVersion> meters_by_key_version() const override;
  std::optional<books::MeterLink> link(MeterNumber meter) const override;
  std::vector<books::MeterLink> links() const override;
  std::optional<books::MeterCommand> command(std::int64_t number) const override;
  std::vector<books::MeterCommand> open_commands() const override;
  std::vector<books::MeterCommand> open_commands(MeterNumber meter) const override;
  std::vector<books::MeterCommand> commands_of(MeterNumber meter, SequenceNumber n) const override;
  std::optional<books::MeterCommand> newest_command(MeterNumber meter, std::string_view kind) const override;
  std::vector<books::MeterCommand> due_commands(Instant now) const override;
  std::vector<books::MeterCommand> late_commands(Instant now) const override;
  std::optional<Instant> next_command_due(Instant after) const override;
  std::int64_t next_command_number() const override;
  std::optional<books::ReadingPlan> reading_plan(std::string_view code) const override;
  std::vector<books::ReadingPlan> reading_plans() const override;
  std::optional<books::MeterReading> reading(MeterNumber meter, Instant due) const override;
  std::vector<books::MeterReading> readings_of(MeterNumber meter, std::size_t newest) const override;
  std::vector<books::MeterReading> readings_since(Instant due) const override;
  std::vector<books::Statement> statements_since(Instant taken) const override;
  std::vector<books::MeterPoint> meter_points() const override;
  std::optional<books::MeterPoint> meter_point(MeterNumber meter) const override;
  std::vector<books::LastWord> last_words() const override;
  std::optional<books::AreaMeter> area_meter(std::string_view area) const override;
  std::vector<books::AreaMeter> area_meters() const override;
  std::optional<books::DayFreeze> day_freeze(MeterNumber meter, std::string_view day) const override;
  std::vector<books::DayFreeze> day_freezes(MeterNumber meter, std::string_view from) const override;
  std::optional<books::MeterEvent> newest_event(MeterNumber meter, std::string_view kind) const override;
  std::vector<books::MeterEvent> events_of(MeterNumber meter, std::size_t newest) const override;

  std::optional<books::RemoteAccount> remote_account(std::int64_t account) const override;
  std::vector<books::RemoteAccount> remote_accounts() const override;
  std::vector<books::DayCharge> day_charges(std::int64_t account, std::size_t newest) const override;
  std::vector<books::Occupant> occupants(std::string_view service_point) const override;
  std::optional<books::MeterParameter> meter_parameter(MeterNumber meter, std::string_view item) const override;
  std::vector<books::MeterParameter> meter_parameters(MeterNumber meter) const override;
  Money balance(std::string_view ledger_account) const override;

 private:
  template <class Row, class... Bound> std::vector<Row> select(const char* where, const Bound&... bound) const;
  template <class Row, class... Bound> std::optional<Row> find(const char* where, const Bound&... bound) const;
  template <class... Bound> std::optional<std::int64_t> number(const char* sql, const Bound&... bound) const;
  std::vector<books::HeldVersion> held_versions(const char* sql) const;
  template <class... Bound> std::vector<books::MeterPoint> points(const std::string& where, const Bound&... bound) const;

  Connection& connection_;
  const std::map<std::string, Money, std::less<>>* pending_;
  mutable std::optional<Error> failure_;
};

/// The first account number that a utility gives: six digits. [K]
inline constexpr std::int64_t first_account_number = 100001;

}  // namespace kwota::store
