// What the books say. Use-cases read through this; the store implements it on a transaction, tests may fake it.
// Every function finds one thing by its name or a short list; searching and paging for people is the store's own (store/query.h).
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "books/balance_rows.h"
#include "books/clock_rows.h"
#include "books/link_rows.h"
#include "books/reading_rows.h"
#include "books/room_rows.h"
#include "books/rows.h"

namespace kwota::books {

class Reader {
 public:
  virtual ~Reader() = default;

  virtual std::optional<Utility> utility() const = 0;
  virtual std::optional<Station> station(std::string_view code) const = 0;
  virtual std::optional<Place> place(std::string_view code) const = 0;
  /// The till to which this reader belongs.
  virtual std::optional<Till> till_of_reader(std::string_view reader) const = 0;
  virtual std::optional<Till> till(std::string_view station, std::string_view code) const = 0;
  virtual std::optional<Customer> customer(CustomerNumber number) const = 0;
  /// The customer with this identity number, so that nobody is registered twice; an empty number is nobody's.
  virtual std::optional<Customer> customer_with_identity(std::string_view identity) const = 0;
  virtual std::optional<ServicePoint> service_point(std::string_view code) const = 0;
  virtual std::optional<Meter> meter(MeterNumber number) const = 0;
  virtual std::optional<Account> account(std::int64_t number) const = 0;
  virtual std::optional<Account> account_of_meter(MeterNumber meter) const = 0;     ///< the one that is not closed
  virtual std::vector<Account> accounts_of_customer(CustomerNumber customer) const = 0;
  virtual std::optional<Card> card(const CardSerial& serial) const = 0;
  virtual std::vector<Card> cards_of_account(std::int64_t account) const = 0;
  virtual std::optional<Plan> plan(std::string_view id) const = 0;
  virtual std::vector<PlanVersion> plan_versions(std::string_view plan) const = 0;  ///< by `from`
  virtual std::vector<Code> codes(std::string_view kind) const = 0;
  virtual std::optional<Operator> operator_named(std::string_view name) const = 0;
  virtual std::vector<Operator> operators() const = 0;
  virtual std::optional<PeopleChange> people_change(std::int64_t number) const = 0;
  virtual std::vector<PeopleChange> open_people_changes() const = 0;  ///< waiting, or not countersigned; by number
  virtual std::int64_t next_people_change_number() const = 0;
  virtual std::vector<ClockCorrection> clock_corrections() const = 0;  ///< by number
  virtual std::optional<Shift> shift(std::string_view station, std::string_view till, std::int64_t number) const = 0;
  virtual std::optional<Shift> open_shift(std::string_view station, std::string_view till) const = 0;
  virtual std::optional<Shift> open_shift_of(std::string_view operator_name) const = 0;
  virtual std::optional<Approval> approval(std::int64_t number) const = 0;
  virtual std::int64_t next_approval_number() const = 0;
  virtual std::int64_t next_account_number() const = 0;

  virtual std::optional<Sale> sale(std::string_view number) const = 0;
  virtual std::optional<Sale> sale_by_client_key(std::string_view key) const = 0;
  virtual std::optional<SaleState> sale_state(std::string_view sale) const = 0;
  virtual std::vector<Sale> sales_of_account(std::int64_t account, std::size_t newest) const = 0;  ///< newest first
  virtual std::vector<Sale> sales_of_shift(std::string_view station, std::string_view till, std::int64_t shift) const = 0;
  virtual std::optional<Instruction> newest_instruction(MeterNumber meter) const = 0;
  virtual std::vector<Instruction> instructions(MeterNumber meter, SequenceNumber n) const = 0;    ///< by revision
  virtual std::optional<Statement> newest_statement(MeterNumber meter) const = 0;                  ///< greatest progress()
  /// The same among those up to this number: what it had said when an account began.
  virtual std::optional<Statement> newest_statement(MeterNumber meter, std::int64_t up_to) const = 0;
  virtual std::vector<Statement> statements(MeterNumber meter, std::size_t newest) const = 0;      ///< as taken in, newest first
  virtual std::vector<JournalEntry> journal_of_sale(std::string_view sale) const = 0;

