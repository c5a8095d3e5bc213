// The world of a field log: a utility's books, its counters with their readers, cards in wallets, meters on walls, people, and
// one clock for all. Nothing in it is a stand-in: use-cases, teller, dialogues, card system and meter core are the product's own.
// Guarantees: the same log gives the same world, byte by byte; no disk, no thread, no waiting.
// Never: decides what is right. The log states it, and law.h holds the books against the meters.
// Begin with World, then the vocabulary files, which act on it.
#pragma once
#include <filesystem>
#include <set>

#include "base/cause.h"
#include "base/decimal.h"
#include "schemes/all.h"
#include "seal/vault/meter_vault.h"
#include "seal/vault/software_vault.h"
#include "sell/counter/desk.h"
#include "sell/counter/price.h"
#include "sell/purse/outcome.h"
#include "sim/field/world/facts.h"
#include "sim/field/world/field_handheld.h"
#include "sim/meter/simulated_meter.h"
#include "sim/pump/well_pump.h"
#include "work/teller/purse_teller.h"
#include "work/teller/teller.h"

namespace kwota::field {

/// The program was killed: whatever it was doing ends here and nobody hears of it. Thrown by what the program had asked,
/// so that nothing after that moment is carried out; the stage catches it.
struct ProgramDied {};

/// A card is pulled when it has been sent so many commands; `unanswered`: the last one was carried out, its answer lost.
struct Pull {
  int commands = 0;
  bool unanswered = false;
};

enum class CardPlace : std::uint8_t { wallet, reader, meter };
constexpr auto words_of(CardPlace) { return std::array<std::string_view, 3>{"wallet", "reader", "meter"}; }

struct FieldCard {
  std::string name;
  CardSerial serial;
  std::shared_ptr<sim::TornStorage> memory;
  std::unique_ptr<sim::CardOs> os;
  CardPlace place = CardPlace::wallet;
  std::string where;             ///< name of the till or of the meter
  std::optional<Pull> pull;
  std::map<std::string, sim::CardState> images;
};

/// The line to a meter's security module: breaks after so many commands; `unanswered`: the last one was carried out.
struct LineBreak {
  int commands = 0;
  bool unanswered = false;
};

/// The communication line of a meter: it may be down, and may lose one question or answer and all that follow in the conversation.
struct FieldLink {
  bool down = false;
  bool credit_lost = false;  ///< it is lost when credit is sent
  int lost = 0;              ///< the first that is lost, counted from 1; 0: none
  bool answer_lost = false;  ///< the meter heard the question
  int asked = 0;
};

struct FieldMeter {
  std::string name;
  MeterNumber number;
  std::string model;
  std::int64_t ct = 1;  ///< of the transformers before it, whatever it knows of them
  std::shared_ptr<sim::TornStorage> memory;
  std::unique_ptr<sim::SimulatedMeter> meter;
  std::optional<LineBreak> line;            ///< how the line to its security module will break
  FieldLink link;
  std::vector<iso7816::Command> recorded;  ///< what was said to it in the last conversation
};

/// A pump at a well.
struct FieldWell {
  /// One that was in its slot: numbers of waterings are its own, and the office knows it from a day on.
  struct Module {
    pump::TerminalNumber terminal{};
    std::uint32_t after = 0;  ///< so many records were there before
    LocalDate put_in{};
  };
  std::string name;
  sim::PumpSite site;
  std::shared_ptr<sim::TornStorage> memory;
  std::unique_ptr<sim::MeterMemory> chip;
  std::unique_ptr<sim::WellPump> pump;
  std::optional<sim::CardOs> pulled;  ///< its module, in somebody's hand
  std::uint8_t price_set = 0;
  FieldLink link;
  std::vector<Module> modules;        ///< the last is in it; one that drew no number stands here no more
  std::string place;                  ///< the well as the office knows it: another meter may have hung there before
  std::string village;                ///< where it lies; empty: nobody has said
  std::optional<LocalDate> until;     ///< its last day there; nothing: it is there
  FieldLight light;

