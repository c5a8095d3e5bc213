// The books in memory: the same Reader as the store's, for tests, field logs and trials of use-cases.
// Guarantees: apply() does what the store's writer does with a decision – replaces register rows, appends chained rows, gives
// running numbers, adds the legs of entries to the balances – and refuses what the store would refuse (a second row with the
// same key in a chain, legs that do not add up), by aborting: a use-case that asks for it is wrong.
// Never: keeps hashes or audit entries; those are the store's.   Begin with: apply().
#pragma once
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"

namespace kwota::books {

class Memory final : public Reader {
 public:
  void apply(const Changes& changes);
  void put(const Register& row);
  void append(const Chained& row);

  std::optional<Utility> utility() const override;
  std::optional<Station> station(std::string_view code) const override;
  std::optional<Place> place(std::string_view code) const override;
  std::optional<Till> till_of_reader(std::string_view reader) const override;
  std::optional<Till> till(std::string_view station, std::string_view code) const override;
  std::optional<Customer> customer(CustomerNumber number) const override;
  std::optional<Customer> customer_with_identity(std::string_view identity) const override;
  std::optional<ServicePoint> service_point(std::string_view code) const override;
  std::optional<Meter> meter(MeterNumber number) const override;
  std::optional<Account> account(std::int64_t number) const override;
  std::optional<Account> account_of_meter(MeterNumber meter) const override;
  std::vector<Account> accounts_of_customer(CustomerNumber customer) const override;
  std::optional<Card> card(const CardSerial& serial) const override;
  std::vector<Card> cards_of_account(std::int64_t account) const override;
  std::optional<Plan> plan(std::string_view id) const override;
  std::vector<PlanVersion> plan_versions(std::string_view plan) const override;
  std::vector<Code> codes(std::string_view kind) const override;
  std::optional<Operator> operator_named(std::string_view name) const override;
  std::vector<Operator> operators() const override;
  std::optional<PeopleChange> people_change(std::int64_t number) const override;
  std::vector<PeopleChange> open_people_changes() const override;
  std::int64_t next_people_change_number() const override;
  std::vector<ClockCorrection> clock_corrections() const override;
  std::optional<Shift> shift(std::string_view station, std::string_view till, std::int64_t number) const override;
  std::optional<Shift> open_shift(std::string_view station, std::string_view till) const override;
  std::optional<Shift> open_shift_of(std::string_view operator_name) const override;
  std::optional<Approval> approval(std::int64_t number) const override;
  std::int64_t next_approval_number() const override;
  std::int64_t next_account_number() const override;
  std::optional<Sale> sale(std::string_view number) const override;
  std::optional<Sale> sale_by_client_key(std::string_view key) const override;
  std::optional<SaleState> sale_state(std::string_view sale) const override;
  std::vector<Sale> sales_of_account(std::int64_t account, std::size_t newest) const override;
  std::vector<Sale> sales_of_shift(std::string_view station, std::string_view till, std::int64_t shift) const override;
  std::optional<Instruction> newest_instruction(MeterNumber meter) const override;
  std::vector<Instruction> instructions(MeterNumber meter, SequenceNumber n) const override;
  std::optional<Statement> newest_statement(MeterNumber meter) const override;
  std::optional<Statement> newest_statement(MeterNumber meter, std::int64_t up_to) const override;
  std::vector<Statement> statements(MeterNumber meter, std::size_t newest) const override;
  std::vector<JournalEntry> journal_of_sale(std::string_view sale) const override;
  std::optional<KeyFactors> key_factors() const override;
  std::optional<KeyVersion> key_version(std::string_view vault, std::string_view purpose, std::int64_t version) const override;
  std::vector<KeyVersion> key_versions() const override;
  std::optional<KeyDevice> key_device(std::string_view serial) const override;
  std::vector<KeyDevice> key_devices() const override;
  std::optional<MeterModule> meter_module(MeterNumber meter) const override;
  std::vector<MeterModule> meter_modules() const override;
  std::optional<Ceremony> ceremony(std::int64_t number) const override;
  std::vector<Ceremony> open_ceremonies() const override;
  std::vector<CeremonyPart> ceremony_parts(std::int64_t ceremony) const override;
  std::int64_t next_ceremony_number() const override;
  std::optional<Campaign> campaign(std::int64_t number) const override;
  std::optional<Campaign> running_campaign() const override;
  std::int64_t next_campaign_number() const override;
  std::optional<Partner> partner(std::string_view name) const override;
  std::vector<OfficeMessage> office_messages(std::int64_t from) const override;
  std::vector<KeyPerson> key_persons() const override;
  std::vector<HeldVersion> cards_by_key_version() const override;
  std::vector<HeldVersion> meters_by_key_version() const override;
  std::optional<MeterLink> link(MeterNumber meter) const override;
  std::vector<MeterLink> links() const override;
  std::optional<MeterCommand> command(std::int64_t number) const override;
  std::vector<MeterCommand> open_commands() const override;
  std::vector<MeterCommand> open_commands(MeterNumber meter) const override;
  std::vector<MeterCommand> commands_of(MeterNumber meter, SequenceNumber n) const override;
  std::optional<MeterCommand> newest_command(MeterNumber meter, std::string_view kind) const override;
  std::vector<MeterCommand> due_commands(Instant now) const override;
  std::vector<MeterCommand> late_commands(Instant now) const override;
  std::optional<Instant> next_command_due(Instant after) const override;
  std::int64_t next_command_number() const override;
  std::optional<ReadingPlan> reading_plan(std::string_view code) const override;
  std::vector<ReadingPlan> reading_plans() const override;
  std::optional<MeterReading> reading(MeterNumber meter, Instant due) const override;
  std::vector<MeterReading> readings_of(MeterNumber meter, std::size_t newest) const override;
  std::vector<MeterReading> readings_since(Instant due) const override;
  std::vector<Statement> statements_since(Instant taken) const override;
  std::vector<MeterPoint> meter_points() const override;
  std::optional<MeterPoint> meter_point(MeterNumber meter) const override;
  std::vector<LastWord> last_words() const override;
  std::optional<AreaMeter> area_meter(std::string_view area) const override;
  std::vector<AreaMeter> area_meters() const override;
  std::optional<DayFreeze> day_freeze(MeterNumber meter, std::string_view day) const override;
  std::vector<DayFreeze> day_freezes(MeterNumber meter, std::string_view from) const override;
  std::optional<MeterEvent> newest_event(MeterNumber meter, std::string_view kind) const override;
  std::vector<MeterEvent> events_of(MeterNumber meter, std::size_t newest) const override;