  virtual std::optional<KeyFactors> key_factors() const = 0;
  virtual std::optional<KeyVersion> key_version(std::string_view vault, std::string_view purpose, std::int64_t version) const = 0;
  virtual std::vector<KeyVersion> key_versions() const = 0;                                        ///< by vault, purpose, version
  virtual std::optional<KeyDevice> key_device(std::string_view serial) const = 0;
  virtual std::vector<KeyDevice> key_devices() const = 0;                                          ///< by serial
  virtual std::optional<MeterModule> meter_module(MeterNumber meter) const = 0;
  virtual std::vector<MeterModule> meter_modules() const = 0;                                      ///< by meter
  virtual std::optional<Ceremony> ceremony(std::int64_t number) const = 0;
  virtual std::vector<Ceremony> open_ceremonies() const = 0;
  virtual std::vector<CeremonyPart> ceremony_parts(std::int64_t ceremony) const = 0;               ///< by officer
  virtual std::int64_t next_ceremony_number() const = 0;
  virtual std::optional<Campaign> campaign(std::int64_t number) const = 0;
  virtual std::optional<Campaign> running_campaign() const = 0;
  virtual std::int64_t next_campaign_number() const = 0;
  virtual std::optional<Partner> partner(std::string_view name) const = 0;
  virtual std::vector<OfficeMessage> office_messages(std::int64_t from) const = 0;                 ///< by number, from that one on
  virtual std::vector<KeyPerson> key_persons() const = 0;                                          ///< by person, number
  virtual std::vector<HeldVersion> cards_by_key_version() const = 0;   ///< user cards that are in use, by version
  virtual std::vector<HeldVersion> meters_by_key_version() const = 0;  ///< meters that are installed, by version

  virtual std::optional<MeterLink> link(MeterNumber meter) const = 0;
  virtual std::vector<MeterLink> links() const = 0;                                                ///< by meter
  virtual std::optional<MeterCommand> command(std::int64_t number) const = 0;
  virtual std::vector<MeterCommand> open_commands() const = 0;                                     ///< not settled, by number
  virtual std::vector<MeterCommand> open_commands(MeterNumber meter) const = 0;                    ///< not settled, by number
  virtual std::vector<MeterCommand> commands_of(MeterNumber meter, SequenceNumber n) const = 0;    ///< settled ones too, by number
  virtual std::optional<MeterCommand> newest_command(MeterNumber meter, std::string_view kind) const = 0;  ///< settled ones too
  virtual std::vector<MeterCommand> due_commands(Instant now) const = 0;                           ///< open, whose pause is over; by number
  virtual std::vector<MeterCommand> late_commands(Instant now) const = 0;                          ///< open, whose deadline is over; by number
  virtual std::optional<Instant> next_command_due(Instant after) const = 0;                        ///< when the next pause is over
  virtual std::int64_t next_command_number() const = 0;

  virtual std::optional<ReadingPlan> reading_plan(std::string_view code) const = 0;
  virtual std::vector<ReadingPlan> reading_plans() const = 0;                                      ///< by code
  virtual std::optional<MeterReading> reading(MeterNumber meter, Instant due) const = 0;
  virtual std::vector<MeterReading> readings_of(MeterNumber meter, std::size_t newest) const = 0;  ///< newest first
  virtual std::vector<MeterReading> readings_since(Instant due) const = 0;                         ///< by meter, then by due
  virtual std::vector<Statement> statements_since(Instant taken) const = 0;                        ///< by meter, then by number
  virtual std::vector<MeterPoint> meter_points() const = 0;  ///< installed, on a line, or counting an area; by meter
  virtual std::optional<MeterPoint> meter_point(MeterNumber meter) const = 0;
  virtual std::vector<LastWord> last_words() const = 0;      ///< by meter; a meter that never spoke is not there
  virtual std::optional<AreaMeter> area_meter(std::string_view area) const = 0;
  virtual std::vector<AreaMeter> area_meters() const = 0;                                          ///< by area
  virtual std::optional<DayFreeze> day_freeze(MeterNumber meter, std::string_view day) const = 0;
  virtual std::vector<DayFreeze> day_freezes(MeterNumber meter, std::string_view from) const = 0;  ///< by day, from this local date on
  virtual std::optional<MeterEvent> newest_event(MeterNumber meter, std::string_view kind) const = 0;///< the one with the highest number
  virtual std::vector<MeterEvent> events_of(MeterNumber meter, std::size_t newest) const = 0;      ///< as heard, newest first

  virtual std::optional<RemoteAccount> remote_account(std::int64_t account) const = 0;
  virtual std::vector<RemoteAccount> remote_accounts() const = 0;                                  ///< by account
  virtual std::vector<DayCharge> day_charges(std::int64_t account, std::size_t newest) const = 0;  ///< newest first
  virtual std::vector<Occupant> occupants(std::string_view service_point) const = 0;               ///< by number
  virtual std::optional<MeterParameter> meter_parameter(MeterNumber meter, std::string_view item) const = 0;
  virtual std::vector<MeterParameter> meter_parameters(MeterNumber meter) const = 0;               ///< by item

  virtual Money balance(std::string_view ledger_account) const = 0;                                ///< zero when never used
};

/// Real where there are no books yet.
inline Nature nature_of(const Reader& books) {
  const auto utility = books.utility();
  return utility ? utility->nature : Nature::real;
}

}  // namespace kwota::books
