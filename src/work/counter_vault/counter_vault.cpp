#include "work/counter_vault/counter_vault.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "carry/cards/common/family.h"
#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "work/counter_vault/psam_reader.h"
#include "work/key_office/card_care.h"

namespace kwota::counter_vault {
namespace {

/// The books' word on a device; by its own code, because it is the counter's tool and not a customer's card.
Result<void> admitted(store::Books& books, const std::string& serial) {
  const auto known = books.read([&](const books::Reader& reader) -> Result<Done> {
    MUST(keys::check_device(reader, serial));
    return Done{};
  });
  if (known.ok()) return {};
  if (cause_of(known.error()) != Cause::card_voided) return known.error();
  return error(
      Fault::refused, Cause::counter_vault_void,
      "What this counter seals with was declared void: nothing was sealed. Hand it to the key office, and take another one.",
      known.error().details);
}

/// A PSAM before it is opened hears which cards are void. The county's keys in the token seal the orders; without them the PSAM
/// stays as it is: the counter itself refuses void cards all the same.
void bring_void_list(store::Books& books, seal::KeyStore& token, const Clock& clock, const CardSerial& serial,
                     const psam::CardSlot& slot) {
  std::vector<CardSerial> voided;
  const auto care = books.read([&](const books::Reader& reader) -> Result<key_cards::CardCare> {
    TRY(list, key_office::voided_serials(reader));
    voided = list;
    MUST(keys::check_device(reader, to_text(serial)));
    return key_cards::CardCare{serial, {}};  // a PSAM hangs below the county, whose keys are the token's
  });
  if (!care.ok() || voided.empty()) return;
  const dialogue::Parties parties{.device = slot,
                                  .vault = [&token](const seal::Request& request) { return token.vault().perform(request); },
                                  .journal = [](const dialogue::JournalNote&) { return Result<void>(); }};
  const auto added = dialogue::run(key_cards::write_void_list(*care, voided), parties);
  if (!added.ok() || *added == 0) return;
  people::Context context;
  context.who.name = "kwota";
  context.now = clock.now();
  // Should the books not take the line, the PSAM knows all the same; the next contact finds nothing to add.
  static_cast<void>(books.run({context.who.name, "key_devices", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{}, {keys::note(context, "void_list_brought", "device/" + to_text(serial))}}, Done{}};
  }));
}

Error mother_pins_wanted() {
  return error(Fault::refused, "mother_pins_wanted",
               "The user mother card waits for her PIN and that of her control card: no card was made. Enter them at the counter.");
}

}  // namespace

std::unique_ptr<CounterVault> CounterVault::open(const Parts& parts) {
  if (parts.configuration.kind != seal::SealsWith::psam && parts.configuration.kind != seal::SealsWith::load_sam) return open(parts, {});
  const auto slot_in = [](const std::string& name) {
    const auto reader = std::make_shared<PsamReader>(name);
    return Slot{.exchange = [reader](const iso7816::Command& command) { return reader->exchange(command); },
                .serial = [reader] { return reader->serial(); }};
  };
  const auto& wanted = parts.configuration;
  if (wanted.mother_reader.empty()) return open(parts, slot_in(wanted.reader));
  return open(parts, slot_in(wanted.reader), Pair{slot_in(wanted.mother_reader), slot_in(wanted.control_reader)});
}

std::unique_ptr<CounterVault> CounterVault::open(const Parts& parts, Slot slot, std::optional<Pair> pair) {
  std::unique_ptr<CounterVault> made{new CounterVault(parts)};
  const auto& wanted = parts.configuration;
  switch (wanted.kind) {
    case seal::SealsWith::token: made->label_ = made->sealing_.name(); break;
    case seal::SealsWith::psam:
    case seal::SealsWith::load_sam: made->use_sam(parts, std::move(slot));
      if (pair) made->use_mother(*std::move(pair));
      break;
  }
  return made;
}

void CounterVault::use_sam(const Parts& parts, Slot slot) {
  const auto& wanted = parts.configuration;
  const bool is_load_sam = wanted.kind == seal::SealsWith::load_sam;
  label_ = to_hex(wanted.terminal);
  for (const auto& reader : {wanted.reader, wanted.mother_reader, wanted.control_reader})
    if (!reader.empty()) readers_.push_back(reader);
  psam::PinSource pin = is_load_sam ? psam::PinSource([this] { return typed_pin(); }) : seal::pin_source(wanted.pin, parts.data);
  psam_ = std::make_unique<psam::PsamVault>(
      std::move(slot.exchange), std::move(slot.serial), wanted.terminal, std::move(pin), sealing_,
      psam::PsamCare{.kind = is_load_sam ? key_cards::KeyCardKind::load_sam : key_cards::KeyCardKind::psam,
                     .today = [this] { return today(); },
                     .admitted = [&books = books_](const CardSerial& serial) { return admitted(books, to_text(serial)); },
                     .at_contact = [&books = books_, &token = *parts.vaults.sealing_store, &clock = clock_](
                                       const CardSerial& serial,
                                       const psam::CardSlot& card) { bring_void_list(books, token, clock, serial, card); }});
}

Result<void> CounterVault::makes_cards() {
  const std::lock_guard alone{pin_mutex_};
  if (has_mother_ && !mother_pins_) return mother_pins_wanted();
  return Done{};
}