  void has(const pump::TerminalNumber& terminal, const LocalDate& today);
  /// By whose module the record at that place was numbered.
  const pump::TerminalNumber& terminal_of(std::uint32_t place) const;
  /// The memory lost its power in the middle of a write: everything did, and has it back.
  void come_back_if_torn();
};

/// A till with its reader.
struct Window {
  std::string station, till;
  std::string seller;                ///< who has opened his shift here; empty: nobody looks at the cards
  std::vector<std::string> cards;    ///< on the reader
  std::optional<teller::Inspection> look;  ///< of the newest card
  std::optional<Error> trouble;
};

/// Where the program will die.
struct CrashPoint {
  enum class At : std::uint8_t { never, after_booking, after_journal, at_command } at = At::never;
  int command = 0;
};

class World;

/// The vault as the program reaches it: it may be away, and the program may die while it asks.
class FieldVault final : public seal::Vault {
 public:
  explicit FieldVault(World& world);
  std::string name() const override { return vault_.name(); }
  Result<Bytes> perform(const seal::Request& request) override;
  Result<std::vector<seal::KeyDescription>> keys() override { return sealing_.keys(); }
  /// The utility's keys of one more version are there.
  void add_version(std::uint8_t version);
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override {
    return vault_.sign_root(digest);
  }
  Result<Bytes> root_public_key() override { return vault_.root_public_key(); }
  Result<void> health() override;
  bool away = false;

 private:
  World& world_;
  seal::SoftwareVault vault_;        ///< signs the books from the first row on
  seal::SoftwareVault::Roots roots_; ///< of all versions
  seal::SoftwareVault sealing_;
};

/// A county's key of that version: version 1 are the test keys, the others nobody else has.
seal::Key county_key(seal::Purpose purpose, std::uint8_t version);

class World {
 public:
  /// By which the program of this world sells.
  const scheme::Table* schemes = &schemes::table();

  /// `folder`: where the log lies; files that it names are looked for from there.
  static Result<std::unique_ptr<World>> make(std::filesystem::path folder);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // ---- time
  Instant now() const { return clock_.now(); }
  const Clock& clock() const { return clock_; }
  Zone zone() const { return zone_; }
  void set_zone(Zone zone) { zone_ = std::move(zone); }
  /// Before anything has happened.
  void set_clock(Instant at) { clock_.set(at); }
  /// Time passes for everybody.
  void pass(Duration by);
  /// Every deed takes a second of the counter's clock, so that rows keep their order; pass() makes it good.
  void take_a_second();
  /// The server's clock alone is wrong by `by` from now on.
  void shift_server_clock(Duration by) { clock_.advance(by); }

  // ---- things by their names in the log; error `log_mistake` for a name that was never introduced
  Result<FieldCard*> card(const std::string& name);
  Result<FieldMeter*> meter(const std::string& name);
  Result<FieldWell*> well(const std::string& name);
  Result<FieldHandheld*> handheld(const std::string& name);
  Result<Window*> window(const std::string& till);
  /// The window where this person has opened his shift, or where he stood last.
  Result<Window*> window_of(const std::string& who);
  Result<std::int64_t> account(const std::string& name);
  Result<CustomerNumber> customer(const std::string& name);
  Result<std::string> sale(const std::string& name);
  Result<std::filesystem::path> file(const std::string& name) const;

  // ---- the counter's side
  Result<people::Context> context(const std::string& who, const Window* at);
  /// What must be answered before any deed at a window. Errors: `program_stopped`, `log_mistake`.
  Result<void> running() const;

  /// What a booking gets: a claim of its own, the card on the reader, an approval when there is one.
  struct Ask {
    counter::Claim claim;
    std::optional<CardSerial> card;
    std::int64_t approval = 0;
    people::Context context;
  };
  using Book = std::function<counter::Booked(const books::Reader&, const Ask&)>;
  /// Books, then writes the card that lies there, as the server does; a second person's approval is asked for and used.
  Result<Facts> book_and_carry(const std::string& who, const std::string& action, const std::string& label, Book book,
                               bool needs_card = true);
  /// The same request again, with its own key. `changed`: with other content.
  Result<Facts> ask_again(const std::string& label, bool changed);
  Result<Facts> approve(const std::string& who, bool approve, const std::string& reason);
  /// `attempt`: (number of an approval, 0: none) -> Result. A second person who is needed is asked, and his word is used when the same
  /// line is said again.
  template <class Attempt>
  auto with_second_person(const std::string& action, const people::Context& context, Attempt attempt) -> decltype(attempt(std::int64_t{}));
  Facts facts_of_sale(const std::string& number);

