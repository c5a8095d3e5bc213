// A family of cards as everybody else sees it: how its cards are recognised, and what they are asked and told in the field's terms. One
// folder a family; the list of carry/cards/all.cpp is the order in which a card is asked. Whoever works with cards is handed that list,
// finds the family of the card that lies there, or the one that an account's scheme names, and knows no file of it.
// Guarantees, which every family keeps: recognising changes nothing and costs no try of a key; a credit ends as done, not done or in doubt by
// the card's own proof; what could give credit is in the journal before its seal leaves the vault; whatever is torn is finished, or named,
// at the next contact.
// Never: decides whether a card may be written - the books do.   Begin with Family, Families.
#pragma once
#include <map>
#include <optional>

#include "carry/cards/common/exchange.h"
#include "carry/cards/common/purse.h"
#include "carry/dialogue/meter_report.h"
#include "carry/dialogue/outcome.h"
#include "devices/settings/prices.h"

namespace kwota::cards {

using dialogue::MeterReport;
using dialogue::Outcome;

class Family;

enum class CardCondition : std::uint8_t {
  blank,              ///< no application yet: may be personalised
  half_personalised,  ///< personalisation was broken off: finish it, never sell onto it
  ours,               ///< a card of a product that we know, of our county
  other_county,       ///< a user card of another county: its keys are not ours
  foreign,            ///< no card of any family (bank card, telephone card …)
  damaged,            ///< our application, but a file does not read as it must
  key_card,           ///< a key card or PSAM: works for the key office, carries no credit
};
std::string_view name_of(CardCondition condition);

struct Recognition {
  CardCondition condition = CardCondition::foreign;
  CardSerial serial;                      ///< zero for a foreign card
  const Family* family = nullptr;         ///< whose card it is; none of a blank or foreign one
  const Product* product = nullptr;       ///< of a card that is ours
  std::optional<std::uint32_t> county{};  ///< that a customer's card says
  // Of a card that holds money: its keys and the books go by its number.
  std::optional<purse_card::SerialNumber> number{};
  std::optional<purse_card::ApplicationFile> application{};  ///< what it shows of itself: for Reading
  /// By what its keys go: for CardKeys.
  CardSerial key_serial() const { return number ? purse_card::factor_of(*number) : serial; }
  std::string damaged_file{};             ///< in words
  /// It has no keys of a customer's card yet, or not all of them.
  bool is_to_be_made() const { return condition == CardCondition::blank || condition == CardCondition::half_personalised; }
};

/// A card that is not `ours` as an error with what to do: `card_blank`, `card_half_personalised`, `card_other_county`,
/// `card_foreign`, `card_damaged`, `card_is_key_card`.
Result<void> must_be_ours(const Recognition& recognition);

/// What families learn of a card while they look at it: each question goes to the card once, whoever asks it.
class Glance {
 public:
  Glance(CardSerial serial, std::uint32_t county) : serial_(serial), county_(county) {}
  const CardSerial& serial() const { return serial_; }
  std::uint32_t county() const { return county_; }  ///< ours
  /// Selects it, when it is there.
  Dialogue<bool> has(std::uint16_t directory);
  /// What that directory shows of itself when it is selected (FCI).
  const Bytes& control_information() const { return control_information_; }
  /// The begin of a file of the directory that was selected last.
  Dialogue<iso7816::Response> file(std::uint8_t sfi, std::uint8_t length);

