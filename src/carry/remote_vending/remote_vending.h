// The head-end's side of a meter's line as dialogues, without I/O (carry/dialogue): read, write, switch; credit is in recharge.h.
// Seals come from the vault. Facts: meters.md 2 to 4. Guarantees: it stops at the first wrong MAC. Begin with authenticate() and ask_account().
#pragma once
#include "base/random.h"
#include "carry/dialogue/parties.h"
#include "carry/dlt645/exchange.h"
#include "carry/dlt645/security.h"
#include "seal/user_card/files.h"

namespace kwota::dlt645 {

using dialogue::Dialogue;

/// A meter on a line, who speaks to it, and with which version of the keys.
struct Station {
  Address address;
  MeterNumber meter;  ///< what its keys are diversified by
  OperatorCode by{};
  std::uint8_t key_version = 1;
  bool enciphers = false;  ///< the meter takes orders and most values enciphered only (models::Model::wants_cipher)
};

using Random1 = std::array<std::uint8_t, 8>;

struct FoundMeter {
  Edition edition = Edition::y2007;
  Address address;  ///< the real one, where it was asked for by wildcards
};
/// Which edition a meter speaks: it is asked in that of 2007 and then in that of 1997, twice. A refusal is an answer too. Error
/// `meter_silent`: it answers to neither.
Dialogue<FoundMeter> find_meter(Address address);
/// Why a meter was silent to what the edition of 2007 alone has, always as an error: `edition_without_orders`{meter} where it answers a question of 1997,
/// also by a refusal; else `silence` as it was. Any other error is given back, and nothing is asked.
Dialogue<Done> why_silent(Address address, Error silence);
/// Who answers to "any one meter".
Dialogue<Address> read_address();

/// Everything after the identifier, however many frames it takes; lost parts are asked for again.
/// Errors: `meter_silent`, `meter_refused`{reason}, `bad_frame`.
Dialogue<Bytes> read_bytes(Address address, Identifier identifier);
/// The same taken apart: one value, the values of a block, the parts of a record. Also `unknown_item`{item}, `wrong_item_length`.
Dialogue<std::vector<ReportedValue>> read_values_of(Address address, Identifier identifier);

/// Errors: `meter_refused`{reason}: "identity" when the keys are not the meter's, "suspended" after too many wrong MACs.
Dialogue<Session> authenticate(Station station, Random1 random1);
/// Writes one value under the utility's seal (PA 99, or PA 98 where the meter wants it) in a session that stands; whether the meter has it, reading it says.
Dialogue<Done> write_in(Station station, Session session, Identifier identifier, Bytes value);
/// The same in a session of its own; what the meter then says it is. Errors beside those above:
/// `value_does_not_fit`{item, value}, `not_written`{item}: the meter agreed, and says another value.
Dialogue<Value> write_item(Station station, Identifier identifier, std::string text, Random1 random1);
/// What the meter says of its account, under its seal. Error `answer_not_genuine`.
Dialogue<Account> ask_account(Station station, Session session);

/// The meter's whole word, as a card would have brought it home: what it returns and its exact registers, of one moment.
struct StatusReport {
  user_card::ReturnedFile returned;
  user_card::RegisterFile registers;
  Bytes returned_image, register_image;  ///< the files as they were heard, for the books
};
/// Under the meter's seal. Errors beside those above: `other_meter_answers`{wanted, answered}, `bad_statement`: sealed, and no
/// statement; `meter_busy`: it took credit while it was asked, several times.
Dialogue<StatusReport> read_statement(Station station, Session session);

/// Tool cards that this meter shall refuse from now on, page by page, in a session of their own. To tell a page again after silence is
/// harmless: the meter adds what it does not know.
Dialogue<Done> bring_void_list(Station station, std::vector<user_card::VoidFile> pages, Random1 random1);

/// How it stands by status word 3, which everybody may read.
Dialogue<RunState> read_run_state(Address address);

/// Status word 3 after a relay order.
struct Relay {
  bool open = false, ordered_open = false, protected_ = false;
};
/// Errors: `order_not_carried_out`{order}: the meter agreed, and its status says otherwise.
Dialogue<Relay> switch_relay(Station station, RelayOrder order, Random1 random1);

}  // namespace kwota::dlt645
