// A protocol of meters' lines as everybody else sees it: what is asked of a meter and told to it, in the field's terms. One file a
// protocol and its line in all.cpp; the head-end and whoever else talks to a meter finds the driver by the link's protocol and names no
// frame. Drivers are dialogues without I/O (carry/dialogue): they open no port, and what they seal the vault seals.
// Guarantees, which every driver keeps: a credit ends as done, not done or in doubt by the meter's own proof, never by a bare answer;
// what may leave the house the caller has journalled; what a meter refuses is absent and ends nothing; only a line that breaks does.
// Never: chooses a sequence number.   Begin with Driver.
#pragma once
#include <array>
#include <boost/json/fwd.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/text/measured.h"
#include "base/text/status_words.h"
#include "base/time.h"
#include "carry/dialogue/dialogue.h"
#include "carry/dialogue/meter_report.h"
#include "carry/dialogue/outcome.h"
#include "carry/handheld/usual_visit.h"
#include "devices/relay.h"
#include "devices/settings/prices.h"
#include "devices/settings/settings.h"
#include "seal/recipes/infrared.h"
#include "seal/user_card/files.h"

namespace kwota::lines {

using dialogue::Dialogue;

/// Whom one speaks to, with which version of its keys, and under which number of the books: the meter keeps it with what it was told.
struct Meter {
  MeterNumber number;
  std::string model{};
  std::uint8_t key_version = 1;
  std::int64_t command = 0;
  std::string address{};  ///< as its protocol writes one; empty: its number is its address
};

/// The meter's whole report under its seal.
using Statement = dialogue::MeterReport;

struct CreditOrder {
  bool opens = false;   ///< open the account for `customer`
  bool closes = false;  ///< end it: the meter gives up what it holds and opens its contactor; without amount. A protocol that knows no such
                        ///< order sends nothing: not done, `closes_by_card`, Again::another_way
  CustomerNumber customer;
  Money amount;          ///< 0 is a void of that count
  SequenceNumber count;  ///< owned by the sale
};
struct Delivered {
  dialogue::Outcome outcome = dialogue::Outcome::in_doubt;
  std::string evidence{};        ///< one English sentence for the journal
  std::optional<Error> cause{};  ///< why it was not done, or is in doubt
};

struct PriceOrder {
  devices::PriceSet set{};
  std::optional<LocalTime> at{};  ///< on the meter's clock; nothing, or past: as soon as it is written
  LocalTime now{};                ///< what the meter's clock should say
};
struct PricesHeld {
  bool was_there = false;  ///< nothing had to be written
  LocalTime from{};        ///< when the set counts; was in force before: what the meter's clock said
};

struct RelayOrder {
  devices::RelayOrder what = devices::RelayOrder::trip;
  LocalTime valid_until{};  ///< by the meter's clock
};
struct RelayState {
  bool open = false, is_protected = false;
};

/// What a meter told; what is missing it has not, or not now.
struct Reading {
  std::optional<Energy> energy{}, exported{}, settled{};
  std::array<std::optional<Energy>, 4> rates{};
  std::optional<Money> remaining{}, overdraft{};
  std::optional<std::int64_t> purchases{};
  StatusWords states{};
  Measurements network{};
  std::vector<std::pair<std::string, std::int64_t>> counts{};  ///< of events, by name
  std::vector<std::string> absent{};                           ///< what it refused, as its protocol calls it
};

struct Frozen {
  LocalDate day{};  ///< that began with it, by the meter's clock
  Energy energy{};
  std::array<std::optional<Energy>, 4> rates{};  ///< where the meter tells them with it
};
/// Days after the one until the other, both by the calendar of the meter's clock.
struct DaysWanted {
  LocalDate after{}, to{};
};

struct Recorded {
  std::string kind{};                          ///< the counter's name
  std::int64_t number = 0;                     ///< the counter when it was recorded, from 1
  std::optional<LocalTime> began{}, ended{};   ///< by the meter's clock
  std::map<std::string, std::string> noted{};  ///< what stands beside it, by name: energy, balance, operator …
};
/// By kind, the newest record that is known.
using RecordsKnown = std::map<std::string, std::int64_t, std::less<>>;

/// How a pump stands.
struct PumpState {
  Energy energy;
  std::uint16_t black_list = 0;     ///< its edition
  bool wants_acknowledged = false;  ///< it has records of hung users, changes or card faults that nobody has acknowledged
};

/// Under which one proves oneself to a pump, and what is fresh in it. `random` outlives the dialogue.
struct PumpKeys {
  seal::infrared::Encipher encipher{};
  Random* random = nullptr;
};

class Driver {
 public:
  virtual ~Driver() = default;
  /// As links name it.
  virtual std::string_view protocol() const = 0;