 private:
  CardSerial serial_;
  std::uint32_t county_;
  std::optional<std::uint16_t> selected_{};
  Bytes control_information_{};
  std::vector<std::uint16_t> absent_{};
  std::map<std::pair<std::uint8_t, std::uint8_t>, iso7816::Response> files_{};
};

/// Whether the card must prove itself. Money is never sold upon a reading without proof.
enum class Proof : std::uint8_t { with_keys, none };

struct Reading {
  CardKeys keys;
  Nonces nonces;
  bool for_support = false;  ///< everything that support people can read of it (Contents::facts): more than a sale needs
  Proof proof = Proof::with_keys;
  std::vector<std::uint8_t> versions{};  ///< that the card may have, the likeliest first; none: exactly that of `keys`
  std::optional<purse_card::ApplicationFile> application{};  ///< Recognition::application, so that it need not be read again
  std::optional<std::uint8_t> of_before{};  ///< tried last: a card of these keys is known as one, and nothing of it is read
};

/// What a card says of itself for support people: name and value, without any secret. Names are stable.
struct Fact {
  std::string name, value;
};

struct CreditOnCard {
  Money amount;
  SequenceNumber n;
};

/// What a customer's card carries.
struct Contents {
  CardSerial serial;
  std::uint8_t key_version = 1;     ///< of the key by which it proved itself
  std::uint8_t credit_version = 1;  ///< of the key of its files: another one when a change of its keys was broken off
  bool rekey_unfinished() const { return key_version != credit_version; }
  std::optional<MeterNumber> meter{};  ///< for which it is
  std::optional<CustomerNumber> customer{};
  std::optional<CreditOnCard> credit{};
  std::optional<PurseContents> purse{};  ///< of a card that holds money itself
  std::optional<MeterReport> report{};  ///< nothing: the meter has not written since the last sale
  Bytes as_read{};                      ///< what the family wants to find again when it writes; nobody else reads it
  std::vector<Fact> facts{};            ///< only when they were asked for
};

/// How the meter shall understand what the card brings.
enum class Use : std::uint8_t { open_account, purchase, replacement, closing };

/// What a meter is told beside credit.
struct Parameters {
  std::uint32_t ct = 1, pt = 1;
  Money alarm1, alarm2;
  devices::PriceSet prices{};   ///< in force now
  bool brings_prices = true;    ///< false: the meter's line tells them, the card brings credit and parameters alone
  std::optional<devices::PriceSet> next_prices{};  ///< that a card may bring
  std::optional<LocalTime> next_from{};            ///< when they begin, on the meter's clock
};

/// What a card shall carry to its meter.
struct Delivery {
  CardKeys keys;
  Nonces nonces;
  std::string sale;  ///< number in the books, for the journal
  Use use = Use::purchase;
  MeterNumber meter;
  CustomerNumber customer;
  Money amount;  ///< 0 is a void of that number
  SequenceNumber n;
  Parameters parameters;
  std::optional<user_card::VoidFile> voids{};  ///< tool cards that the meter shall refuse from now on
  bool first_attempt = false;                  ///< the journal shows that this very instruction was never sealed before
};

/// Whose the card becomes.
struct Holder {
  std::uint32_t county = 0;
  LocalDate issued{};
  std::optional<LocalDate> valid_to{};
  std::uint8_t issue_number = 1;
  Bytes pin;  ///< six ASCII digits; the holder changes it later
};

/// What became of a write, with what proves it.
struct Written {
  Outcome outcome = Outcome::in_doubt;
  std::string evidence{};        ///< one English sentence for the journal and support people
  std::optional<Error> cause{};  ///< why it was not done or is in doubt
};

/// A card gets the keys of another version; what it carries stays as it is.
struct NewKeys {
  CardSerial serial;
  std::uint8_t from = 1, to = 2;
  std::uint8_t credit_version = 1;  ///< Contents::credit_version: `to` when only the masters may be left
  Nonces nonces;
};

/// Six digits each.
struct HolderPins {
  Bytes old_pin;  ///< empty: forgotten
  Bytes new_pin;
};

/// Permission to zero one meter, once.
struct ClearPermission {
  std::array<std::uint8_t, 8> authorisation{};
  MeterNumber meter;
  LocalTime valid_until{};
};

/// One command of a sale and why it is there.
struct CommandOfSale {
  std::string_view command;
  bool necessary;  ///< the card's files and rights demand it
  std::string_view why;
};

constexpr std::size_t necessary_of(std::span<const CommandOfSale> commands) {
  std::size_t count = 0;
  for (const auto& command : commands) count += command.necessary ? 1 : 0;
  return count;
}

class Family {
 public:
  virtual ~Family() = default;
  /// Stable, snake_case: of the card that customers get, as schemes name it; else of the family.
  virtual std::string_view name() const = 0;
  virtual std::span<const Product* const> products() const = 0;
  /// Nothing: none of its cards. What it returns says `family`.
  virtual Dialogue<std::optional<Recognition>> recognise(Glance& glance) const = 0;

