// An irrigation pump that a farmer's purse card starts, stops and pays: the first swipe locks the card and closes the relay, the second
// takes the amount from it. A machine of its own beside the payment meter: it holds no credit, and one card waters at many wells.
// The hardware (or the simulator) tells it what happens – power, time, pulses, orders; what is done with a card or the security module
// is PumpSession. Facts: irrigation.md 5, 6, 12.
// Guarantees: every number that was drawn has one record; what a user owes is stored before his card is asked for it, and asked once;
// the relay closes only after the module has proven the lock; a power cut loses at most a second or 10 Wh, to the customer's benefit.
// Never: heap, clock, floating point, a key. Begin with power_on(), consume(), tick(); then PumpSession.
#pragma once
#include "meter/parts/operator.h"
#include "meter/pump/store.h"
#include "seal/pump_records/tool_frames.h"

namespace kwota::meter {

enum class PumpPhase : std::uint8_t { idle, checking, starting, running, stopping, settling, lockout, fault };

/// Why a card was not served.
enum class PumpRefusal : std::uint8_t {
  none,
  module_dead,      ///< the security module does not answer, refuses, or is not this well's
  not_authentic,
  not_ours,         ///< a card of another kind
  wrong_area,
  clock,
  memory,
  card_gone,
  black_listed,
  expired,
  balance,          ///< nothing is left above the reserve, or more than a purse may hold
  busy,             ///< another one waters
  locked_out,
  no_prices,
  grey_elsewhere,
  hung_full,
  locks_full,       ///< the module has a place for no open lock more
  tool_refused,     ///< a tool card; Pump::tool_answer() says why
  two_cards,        ///< lie before the reader at once: it has spoken to none of them, and no session began
};
/// 31 module, 32 authentication, 33 area or county, 34 clock or record, 35 card gone, 36 black list, expired or limit, 37 tool card, 38 grey
/// elsewhere, 39 HU FULL, 40 open locks of the module, 41 two cards; 0: none.
std::uint8_t error_class(PumpRefusal refusal);

/// A grey lock that may be taken from the card now.
struct Debt {
  enum class Where : std::uint8_t { nowhere, journal, hung, released };
  Where where = Where::nowhere;
  std::size_t index = 0;
  CardSerial card;
  pump::TerminalNumber terminal{};
  std::uint16_t offline = 0;  ///< before the lock
  std::uint32_t number = 0;
  Money amount;
  pump::Moment at;  ///< of the debit
  pump::Proof gmac{};
  bool has_gmac() const { return gmac != pump::Proof{}; }
};

/// What a lock that begins needs; the module has drawn its number.
struct LockRequest {
  CardSerial card;
  std::uint16_t offline = 0;
  std::uint32_t number = 0;
  Money balance;
  pump::Moment at;
};

class Pump {
 public:
  /// `storage` outlives the pump.
  explicit Pump(Storage& storage) : store_(storage) {}
  static constexpr std::size_t storage_size = PumpStore::size;

  struct Identity {
    std::array<std::uint8_t, 4> well{};
    pump::TerminalNumber terminal{};
    std::uint16_t county = 0;
    std::uint32_t area = 0;
    std::array<std::uint8_t, 6> pin{};
  };
  /// At the works, in a virgin memory. False: the memory does not keep it.
  bool commission(const Identity& identity);

  /// Mains come back: what broke off is made up, and the pump stays off until somebody swipes. `clock` is absent when the clock's
  /// battery did not last. False: no valid record in memory; it then takes nothing.
  bool power_on(std::optional<ClockTime> clock);
  /// Time has come to `now`: once a second while it runs, at least once a minute else.
  void tick(ClockTime now);
  bool wants_seconds() const { return relay_closed(); }
  /// Also of a clock that was lost; the change stands in the parameter records, with who ordered it.
  void set_clock(ClockTime now, const Operator& by = {});
  /// `measured` passed the sensors; transformer ratios are applied here.
  void consume(Energy measured);
  void consume(Volume water);