  // ---- farmers' cards
  using PurseBook = std::function<purse::Booked(const books::Reader&, const Ask&, const Result<purse::CardSeen>&)>;
  /// The card on the reader is looked at, which settles what was in doubt; then booked and carried, as the server does.
  Result<Facts> book_on_purse(const std::string& who, const std::string& action, const std::string& label, PurseBook book, bool needs_card = true);
  Result<teller::PurseInspection> look_at_purse(Window& window, const people::Context& context);
  /// The account that the meter has now goes by this name from now on; nothing changes when it has none.
  void note_account(const std::string& name, MeterNumber meter);

  /// The newest card on the reader is looked at, as the server does when one is put down and after each work.
  void look(Window& window);
  /// What the counter page shows.
  Result<Facts> page(const Window& window);
  teller::CardOnReader on_reader(FieldCard& card);
  void put_on_reader(FieldCard& card, Window& window);
  /// From wherever it is.
  void take_away(FieldCard& card);
  void start_again();
  /// The program dies when it has sent so many commands from now on; the last one is carried out.
  void announce_death(int at_command) { crash_point = {CrashPoint::At::at_command, at_command}, commands_ = 0; }

  // ---- the meter's side
  /// The card in, as far as it goes; it stays in the slot. The meter's refusal is the error's code.
  Result<void> insert(FieldCard& card, FieldMeter& meter);
  Facts facts_of_meter(const FieldMeter& meter) const;

  std::string money(Money amount) const { return format_money(amount, 2); }
  std::string credit(Credit amount) const { return format_credit(amount, 2); }

  SeededRandom random{20261120};
  // Made once for all worlds of a run: each is alone and asks them nothing that another could have changed.
  const sim::Factory& factory;
  const sim::Factory& other_factory;
  const seal::SigningKey& utility_identity;  ///< by which meters know the utility
  std::unique_ptr<store::Books> books;
  std::unique_ptr<FieldVault> vault;
  std::unique_ptr<teller::Teller> teller;
  seal::Vault* in_the_slot = nullptr;  ///< a PSAM that the counter seals with in place of the vault, on its lines too
  bool program_runs = true;
  CrashPoint crash_point;

  std::map<std::string, FieldCard> cards;
  std::map<std::string, FieldMeter> meters;
  std::map<std::string, FieldWell> wells;
  std::map<std::string, FieldHandheld> handhelds;
  std::map<std::string, Money> strangers;        ///< cards that no book of ours knows, with what came onto them
  std::map<std::string, Window> windows;         ///< by till code
  std::map<std::string, std::string> stands_at;  ///< operator -> till
  std::map<std::string, std::int64_t> accounts;
  std::map<std::string, CustomerNumber> customers;
  std::map<std::string, std::string> sales;   ///< label -> receipt
  std::map<std::string, std::string> quotes;  ///< label -> id
  std::string station;                        ///< the one that was named last

  void die_if_due(bool command_done);

 private:
  explicit World(std::filesystem::path folder);
  std::size_t sealed_so_far();
  Result<counter::Outcome> book(const std::string& action, Ask ask, const Book& book);
  Result<void> ask_second_person(const std::string& action, const Error& needed, const people::Context& context);
  Result<std::optional<Error>> carry(Window& window, const counter::Outcome& outcome, const people::Context& context);
  void pull_if_due(FieldCard& card);

  struct Repeat {
    std::string who, action;
    counter::Claim claim;
    std::optional<CardSerial> card;
    Book book;
  };
  std::filesystem::path folder_;
  ManualClock clock_;
  Duration ahead_;  ///< seconds that the deeds have taken and pass() has not made good yet
  Zone zone_ = Zone::utc();
  std::map<std::string, Repeat> repeats_;
  std::map<std::string, std::int64_t> approvals_;  ///< action and content -> number
  std::int64_t asked_ = 0;                         ///< newest request for approval
  int keys_ = 0;
  int commands_ = 0;         ///< sent to a card since the death was announced
  std::string carried_now_;  ///< receipt that is being written
  std::size_t sealed_before_ = 0;
};

template <class Attempt>
auto World::with_second_person(const std::string& action, const people::Context& context, Attempt attempt)
    -> decltype(attempt(std::int64_t{})) {
  auto first = attempt(std::int64_t{});
  if (first.ok() || cause_of(first.error()) != Cause::approval_needed) return first;
  const auto known = approvals_.find(first.error().details.at("action") + "|" + first.error().details.at("content"));
  if (known == approvals_.end()) {
    MUST(ask_second_person(action, first.error(), context));
    return first;
  }
  auto again = attempt(known->second);
  if (again.ok()) approvals_.erase(known);
  return again;
}

}  // namespace kwota::field