  // The cards of customers. The application is selected (recognise() leaves it so). A family that has none of them answers
  // `card_of_another_kind`{family}.
  /// Errors: `card_not_genuine`, `card_answer_forged`, `card_refused`, `card_answer_short`, `card_of_sample_keys`: it has the keys `of_before`.
  virtual Dialogue<Contents> read(Reading reading) const;
  /// Onto a card that was read just now. Ends with an Error only when it cannot hold what it shall bring: `card_content_refused`{what},
  /// and nothing was sent.
  virtual Dialogue<Written> write_credit(Delivery delivery, Contents on_card) const;
  /// A blank card, or one whose making was broken off, becomes the holder's with the first credit on it. Errors as above.
  virtual Dialogue<Written> issue(Delivery delivery, Holder holder) const;
  /// The commands of an ordinary sale in their order: prices unchanged, a report on the card.
  virtual std::span<const CommandOfSale> commands_of_a_sale() const { return {}; }
  /// Torn anywhere, the same order finishes it. Error `rekey_failed`: it does not prove itself under the new keys.
  virtual Dialogue<Done> rekey(NewKeys order) const;
  /// Errors: `bad_pin`{digits}, `card_pin_wrong`{tries}, `card_pin_locked`, `card_pin_in_doubt`, `card_refused`.
  virtual Dialogue<Done> set_pin(CardKeys keys, HolderPins pins) const;

  // Cards that hold money themselves (purse.h). Nothing of them ends with an Error but for what names no card: `card_of_another_kind`.
  /// Causes: `card_pin_wrong`{tries}, `card_pin_locked`, `card_not_genuine`, `purse_grey`, `purse_counter_differs`{found, expected},
  /// `purse_too_full`, `purse_too_empty`, `purse_proof_wrong`, `card_refused`, and what the vault says.
  virtual Dialogue<PurseWritten> load(PurseOrder order) const;
  virtual Dialogue<PurseWritten> unload(PurseOrder order) const;
  /// At the next contact: by counter and proof, never by writing again. `in_doubt` only when the card cannot be asked, or is `behind` with
  /// the cause `purse_counter_behind`, and a manager decides.
  virtual Dialogue<PurseWritten> settle_purse(PurseDoubt doubt) const;
  /// Nothing is moved. `order`: keys, terminal and PIN. Errors: `purse_grey`, `card_not_genuine`, those of the PIN, `card_refused`, `card_of_another_kind`, and
  /// what the vault says.
  virtual Dialogue<PurseProven> prove_purse(PurseOrder order) const;
  /// A grey card, with the record of its watering. Torn: again, it says by its proof what was done. Causes: `purse_of_another_lock`, as above.
  virtual Dialogue<PurseWritten> debit_hung(HungDebit order) const;
  /// A grey card, without a record. Cause `purse_not_grey`, as above; settled by settle_purse().
  virtual Dialogue<PurseWritten> release_lock(PurseOrder order) const;
  /// Torn anywhere, the same order finishes it. The purse is empty. Errors: those of making any card, `bad_pin`.
  virtual Dialogue<Done> issue_purse(PurseIssue order) const;
  /// Where the card is good, written and read back; one that says it already is only read. Torn: as before, or written; the same order finishes it.
  virtual Dialogue<Done> write_areas(CardKeys keys, purse_card::AreasRecord areas) const;
  /// Nobody can use it any more: emptied before, it goes back to the shelf or stays with who found it. Torn: again.
  virtual Dialogue<Done> block_purse(CardKeys keys) const;
  /// A returned card, emptied before, is as good as a blank one. Torn: as before, or cleared. Errors: `purse_holds_money`, `purse_grey`, `card_refused`.
  virtual Dialogue<Done> clear_purse(CardKeys keys) const;

  // The tool cards of the meter crew, made of a blank card or an older one of the kind. The journal has the permission already.
  virtual Dialogue<Done> issue_clear_card(CardKeys keys, ClearPermission permission) const;
  /// Parameters and prices for meters that still have their factory keys.
  virtual Dialogue<Done> issue_preset_card(CardKeys keys, Parameters parameters) const;
};

/// All families that a program works with, in the order in which a card is asked.
class Families {
 public:
  constexpr explicit Families(std::span<const Family* const> rows) : rows_(rows) {}
  std::span<const Family* const> rows() const { return rows_; }
  /// By its name; nothing: there is none.
  const Family* find(std::string_view name) const;
  /// That makes this product; nothing: there is none.
  const Family* maker_of(std::string_view product) const;

 private:
  std::span<const Family* const> rows_;
};

/// The last eight historical bytes of an answer to reset. Errors: `card_foreign` when there are fewer than eight or the
/// ATR is not one (ISO/IEC 7816-3, 8.2).
Result<CardSerial> serial_of_atr(ByteView atr);

/// What lies on the reader? A card says it by its ATR (serial) and by its files; no key is needed for that, so that a blank card, another
/// county's card and a bank card are named instead of being tried with our keys. Two or three commands, nothing is changed. The result
/// keeps the application selected. Ends with an Error only when the card is gone.
Dialogue<Recognition> recognise(Families families, Bytes atr, std::uint32_t county);

}  // namespace kwota::cards