  /// An order stops the pump, and nobody starts it until it is lifted. A parameter, so that wires, infrared port and tool cards give it as they give any.
  bool lock_out(bool locked, const Operator& by = {}) { return set_parameter(PumpParameter::locked_out, locked ? 1 : 0, by); }
  bool locked_out() const { return parameters_.of(PumpParameter::locked_out) != 0; }
  /// Of whoever asks for one alone, and so none of the pump's own code.
  bool set_parameter(PumpParameter parameter, std::uint32_t value, const Operator& by = {}) {
    PumpParameters next = parameters_;
    return next.set(parameter, value) && set_parameters(next, by);
  }
  /// All of them or none, whenever the power goes.
  bool set_parameters(const PumpParameters& next, const Operator& by = {});
  /// Counts from its moment on; at once when that has come.
  bool set_prices(const PriceTable& table, const Operator& by = {});
  /// These cards too, from now on, under this edition; a newer one without cards begins anew. False, and the list is as it was: older than the edition
  /// that is there, or no room.
  bool extend_black_list(std::uint16_t edition, std::span<const CardSerial> cards, const Operator& by = {});
  /// What was made ready in the store is in force.
  bool enforce_black_list(const Operator& by = {});
  /// A hung user of another well may be settled here. False: no room, or not hung.
  bool take_released(const pump::HungRecord& record);
  /// A hung user was settled at the counter, or released by the centre. False: no such one hangs here.
  bool release(const CardSerial& card, std::uint16_t offline, pump::HungState how, const Operator& by = {});
  /// Somebody has read and stored the hung record of that number.
  bool acknowledge(std::uint32_t number);
  /// And of a list all up to that number, counted from the first that there ever was. False: there is no such record.
  bool acknowledge(std::uint32_t WellAccount::*list, std::uint32_t number);
  struct ListMarks {
    std::uint32_t changes = 0, changes_acknowledged = 0, faults = 0, faults_acknowledged = 0;
  };
  ListMarks list_marks() { return {store_.parameter_records().count(), account_.changes_acknowledged, store_.faults().count(), account_.faults_acknowledged}; }

  bool working() const { return working_; }
  bool clock_valid() const { return clock_valid_; }
  ClockTime clock() const { return clock_; }
  PumpPhase phase() const;
  /// As it is ordered; energy that flows while it is open is fault energy.
  bool relay_closed() const { return open_.runs() || run_on_; }
  const Watering& watering() const { return open_; }
  const WellAccount& account() const { return account_; }
  Energy total() const { return open_.runs() ? open_.total_before + open_.energy : account_.total; }
  Volume water() const { return open_.runs() ? open_.water_before + open_.water : account_.water; }
  const PumpParameters& parameters() const { return parameters_; }
  const Prices& prices() const { return prices_; }
  PumpRefusal last_refusal() const { return refusal_; }
  PumpStore& store() { return store_; }
  std::size_t hung() { return store_.hung_unread(); }

  // Tool cards (pump_tools.cpp). What is obeyed is obeyed once; whatever is said to a card stands in the parameter records under the
  // number of its command, with the order's number, the answer and the end of the card's serial.
  pump::ToolAnswer obey(pump::ToolHead& tool, const CardSerial& chip);
  void note_tool(const pump::ToolHead& tool, const CardSerial& chip, pump::ToolAnswer answer);
  /// What the last one was told.
  pump::ToolAnswer tool_answer() const { return tool_answer_; }
  /// That row of a collect card; `count`: how many usage records it takes in all.
  pump::Image<pump::UsageRecord> collected(std::uint8_t row, std::uint8_t count, const pump::ToolHead& tool);
  /// How many usage records a collect card may take now: those that none has taken, at most collect_row::usage_most.
  std::uint8_t to_collect();

  // What the line and collect cards are given.
  /// An oldest number above the newest: there are records of more than one module, and their numbers say nothing of their places.
  pump::Directory directory();
  /// Records from that number on, at most as many as `to` has room for; how many.
  std::size_t usage_from(std::uint32_t number, std::span<pump::Image<pump::UsageRecord>> to);
  /// Where the records lie that are kept, counted since the pump was made, whoever numbered them; 0: there are none.
  struct Places {
    std::uint32_t first = 0, last = 0;
  };
  Places places();
  /// From that place on, or from the first that is kept.
  std::size_t usage_at(std::uint32_t place, std::span<pump::Image<pump::UsageRecord>> to);
  std::size_t hung_from(std::uint32_t number, std::span<pump::Image<pump::HungRecord>> to);
  /// How it stands now, as a handheld and a collect card are told; `address` is that of the line.
  pump::Head head(const std::array<std::uint8_t, 6>& address);