  std::optional<RemoteAccount> remote_account(std::int64_t account) const override;
  std::vector<RemoteAccount> remote_accounts() const override;
  std::vector<DayCharge> day_charges(std::int64_t account, std::size_t newest) const override;
  std::vector<Occupant> occupants(std::string_view service_point) const override;
  std::optional<MeterParameter> meter_parameter(MeterNumber meter, std::string_view item) const override;
  std::vector<MeterParameter> meter_parameters(MeterNumber meter) const override;
  Money balance(std::string_view ledger_account) const override;

  const std::vector<Entry>& entries() const { return entries_; }
  const std::map<std::string, Money, std::less<>>& balances() const { return balances_; }
  const std::vector<Sale>& sales() const { return sales_; }
  const std::vector<KeyEvent>& key_events() const { return key_events_; }

 private:
  template <class Key, class Row>
  using Table = std::map<Key, Row, std::less<>>;
  using Text = std::string;

  void keep(const Utility& row) { utility_ = row; }
  void keep(const Station& row) { stations_[row.code] = row; }
  void keep(const Place& row) { places_[row.code] = row; }
  void keep(const Till& row) { tills_[{row.station, row.code}] = row; }
  void keep(const Customer& row) { customers_[row.number] = row; }
  void keep(const ServicePoint& row) { service_points_[row.code] = row; }
  void keep(const Meter& row) { meters_[row.number] = row; }
  void keep(const Account& row) { accounts_[row.number] = row; }
  void keep(const Card& row) { cards_[row.serial] = row; }
  void keep(const Plan& row) { plans_[row.id] = row; }
  void keep(const PlanVersion& row) { versions_[{row.plan, row.from}] = row; }
  void keep(const Code& row) { codes_[{row.kind, row.code}] = row; }
  void keep(const Operator& row) { operators_[row.name] = row; }
  void keep(const PeopleChange& row) { people_changes_[row.number] = row; }
  void keep(const ClockCorrection& row) { clock_corrections_[row.number] = row; }
  void keep(const Shift& row) { shifts_[{row.station, row.till, row.number}] = row; }
  void keep(const Approval& row) { approvals_[row.number] = row; }
  void keep(const SaleState& row) { states_[row.sale] = row; }
  void keep(const KeyFactors& row) { factors_ = row; }
  void keep(const KeyVersion& row) { key_versions_[{row.vault, row.purpose, row.version}] = row; }
  void keep(const KeyDevice& row) { key_devices_[row.serial] = row; }
  void keep(const MeterModule& row) { modules_[row.meter] = row; }
  void keep(const Ceremony& row) { ceremonies_[row.number] = row; }
  void keep(const CeremonyPart& row) { parts_[{row.ceremony, row.officer}] = row; }
  void keep(const Campaign& row) { campaigns_[row.number] = row; }
  void keep(const Partner& row) { partners_[row.name] = row; }
  void keep(const OfficeMessage& row) { office_messages_[row.number] = row; }
  void keep(const KeyPerson& row) { key_persons_[{row.person, row.number}] = row; }
  void keep(const MeterLink& row) { links_[row.meter] = row; }
  void keep(const MeterCommand& row) { commands_[row.number] = row; }
  void keep(const ReadingPlan& row) { reading_plans_[row.code] = row; }
  void keep(const MeterReading& row) { readings_[{row.meter, row.due}] = row; }
  void keep(const AreaMeter& row) { area_meters_[row.area] = row; }
  void keep(const DayFreeze& row) { day_freezes_[{row.meter, row.day}] = row; }
  void keep(const MeterEvent& row) { events_[{row.meter, row.kind, row.number}] = row; }
  void keep(const RemoteAccount& row) { remote_accounts_[row.account] = row; }
  void keep(const DayCharge& row) { day_charges_[{row.account, row.day}] = row; }
  void keep(const Occupant& row) { occupants_[{row.service_point, row.number}] = row; }
  void keep(const MeterParameter& row) { parameters_[{row.meter, row.item}] = row; }
  void add(const Sale& row);
  void add(const Entry& row);
  void add(const Instruction& row);
  void add(Statement row);
  void add(JournalEntry row);
  void add(const Audit& row) { audits_.push_back(row); }
  void add(KeyEvent row);

