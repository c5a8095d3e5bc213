#include "carry/cards/psam/psam_vault.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/cards/key_cards/load_sam.h"
#include "seal/cipher/secure_messaging.h"
#include "seal/recipes/all.h"
#include "seal/vault/test_keys.h"
#include "seal/vault/vault_rules.h"

namespace kwota::psam {

namespace {

using iso7816::SamKind;
using seal::Purpose;

constexpr std::size_t des_block = 8;
constexpr std::uint16_t state_lost = 0x6982, file_not_there = 0x6A82, not_in_this_state = 0x6901, voided = 0x6985, key_not_there = 0x6A88, counter_full = 0x9402, not_enough = 0x9401;

/// A request that has to be made again: the card was away and has forgotten its PIN.
Error must_reopen() { return error(Fault::wire, Cause::psam_closed, "The PSAM was away."); }

Error voided_card() {
  return error(Fault::refused, "psam_knows_void",
               "The PSAM knows this card as void: nothing was sealed. Keep the card and report it.");
}

Error quota_used_up() {
  return error(Fault::refused, "psam_used_up", "The quota of this PSAM is used up: nothing was sealed. Ask the key office for a refill or another one.");
}

/// She is asked for keys alone, before any money, and no refill of a PSAM or of her control card gives her more.
Error mother_used_up() {
  return error(Fault::refused, "mother_card_used_up",
               "The user mother card has given this key as often as she may: the card on the reader is not finished. Have the key office renew her with her control card, then make the card again.");
}

/// It may come at any command of a sale, so it says nothing of what was done before; and no refill gives a card new numbers.
Error numbers_used_up() {
  return error(Fault::refused, Cause::psam_numbers_used_up,
               "This PSAM has counted its last transaction and answers no more. Put in another one of the key office; the card is asked what it holds when it is looked at again.");
}

Error seal_used_up(const key_cards::SamQuota& quota) {
  const auto left = fmt::format("{}.{:02}", quota.amount / 100, quota.amount % 100), count = fmt::format("{}", quota.sales);
  return error(Fault::refused, Cause::load_sam_used_up,
               fmt::format("The load SAM may not seal this: {} are left for {} more sales. Nothing was sealed. Have the key office refill it.",
                           left, count),
               {{"left", left}, {"count", count}});
}

/// They are counted beside the sales, and may be gone where money is left.
Error orders_used_up() {
  return error(Fault::refused, "load_sam_orders_used_up",
               "The load SAM may seal no more orders, as files of cards, unloads, releases, prices and relays want them. Nothing was sealed. Have the key office refill it.");
}

/// A card that was reset stands in its root, where it knows none of the keys.
bool was_reset(const CardSlot& card, iso7816::StatusWord status) {
  if (status.value != key_not_there) return false;
  const auto parameters = card(cards::read_binary(key_cards::sfi::parameters, key_cards::parameter_bytes));
  return parameters.ok() && parameters->sw.value == file_not_there;
}

Result<Bytes> verdict(iso7816::Response answer, const seal::KeyRef& key, const iso7816::Command& command) {
  switch (answer.sw.value) {
    case 0x9000: return std::move(answer.data);
    case state_lost:
    case file_not_there:
    case not_in_this_state: return must_reopen();
    case key_not_there: return seal::key_missing(key);
    case voided: return voided_card();
    case counter_full: return numbers_used_up();
    case not_enough: return quota_used_up();
    default: return seal::vault_refused(fmt::format("{}: {}", key_cards::name_of(command), iso7816::meaning(answer.sw)));
  }
}

std::optional<SamKind> authenticates(Purpose purpose) {
  switch (purpose) {
    case Purpose::card_authentication: return SamKind::card_authentication;
    case Purpose::seller_authentication: return SamKind::seller_authentication;
    case Purpose::meter_identity: return SamKind::meter_identity;
    default: return std::nullopt;
  }
}

std::optional<SamKind> protects(Purpose purpose) {
  switch (purpose) {
    case Purpose::credit: return SamKind::credit;
    case Purpose::return_data: return SamKind::return_data;
    case Purpose::meter_parameter: return SamKind::meter_parameter;
    case Purpose::meter_control: return SamKind::meter_control;
    default: return std::nullopt;
  }
}

std::string days(const key_cards::Date4& day) { return to_hex(day); }

dialogue::Parties parties_of(const CardSlot& first, const CardSlot& mother, const CardSlot& control) {
  return {.device = first,
          .vault = [](const seal::Request&) -> Result<Bytes> { return seal::vault_cannot("a PSAM is opened by its PIN alone"); },
          .journal = [](const dialogue::JournalNote&) { return Result<void>(); },
          .other_device = [mother, control](std::size_t card, const iso7816::Command& command) {
            return card == key_cards::place::mother ? mother(command) : control(command);
          }};
}

/// An ISAM is a PSAM that loads wallets.
bool serves_as(key_cards::KeyCardKind wanted, key_cards::KeyCardKind found) {
  return found == wanted || (wanted == key_cards::KeyCardKind::psam && found == key_cards::KeyCardKind::isam);
}

}  // namespace

Error not_in_reader(const CardSerial& card) {
  return error(Fault::card, "not_in_reader", fmt::format("Card {} is in no reader here. Nothing was done: put it there first.", to_text(card)),
               {{"card", to_text(card)}});
}

PsamVault::PsamVault(CardSlot psam, SerialSource serial, key_cards::TerminalNumber terminal, PinSource pin, seal::Vault& signer,
                     PsamCare care)
    : psam_(std::move(psam)), serial_source_(std::move(serial)), terminal_(terminal), pin_(std::move(pin)), signer_(signer),
      care_(std::move(care)) {}

void PsamVault::lay_down_mother(MotherSlots slots) {
  const std::lock_guard alone{alone_};
  mother_ = std::move(slots);
  mother_open_for_.reset();
}

void PsamVault::pin_changed() {
  const std::lock_guard alone{alone_};
  open_ = pin_refused_ = false;
}

CardSerial PsamVault::serial() const {
  const std::lock_guard alone{alone_};
  return serial_;
}

std::string PsamVault::name() const { return (in_field_terms() ? "load SAM, terminal " : "PSAM, terminal ") + to_hex(terminal_); }

/// What the PSAM says of itself is looked at before its PIN is asked for.
Result<void> PsamVault::open() {
  // A load SAM's PIN is typed by its holder, who is asked for it again; a PSAM's stands in a file and would only be tried again.
  if (pin_refused_ && !in_field_terms()) return seal::vault_refused("the PIN of the PSAM was wrong; give the right one and start again");
  const auto there = serial_source_();
  if (!there.ok()) return seal::vault_offline("the PSAM is not in its reader");
  serial_ = *there;
  keys_.reset();
  if (care_.admitted) MUST(care_.admitted(serial_));
  const auto parties = parties_of(psam_, psam_, psam_);
  const auto away = [](const Error& why) { return cause_of(why) == Cause::card_removed || why.fault == Fault::wire; };
  const auto found = dialogue::run(key_cards::read_terminal(key_cards::place::target, serial_), parties);
  if (!found.ok()) return away(found.error()) ? seal::vault_offline("the PSAM is not in its reader") : found.error();
  if (!serves_as(care_.kind, found->parameters.kind))
    return seal::vault_refused(fmt::format("the card in this reader is a {}, the counter is configured for a {}",
                                           key_cards::name_of(found->parameters.kind), key_cards::name_of(care_.kind)));
  if (found->number != terminal_)
    return seal::vault_refused(fmt::format("this PSAM is terminal {}, the counter is {}", to_hex(found->number), to_hex(terminal_)));
  if (care_.at_contact) care_.at_contact(serial_, psam_);
  TRY(pin, pin_());
  const auto given = dialogue::run(key_cards::give_pin(key_cards::place::target, "psam", to_bytes(pin.view())), parties);
  if (given.ok()) {
    open_ = true;
    return {};
  }
  pin_refused_ = cause_of(given.error()) == Cause::key_card_pin_wrong || cause_of(given.error()) == Cause::key_card_pin_locked;
  return away(given.error()) ? seal::vault_offline("the PSAM is not in its reader") : given.error();
}

template <class Work>
auto PsamVault::with_psam(Work work) -> decltype(work()) {
  const std::lock_guard alone{alone_};
  ++figures_.requests;
  const auto fail = [this](Error why) {
    figures_.last_error = why;
    return why;
  };
  if (open_ && care_.admitted)
    if (const auto admitted = care_.admitted(serial_); !admitted.ok()) return fail(admitted.error());
  if (!open_)
    if (const auto opened = open(); !opened.ok()) return fail(opened.error());
  auto answer = work();
  if (!answer.ok() && cause_of(answer.error()) == Cause::psam_closed) {
    open_ = false;
    mother_open_for_.reset();
    ++figures_.reconnects;
    if (const auto opened = open(); !opened.ok()) return fail(opened.error());
    answer = work();
  }
  if (!answer.ok() && cause_of(answer.error()) == Cause::psam_closed) return fail(seal::vault_offline("the PSAM does not stay in its reader"));
  if (!answer.ok()) return fail(answer.error());
  return answer;
}

Result<Bytes> PsamVault::ask(const iso7816::Command& command, const seal::KeyRef& key) {
  auto answer = psam_(command);
  // Perhaps it is back already: opening it again says whether it is.
  if (!answer.ok() || was_reset(psam_, answer->sw)) return must_reopen();
  return verdict(std::move(answer).value(), key, command);
}

Result<void> PsamVault::deliver(SamKind kind, std::uint8_t levels, const seal::KeyRef& key, ByteView factors) {
  MUST(ask(key_cards::deliver_key(iso7816::sam_usage(kind, levels), key.version, factors), key));
  return {};
}

/// The PSAM counts when it delivers the key: what stands in the file now is the next number.
Result<void> PsamVault::note_transaction() {
  TRY(counter, ask(cards::read_binary(key_cards::sfi::transaction_counter, 4), {}));
  MUST(cards::check_length(counter, 4));
  transaction_ = get_be32(counter.data()) - 1;
  return {};
}

/// What the card counts with that it refuses: it says only that it does.
Result<void> PsamVault::may_seal(const key_cards::SamQuota& quota) const {
  const auto today = care_.today();
  if (today < quota.newest_day)
    return error(Fault::refused, Cause::load_sam_day,
                 fmt::format("The load SAM has been told a later day already ({}): nothing was sealed. Check the clock of this machine.",
                             days(quota.newest_day)),
                 {{"newest", days(quota.newest_day)}});
  if (quota.last_day != key_cards::Date4{} && quota.last_day < today)
    return error(Fault::refused, Cause::load_sam_expired,
                 fmt::format("The last day of the load SAM was {}: nothing was sealed. Have the key office refill it.", days(quota.last_day)),
                 {{"last", days(quota.last_day)}});
  if (quota.amount != 0 && quota.sales != 0) return {};
  return seal_used_up(quota);
}

Result<key_cards::SamQuota> PsamVault::read_quota() {
  TRY(head, dialogue::run(key_cards::read_sam_quota(key_cards::place::target), parties_of(psam_, psam_, psam_)));
  return head;
}

Result<key_cards::SamQuota> PsamVault::quota() {
  return with_psam([&]() -> Result<key_cards::SamQuota> {
    MUST(ask(cards::read_binary(key_cards::sfi::transaction_counter, 4), {}));  // away, it is opened again
    return read_quota();
  });
}

Result<iso7816::Response> PsamVault::carry(const CardSerial& card, const iso7816::Command& command) {
  if (!key_cards::is_of_the_office(command)) return seal::vault_refused("the key office looks at this card and orders, and does nothing else");
  const std::lock_guard alone{alone_};
  if (!open_ || serial_ != card)
    return not_in_reader(card);
  return psam_(command);
}

Result<Bytes> PsamVault::ask_load_sam(const key_cards::FieldTerms& asked, const seal::KeyRef& key) {
  constexpr std::uint16_t not_right = 0x6300, refused = 0x6985;
  auto answer = psam_(asked.command);
  if (!answer.ok() || was_reset(psam_, answer->sw)) return must_reopen();
  if (!asked.claimed.empty()) {
    if (answer->sw.ok()) return asked.claimed;
    if (answer->sw.value == not_right) return Bytes(asked.claimed.size());
  }
  if (answer->sw.value == not_enough || answer->sw.value == refused) {
    TRY(left, read_quota());
    if (answer->sw.value == not_enough && !asked.is_sale) return orders_used_up();
    MUST(may_seal(left));
    if (answer->sw.value == not_enough) return seal_used_up(left);
  }
  auto given = verdict(std::move(answer).value(), key, asked.command);
  if (given.ok() && asked.is_sale) MUST(note_transaction());
  return given;
}

Result<Bytes> PsamVault::answer(const seal::Authenticate& request) {
  if (!request.path.empty()) return seal::vault_cannot("a counter's PSAM holds no keys of several levels; have the head-end's vault asked");
  if (request.key.purpose == Purpose::card_master && mother_) {
    MUST(ask_mother(request.serial,
                    key_cards::deliver_key(static_cast<std::uint8_t>(Purpose::card_master), request.key.version, request.serial.bytes),
                    request.key));
    return ask_mother(request.serial, key_cards::encrypt_block(request.challenge), request.key);
  }
  if (in_field_terms()) {
    TRY(asked, key_cards::in_field_terms(request));
    return ask_load_sam(asked, request.key);
  }
  const auto kind = authenticates(request.key.purpose);
  if (!kind) return seal::key_missing(request.key);
  MUST(deliver(*kind, 1, request.key, request.serial.bytes));
  return ask(key_cards::encrypt_block(request.challenge), request.key);
}

/// A load SAM is asked for the whole seal in the field's terms; a PSAM makes its key for this card ready, and then computes with it.
template <class Protected, class Compute>
Result<Bytes> PsamVault::protect(const Protected& request, Compute compute) {
  if (in_field_terms()) {
    TRY(asked, key_cards::in_field_terms(request, care_.today()));
    return ask_load_sam(asked, request.key);
  }
  const auto kind = protects(request.key.purpose);
  if (!kind) return seal::key_missing(request.key);
  MUST(deliver(*kind, 1, request.key, request.serial.bytes));
  return compute();
}

Result<Bytes> PsamVault::answer(const seal::LineMac& request) {
  return protect(request, [&]() -> Result<Bytes> {
    if (seal::given_by(request)) MUST(note_transaction());
    return mac_over(request.challenge, request.message, request.key);
  });
}

/// With the key that was delivered last.
Result<Bytes> PsamVault::mac_over(const std::array<std::uint8_t, 4>& challenge, ByteView message, const seal::KeyRef& key) {
  if (message.size() <= key_cards::mac_part_max) return ask(key_cards::mac_with_start(challenge, message), key);
  MUST(ask(key_cards::mac_first_part(challenge, message.first(key_cards::mac_part_max)), key));
  return ask(key_cards::mac_last_part(message.subspan(key_cards::mac_part_max)), key);
}

/// A load SAM looks itself whether the card has asked for this. ISAM: the session's input goes along as the last level (cards.md 3.3).
Result<Bytes> PsamVault::answer(const seal::SessionMac& request) {
  if (in_field_terms()) {
    TRY(asked, key_cards::in_field_terms(request));
    return ask_load_sam(asked, request.key);
  }
  if (request.key.purpose != Purpose::load || request.factors.size() != 1) return seal::key_missing(request.key);
  Bytes factors = to_bytes(request.factors[0]);
  append(factors, request.input);
  MUST(deliver(SamKind::load, 2, request.key, factors));
  MUST(note_transaction());
  return ask(key_cards::mac_of_transaction(request.message), request.key);
}

Result<Bytes> PsamVault::answer(const seal::EncipheredCommand& request) {
  return protect(request, [&]() -> Result<Bytes> {
    const auto plain = seal::filled_body(request.data, des_block);
    TRY(enciphered, ask(key_cards::encrypt_blocks(plain.view()), request.key));
    TRY(mac, mac_over(request.challenge, seal::covered_by_seal(request, enciphered), request.key));
    append(enciphered, mac);
    return enciphered;
  });
}

template <class Other>
Result<Bytes> PsamVault::answer(const Other&) {
  return seal::vault_cannot("a PSAM holds no keys for this; ask the key office");
}

Result<Bytes> PsamVault::answer(const seal::WriteCardKey& request) {
  if (!mother_) return seal::vault_cannot("a PSAM gives no keys to cards; lay down the user mother card and her control card");
  if (request.under.purpose != Purpose::card_master)
    return seal::vault_cannot("a user mother card takes no blank card over; have the blank cards prepared by the key office");
  const auto factors = seal::factors_of(request);
  return ask_mother(request.serial,
                    key_cards::export_key({.key = request.key, .factors = factors, .target = request.serial,
                                           .challenge = request.challenge, .record_header = request.record_header, .p1 = request.p1,
                                           .key_id = request.key_id}),
                    request.key);
}

/// Her control card counts each opening, and she serves one card for it.
Result<void> PsamVault::open_mother(const CardSerial& card) {
  const auto mother = mother_->mother_serial(), control = mother_->control_serial();
  if (!mother.ok() || !control.ok()) return seal::vault_offline("the user mother card or her control card is not in its reader");
  TRY(pins, mother_->pins());
  key_cards::PairOrder pair{.mother = *mother, .control = *control, .kind = key_cards::KeyCardKind::user_mother,
                            .mother_pin = to_bytes(pins.mother.view()), .control_pin = to_bytes(pins.control.view()), .today = care_.today()};
  if (mother_->voided) {
    TRY(voided, mother_->voided());
    pair.voided = std::move(voided);
  }
  const auto opened = dialogue::run(key_cards::open_pair(pair), parties_of(psam_, mother_->mother, mother_->control));
  wipe(pair.mother_pin);
  wipe(pair.control_pin);
  if (!opened.ok()) {
    const bool wrong = cause_of(opened.error()) == Cause::key_card_pin_wrong || cause_of(opened.error()) == Cause::key_card_pin_locked;
    if (wrong && mother_->pins_refused) mother_->pins_refused();
    return opened.error();
  }
  mother_open_for_ = card;
  return {};
}

Result<Bytes> PsamVault::ask_mother(const CardSerial& card, const iso7816::Command& command, const seal::KeyRef& key) {
  if (mother_open_for_ != card) MUST(open_mother(card));
  auto answer = mother_->mother(command);
  if (!answer.ok()) {
    mother_open_for_.reset();
    return seal::vault_offline("the user mother card is not in its reader");
  }
  if (was_reset(mother_->mother, answer->sw)) return must_reopen();
  if (answer->sw.value == counter_full) return mother_used_up();
  return verdict(std::move(answer).value(), key, command);
}

Result<Bytes> PsamVault::perform(const seal::Request& request) {
  MUST(seal::permitted(request));
  return with_psam([&] { return std::visit([this](const auto& asked) { return answer(asked); }, request); });
}

Result<std::vector<seal::KeyDescription>> PsamVault::read_keys() {
  TRY(parameters_file, ask(cards::read_binary(key_cards::sfi::parameters, key_cards::parameter_bytes), {}));
  const auto parameters = key_cards::decode_parameters(parameters_file);
  if (!parameters) return seal::vault_refused("the PSAM is half-written");
  std::vector<seal::KeyDescription> all;
  for (const auto& entry : key_cards::product_of(parameters->kind).application.keys) {
    // A terminal's own key is no county's: the office knows another check value.
    if (entry.key.type != iso7816::KeyType::sam || entry.derived_by == cards::DerivedBy::terminal) continue;
    for (std::uint8_t version = parameters->version; version > 0 && version + 2 > parameters->version; --version) {
      const seal::KeyRef key{entry.purpose, version};
      const auto value = ask(key_cards::key_check_value(entry.key.rule, version), key);
      if (!value.ok() && cause_of(value.error()) == Cause::key_missing) continue;
      if (!value.ok()) return value.error();
      MUST(cards::check_length(*value, sizeof(seal::KeyCheckValue)));
      const seal::KeyCheckValue check{(*value)[0], (*value)[1], (*value)[2]};
      all.push_back({key, check, seal::is_test_key(key.purpose, check)});
    }
  }
  return all;
}

Result<std::vector<seal::KeyDescription>> PsamVault::keys() {
  return with_psam([&]() -> Result<std::vector<seal::KeyDescription>> {
    if (keys_) return *keys_;
    TRY(read, read_keys());
    keys_ = read;
    return read;
  });
}

Result<void> PsamVault::health() {
  return with_psam([&]() -> Result<void> {
    MUST(ask(cards::read_binary(key_cards::sfi::transaction_counter, 4), {}));
    return {};
  });
}

Result<std::array<std::uint8_t, 64>> PsamVault::sign_root(const std::array<std::uint8_t, 32>& digest) { return signer_.sign_root(digest); }
Result<Bytes> PsamVault::root_public_key() { return signer_.root_public_key(); }
Result<Bytes> PsamVault::sign(const seal::KeyRef& key, ByteView message) { return signer_.sign(key, message); }
Result<Bytes> PsamVault::public_key(const seal::KeyRef& key) { return signer_.public_key(key); }

seal::VaultFigures PsamVault::figures() const {
  const std::lock_guard alone{alone_};
  auto figures = figures_;
  figures.module = in_field_terms() ? "load SAM" : "PSAM";
  figures.token = to_hex(terminal_);
  figures.sessions = open_ ? 1 : 0;
  return figures;
}

Details PsamVault::seal_marks() const {
  const std::lock_guard alone{alone_};
  if (!transaction_) return {};
  return {{"terminal", to_hex(terminal_)}, {"transaction", fmt::format("{}", *transaction_)}};
}

}  // namespace kwota::psam