  /// The whole of `bytes` as one frame of the protocol, in the words of the vector files, for people who read lines: nothing is decided by it.
  /// Errors: `bad_frame`{reason}, `not_in_protocol`{protocol}.
  virtual Result<boost::json::object> frame_in_words(ByteView bytes) const;

  // What a driver does not say: an order is answered with `not_in_protocol`{protocol}, and nothing was sent; a reading tells nothing.

  // Under keys. What is random is drawn before the first question. `random` outlives the dialogue.
  virtual Dialogue<Statement> read_statement(Meter meter, Random& random) const;
  /// Why a meter was silent that nobody ever heard, always as an error: what can be said of it by a question that another edition of the protocol
  /// answers; else `silence` as it was. Any other error is given back, and nothing is asked.
  virtual Dialogue<Done> why_silent(Meter meter, Error silence) const;
  /// The error says that these are not the meter's keys: another version may be.
  virtual bool is_about_keys(const Error& error) const;
  virtual Dialogue<Delivered> credit(Meter meter, CreditOrder order, Random& random) const;
  virtual Dialogue<PricesHeld> write_prices(Meter meter, PriceOrder order, Random& random) const;
  /// Without settings everything is read, and nothing is written.
  virtual Dialogue<std::vector<devices::ParameterHeld>> settle_parameters(Meter meter, devices::Settings set, Random& random) const;
  /// What it shows afterwards; nothing: no moment.
  virtual Dialogue<std::optional<LocalTime>> set_clock(Meter meter, LocalTime now, Random& random) const;
  virtual Dialogue<RelayState> switch_relay(Meter meter, RelayOrder order, Random& random) const;
  /// A command to the meter's security module and its data || SW, as keys are changed (carry/meter_keys): once, a lost answer is not asked for again.
  virtual Dialogue<Bytes> key_command(Meter meter, Bytes command) const;
  /// Tool cards that it shall refuse from now on, page by page.
  virtual Dialogue<Done> bring_void_list(Meter meter, std::vector<user_card::VoidFile> pages, Random& random) const;

  // Without keys: also the total meter of an area is read so. What is `received` outlives the dialogue, and stays when the line breaks.
  virtual Dialogue<std::optional<LocalTime>> read_clock(Meter meter) const;
  /// Of the quantities those that its model tells.
  virtual Dialogue<Reading> read(Meter meter, std::vector<devices::Quantity> quantities) const;
  virtual Dialogue<Done> read_freezes(Meter meter, DaysWanted days, std::vector<Frozen>& received) const;
  /// Of the kinds whose count is ahead of what is known.
  virtual Dialogue<Done> read_events(Meter meter, Reading counted, RecordsKnown known, std::vector<Recorded>& received) const;

  // Of the pump of a well. What it tells that is not `known`, and what it takes, goes to the journal as a handheld keeps it (handheld::entries_of), before more is
  // asked for. It is read by everybody, and told under the keys of its ports what a handheld tells it, within the same limits.
  virtual Dialogue<PumpState> read_pump(Meter meter, handheld::Known known) const;
  /// `stored`: the places of users who hang there may be given away, and nobody brings the rest again.
  virtual Dialogue<handheld::Visited> tell_pump(Meter meter, handheld::Known stored, handheld::ToBring what, PumpKeys keys) const;
  virtual Dialogue<handheld::ClockSetting> set_pump_clock(Meter meter, std::function<LocalTime()> now, bool confirmed, PumpKeys keys) const;
  /// False: it was so already.
  virtual Dialogue<bool> set_pump_settlement(Meter meter, unsigned day, unsigned hour, PumpKeys keys) const;
  /// It stops, and nobody starts it until it is told otherwise. False: it was so already.
  virtual Dialogue<bool> lock_pump_out(Meter meter, bool locked, PumpKeys keys) const;
};

}  // namespace kwota::lines