  std::optional<Utility> utility_;
  Table<Text, Station> stations_;
  Table<Text, Place> places_;
  Table<std::pair<Text, Text>, Till> tills_;
  Table<CustomerNumber, Customer> customers_;
  Table<Text, ServicePoint> service_points_;
  Table<MeterNumber, Meter> meters_;
  Table<std::int64_t, Account> accounts_;
  Table<CardSerial, Card> cards_;
  Table<Text, Plan> plans_;
  Table<std::pair<Text, Text>, PlanVersion> versions_;
  Table<std::pair<Text, Text>, Code> codes_;
  Table<Text, Operator> operators_;
  Table<std::int64_t, PeopleChange> people_changes_;
  Table<std::int64_t, ClockCorrection> clock_corrections_;
  Table<std::tuple<Text, Text, std::int64_t>, Shift> shifts_;
  Table<std::int64_t, Approval> approvals_;
  Table<Text, SaleState> states_;
  std::vector<Sale> sales_;
  std::map<Text, std::size_t, std::less<>> sale_by_number_, sale_by_key_;
  std::vector<Entry> entries_;
  std::set<Text> entry_numbers_;
  std::map<Text, Money, std::less<>> balances_;
  std::map<MeterNumber, std::vector<Instruction>> instructions_;
  std::map<MeterNumber, std::vector<Statement>> statements_;
  std::vector<JournalEntry> journal_;
  std::vector<Audit> audits_;
  std::optional<KeyFactors> factors_;
  Table<std::tuple<Text, Text, std::int64_t>, KeyVersion> key_versions_;
  Table<Text, KeyDevice> key_devices_;
  Table<MeterNumber, MeterModule> modules_;
  Table<std::int64_t, Ceremony> ceremonies_;
  Table<std::pair<std::int64_t, Text>, CeremonyPart> parts_;
  Table<std::int64_t, Campaign> campaigns_;
  Table<Text, Partner> partners_;
  Table<std::int64_t, OfficeMessage> office_messages_;
  Table<std::pair<std::string, std::int64_t>, KeyPerson> key_persons_;
  std::vector<KeyEvent> key_events_;
  Table<MeterNumber, MeterLink> links_;
  Table<std::int64_t, MeterCommand> commands_;
  Table<Text, ReadingPlan> reading_plans_;
  Table<std::pair<MeterNumber, Instant>, MeterReading> readings_;
  Table<Text, AreaMeter> area_meters_;
  Table<std::pair<MeterNumber, Text>, DayFreeze> day_freezes_;
  Table<std::tuple<MeterNumber, Text, std::int64_t>, MeterEvent> events_;
  Table<std::int64_t, RemoteAccount> remote_accounts_;
  Table<std::pair<std::int64_t, Text>, DayCharge> day_charges_;
  Table<std::pair<Text, std::int64_t>, Occupant> occupants_;
  Table<std::pair<MeterNumber, Text>, MeterParameter> parameters_;
};

}  // namespace kwota::books