void CounterVault::use_mother(Pair pair) {
  has_mother_ = true;
  psam_->lay_down_mother({.mother = std::move(pair.mother.exchange),
                          .control = std::move(pair.control.exchange),
                          .mother_serial = std::move(pair.mother.serial),
                          .control_serial = std::move(pair.control.serial),
                          .pins = [this]() -> Result<psam::MotherSlots::Pins> {
                            const std::lock_guard alone{pin_mutex_};
                            if (mother_pins_) return *mother_pins_;
                            return mother_pins_wanted();
                          },
                          .voided = [this] { return books_.read([](const books::Reader& reader) { return key_office::voided_serials(reader); }); },
                          .pins_refused = [this] {
                            const std::lock_guard alone{pin_mutex_};
                            mother_pins_.reset();
                          }});
}

Result<void> CounterVault::enter_mother_pins(SecretBytes mother, SecretBytes control) {
  if (!has_mother_) return error(Fault::request, "no_pin_here", "No mother card is configured at this counter: nothing here waits for a PIN.");
  const std::lock_guard alone{pin_mutex_};
  mother_pins_ = psam::MotherSlots::Pins{std::move(mother), std::move(control)};
  return {};
}

key_cards::Date4 CounterVault::today() {
  const auto zone = books_.read(books::utility_zone);
  const auto day = (zone.ok() ? *zone : Zone::utc()).local(clock_.now()).date;
  const auto text = format_date(day);
  const auto bytes = from_hex(text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2));
  key_cards::Date4 out{};
  std::ranges::copy(*bytes, out.begin());
  return out;
}

Result<SecretBytes> CounterVault::typed_pin() {
  const std::lock_guard alone{pin_mutex_};
  if (sam_pin_) return *sam_pin_;
  return error(Fault::refused, Cause::load_sam_pin_wanted,
               fmt::format("The load SAM of terminal {} waits for its holder's PIN: nothing was sealed. Enter it at the counter.", label_),
               {{"terminal", label_}});
}

Result<iso7816::Response> CounterVault::carry(const CardSerial& card, const iso7816::Command& command) {
  if (kind_ == seal::SealsWith::load_sam) return psam_->carry(card, command);
  return psam::not_in_reader(card);
}

/// Tried once; a wrong one is forgotten, so that no sale tries it again.
Result<void> CounterVault::enter_pin(SecretBytes pin) {
  if (kind_ != seal::SealsWith::load_sam)
    return error(Fault::request, "no_pin_here", "This counter seals with nothing that its holder opens: nothing here waits for a PIN.");
  {
    const std::lock_guard alone{pin_mutex_};
    sam_pin_ = std::move(pin);
  }
  psam_->pin_changed();
  auto good = psam_->health();
  if (good.ok() || cause_of(good.error()) == Cause::vault_offline) return good;
  {
    const std::lock_guard alone{pin_mutex_};
    sam_pin_.reset();
  }
  const auto& why = good.error();
  if (cause_of(why) == Cause::key_card_pin_wrong)
    return error(Fault::request, Cause::wrong_pin, "This PIN is wrong: nothing was sealed. Enter the right one.", {{"tries", why.details.at("tries")}});
  if (cause_of(why) == Cause::key_card_pin_locked)
    return error(Fault::refused, Cause::pin_locked, "The PIN of the load SAM is locked: nothing was sealed. The key office can give it a new one.");
  return good;
}

void CounterVault::describe_load_sam(State& state) {
  const auto quota = psam_->quota();
  if (!quota.ok()) {
    state.trouble = quota.error();
    return;
  }
  state.load_sam = *quota;
  const auto serial = to_text(psam_->serial());
  const auto device = books_.read([&](const books::Reader& reader) -> Result<std::optional<books::KeyDevice>> { return reader.find<books::KeyDevice>(serial); });
  if (device.ok() && *device) state.holder = (*device)->holder;
  if (const auto may = psam_->may_seal(*quota); !may.ok()) state.trouble = may.error();
}

Result<void> CounterVault::still_good(const CardSerial& card) { return admitted(books_, to_text(card)); }

Result<psam::TerminalProof> CounterVault::admit(const psam::CardSlot& slot, ByteView atr, const SecretBytes& pin, psam::TerminalQuestion question, const people::Context& context) {
  TRY(serial, cards::serial_of_atr(atr));
  MUST(still_good(serial));
  TRY(county, books_.read([](const books::Reader& reader) -> Result<std::uint32_t> { return books::utility_of(reader).county; }));
  question.county = county;
  TRY(proof, prove_terminal(sealing_, slot, serial, pin, question));
  const auto noted = books_.run({context.who.name, "sell", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{}, {keys::note(context, "terminal_admitted", "device/" + to_text(serial))}}, Done{}};
  });
  if (!noted.ok()) return noted.error();
  return proof;
}

CounterVault::State CounterVault::state() {
  State state;
  if (const auto health = vault().health(); !health.ok()) {
    state.trouble = health.error();
    return state;
  }
  state.marks = vault().seal_marks();
  {
    const std::lock_guard alone{pin_mutex_};
    state.mother_pins_wanted = has_mother_ && !mother_pins_;
  }
  if (kind_ == seal::SealsWith::load_sam) describe_load_sam(state);
  return state;
}

}  // namespace kwota::counter_vault