  // What PumpSession does with a card and the module.
  /// The owner runs a session without a card: the module has not yet been asked who it is, or a hung user has no GMAC.
  bool wants_module() const;
  bool module_ready() const { return module_ == Module::ready; }
  bool module_unasked() const { return module_ == Module::unasked; }
  /// It wants another PIN than this pump has: it is not asked again before power has gone and come, so that its tries last until somebody sees it.
  void note_module_pin_refused() { module_ = Module::pin_refused; }
  /// It has said who it is. False: the module of another pump, and nobody waters by it.
  bool note_module(const pump::TerminalNumber& terminal);
  /// It did not answer: it is asked again who it is, but not before a minute has passed.
  void module_silent();
  /// It cannot prove somebody who hangs: asked again in a minute.
  void module_tries_later();
  /// What stands in the way of any watering, whoever comes; none: nothing does.
  PumpRefusal may_start();
  /// Whether that balance pays for the first unit.
  bool affords(Money balance) const { return !exhausted(balance, {}); }
  /// Of this card: its county, the black list, its validity – which a pump without a clock does not judge.
  PumpRefusal admits(const CardSerial& card, const purse_card::ApplicationFile& file);
  /// Whose record a grey card's lock is.
  Debt debt_of(const CardSerial& card, const purse_card::LockProof& proof);
  /// The card is not grey: what it still owed here is settled, released, or was never locked. True: by the debit that the proof shows.
  bool reconcile(const CardSerial& card, const purse_card::LockProof* proof);
  /// A hung user without GMAC.
  Debt unproven();
  /// A watering has a number from the module: stored before its lock is sent to the card. False: the memory does not keep it, and nothing is sent.
  bool begin(const LockRequest& lock);
  /// The card is grey. False: the memory does not keep it.
  bool granted(const pump::Proof& gtac);
  /// The relay closes; from now on it is charged.
  void run();
  /// The running watering ends, its amount is fixed and stored.
  Debt stop(pump::Cause cause);
  /// There was no lock: the number has a record of nothing.
  void never_locked();
  /// The lock may be on the card, and the pump never ran: it is settled with nothing.
  Debt never_ran();
  /// It has one now.
  bool note_gmac(const Debt& debt);
  /// The card has paid it; its usage record is complete.
  void settled(const Debt& debt, const pump::Proof& tac);
  /// The card has gone without paying: he hangs.
  void hang();
  /// Shown, and kept in the list of card faults with the status word and the step at which it came; `card` of zeros: no card was known yet.
  void note_refusal(PumpRefusal refusal, const CardSerial& card, std::uint16_t status, std::uint8_t step, Money balance);
  void note_phase(PumpPhase phase) { session_phase_ = phase; }

 private:
  bool charging() const { return open_.runs(); }
  bool checkpoint();
  void pass_second();
  void charge(pump::Quantity quantity, std::int64_t amount);
  bool exhausted(Money balance, pump::Cost cost) const;
  bool exhausted() const { return exhausted(open_.record.balance, open_.cost); }
  void stop_alone(pump::Cause cause);
  void obey_what_it_was_told();
  void count(Energy energy, Volume water);
  void finish(pump::Cause cause);
  void recover();
  void close_journal();
  void write_use(const Watering& watering);
  void put_in_books(const Watering& watering);
  void fill_gap(std::uint32_t number);
  bool book(std::size_t index, Watering watering);
  void look_at_the_clock();
  void settle_month();
  void plan_settlement();
  bool note_parameter(std::uint16_t parameter, std::uint32_t before, std::uint32_t after, const Operator& by);
  bool keep_account();
  pump::ToolAnswer carry_out(std::uint8_t command, pump::ToolIn& order, const Operator& by);
  pump::ToolAnswer take_parameters(pump::ToolIn& order, const Operator& by);
  pump::ToolAnswer take_black_list(pump::ToolIn& order, const Operator& by);
  pump::ToolAnswer take_prices(pump::ToolIn& order, const Operator& by);
  pump::ToolAnswer bind(pump::ToolIn& order);
  std::uint32_t handed_on(std::size_t at);
  std::uint32_t collected_up_to();
  pump::Moment now() const { return clock_valid_ ? pump_moment(clock_) : pump::Moment{}; }
  std::uint32_t place_of(std::uint32_t number);

  // What is asked most often stands first: a small processor reaches the first bytes of an object with the shortest instructions.
  bool run_on_ = false, clock_valid_ = false, working_ = false, memory_fault_ = false, gmac_missing_ = false;
  enum class Module : std::uint8_t { unasked, ready, pin_refused } module_ = Module::unasked;
  PumpRefusal refusal_ = PumpRefusal::none;
  PumpPhase session_phase_ = PumpPhase::idle;
  pump::ToolAnswer tool_answer_ = pump::ToolAnswer::done;
  std::uint8_t settling_ = PumpStore::released_kept;  ///< place of the brought user who pays, or paid last: it is given to nobody else meanwhile
  ClockTime clock_{}, module_again_{};
  std::uint32_t quiet_s_ = 0;  ///< since the last pulse
  std::uint32_t run_on_left_s_ = 0;  ///< that the relay may stay closed for nothing, until it opens once
  PumpParameters parameters_{};
  Energy unkept_{};          ///< counted since the account was stored
  Energy unchecked_{};       ///< since the last checkpoint
  Watering open_{};
  WellAccount account_{};
  PumpStore store_;
  Prices prices_{};
};

}  // namespace kwota::meter
