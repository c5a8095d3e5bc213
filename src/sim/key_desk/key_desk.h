// What the tests of this room share: the key office's desk with up to three cards on the emulator, the vault with the test keys and
// a journal; and the cards of one utility, each issued by the one above it.
#pragma once
#include <map>
#include <stdexcept>

#include "base/cause.h"
#include "carry/cards/key_cards/care.h"
#include "carry/cards/key_cards/issue.h"
#include "carry/dialogue/breaks.h"
#include "seal/cipher/card_crypto.h"
#include "seal/vault/software_vault.h"
#include "sim/card_os/card_os.h"

namespace kwota::sim::test {

using key_cards::KeyCardKind;
using key_cards::KeyCardOrder;

inline constexpr std::uint32_t province_code = 0x33000000, county_code = 0x33010200;
inline constexpr seal::Factor utility_factor{'K', 'W', 'O', 'T', 'A', '-', '0', '1'};
inline constexpr key_cards::Date4 today{0x20, 0x26, 0x11, 0x20}, last_day{0x20, 0x26, 0x12, 0x31};
inline const Bytes pin = to_bytes(view_of("246810"));
inline const Bytes control_pin = to_bytes(view_of("135791"));

constexpr CardSerial serial_number(std::uint8_t last) { return {{0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x01, last}}; }

/// The root of a version: the test keys, and a second version for a change of keys.
inline seal::Key root_key(seal::Purpose purpose, std::uint8_t version) {
  const auto first = seal::test_root(purpose);
  return version == 1 ? first : seal::diversify(first, {version, 'K', 'W', 'O', 'T', 'A', 0, 0});
}
inline seal::SoftwareVault& vault() {
  static auto made = [] {
    seal::SoftwareVault::Roots roots;
    for (const auto purpose : key_cards::table::tree_purposes)
      for (const auto version : std::to_array<std::uint8_t>({1, 2})) roots.emplace(seal::KeyRef{purpose, version}, root_key(purpose, version));
    roots.emplace(seal::KeyRef{seal::Purpose::card_transport, 1}, seal::test_root(seal::Purpose::card_transport));
    return seal::SoftwareVault{std::move(roots)};
  }();
  return made;
}

/// A key as the county has it, computed beside the cards: DIV by utility, province and county factor.
inline seal::Key county_key(seal::Purpose purpose, std::uint8_t version = 1) {
  auto key = root_key(purpose, version);
  for (const auto& factor : {utility_factor, key_cards::region_factor(province_code), key_cards::region_factor(county_code)})
    key = seal::diversify(key, factor);
  return key;
}
/// The vault of that county: what an HSM gets by delivery.
inline seal::SoftwareVault& county_vault() {
  static auto made = [] {
    seal::SoftwareVault::Roots roots;
    for (const auto purpose : key_cards::table::tree_purposes) roots.emplace(seal::KeyRef{purpose, 1}, county_key(purpose));
    roots.emplace(seal::KeyRef{seal::Purpose::card_transport, 1}, seal::test_root(seal::Purpose::card_transport));
    return seal::SoftwareVault{std::move(roots)};
  }();
  return made;
}

/// For a reader in which that card lies all the time.
inline auto serial_of(const CardSerial& serial) {
  return [serial]() -> Result<CardSerial> { return serial; };
}

inline CardState blank(const CardSerial& serial) {
  return blank_card(serial, seal::test_root(seal::Purpose::card_transport).view());
}

/// Cards 0, 1, 2 on three readers. What was sent to card 0 and noted is kept for the test to look at.
struct KeyDesk {
  explicit KeyDesk(std::vector<CardState> states) : random(std::make_unique<SeededRandom>(7)) {
    for (const auto& state : states) cards.push_back(std::make_unique<CardOs>(card_in_memory(state, *random)));
  }
  dialogue::Parties parties() {
    return {.device = [this](const iso7816::Command& command) { return ask(0, command); },
            .vault = [](const seal::Request& request) { return vault().perform(request); },
            .journal = [this](const dialogue::JournalNote& note) -> Result<void> {
              notes.push_back(note);
              return {};
            },
            .other_device = [this](std::size_t card, const iso7816::Command& command) { return ask(card, command); }};
  }
  Result<iso7816::Response> ask(std::size_t card, const iso7816::Command& command) {
    if (card >= cards.size()) return error(Fault::card, Cause::card_removed, "no card lies there");
    if (card == 0) commands.push_back(command);
    return cards[card]->exchange(command);
  }
  void put_down_again() {
    for (auto& card : cards) card->reset();
  }
  const CardState& state(std::size_t card = 0) const { return cards[card]->state(); }

  std::unique_ptr<SeededRandom> random;
  std::vector<std::unique_ptr<CardOs>> cards;
  std::vector<iso7816::Command> commands;
  std::vector<dialogue::JournalNote> notes;
};

template <class T>
Result<T> run_dialogue(KeyDesk& desk, dialogue::Dialogue<T> dialogue) {
  return dialogue::run(std::move(dialogue), desk.parties());
}

/// Serials of the utility's cards.
inline constexpr auto master_control = serial_number(1), master_control_pair = serial_number(2), province = serial_number(3),
                      province_pair = serial_number(4), county = serial_number(5), county_pair = serial_number(6),
                      user_mother = serial_number(7), user_mother_pair = serial_number(8), psam = serial_number(9),
                      isam = serial_number(10);
inline constexpr key_cards::TerminalNumber terminal{0x00, 0x00, 0x33, 0x01, 0x00, 0x01};

inline std::vector<seal::Factor> above(KeyCardKind issuer) {
  std::vector<seal::Factor> factors{utility_factor};
  if (issuer == KeyCardKind::province || issuer == KeyCardKind::county) factors.push_back(key_cards::region_factor(province_code));
  if (issuer == KeyCardKind::county) factors.push_back(key_cards::region_factor(county_code));
  return factors;
}

inline KeyCardOrder order(KeyCardKind kind, CardSerial serial) {
  return {.kind = kind, .serial = serial, .utility_factor = utility_factor, .pin = pin, .issued = today};
}
inline KeyCardOrder from_pair(KeyCardOrder order, KeyCardKind issuer, CardSerial mother, CardSerial control) {
  order.from = key_cards::MotherPair{mother, control, pin, control_pin};
  order.above = above(issuer);
  return order;
}
inline KeyCardOrder control_of(KeyCardOrder order, KeyCardKind mother_kind, CardSerial mother) {
  order.kind = KeyCardKind::control;
  order.paired = mother;
  order.paired_kind = mother_kind;
  order.pin = control_pin;
  return order;
}

inline KeyCardOrder master_control_order() { return order(KeyCardKind::master_control, master_control); }
inline KeyCardOrder province_order() {
  auto made = from_pair(order(KeyCardKind::province, province), KeyCardKind::master_control, master_control, master_control_pair);
  made.code = province_code;
  return made;
}
inline KeyCardOrder county_order() {
  auto made = from_pair(order(KeyCardKind::county, county), KeyCardKind::province, province, province_pair);
  made.code = county_code;
  return made;
}
/// What a county card issues.
inline KeyCardOrder county_issue(KeyCardKind kind, CardSerial serial) {
  auto made = from_pair(order(kind, serial), KeyCardKind::county, county, county_pair);
  made.code = county_code;
  if (is_terminal(kind)) made.terminal = terminal;
  if (is_for_meters(kind)) made.valid_to = last_day;
  if (kind == KeyCardKind::key_modify) made.version = 2;
  if (kind == KeyCardKind::clear) made.meter = MeterNumber::from(4'000'000'007);
  return made;
}
/// The control card of a mother is issued by the same pair as she.
inline KeyCardOrder with(KeyCardOrder order, CardSerial serial) {
  order.serial = serial;
  return order;
}

/// A pair of one utility as it lies in the safe: mother and control card.
struct Pair {
  CardState mother, control;
};

inline CardState issued(const KeyCardOrder& order, const Pair* from = nullptr) {
  std::vector<CardState> states{blank(order.serial)};
  if (from != nullptr) states.insert(states.end(), {from->mother, from->control});
  KeyDesk desk{std::move(states)};
  const auto made = run_dialogue(desk, key_cards::issue_key_card(order));
  if (!made.ok()) throw std::runtime_error(made.error().code + ": " + made.error().what);
  return desk.state();
}

inline Pair issued_pair(const KeyCardOrder& mother, CardSerial control, const Pair* from = nullptr) {
  return {issued(mother, from), issued(control_of(with(mother, control), mother.kind, mother.serial), from)};
}

inline const Pair& master_control_cards() {
  static const Pair pair = issued_pair(master_control_order(), master_control_pair);
  return pair;
}
inline const Pair& province_cards() {
  static const Pair pair = issued_pair(province_order(), province_pair, &master_control_cards());
  return pair;
}
inline const Pair& county_cards() {
  static const Pair pair = issued_pair(county_order(), county_pair, &province_cards());
  return pair;
}
/// A card in use, with the keys of version 2 beside those it has.
inline CardState renewed(KeyCardOrder order, const CardState& card, const Pair* from = nullptr) {
  order.version = 2;
  std::vector<CardState> states{card};
  if (from != nullptr) states.insert(states.end(), {from->mother, from->control});
  KeyDesk desk{std::move(states)};
  const auto done = run_dialogue(desk, key_cards::renew_key_card(order));
  if (!done.ok()) throw std::runtime_error(done.error().code + ": " + done.error().what);
  return desk.state();
}
/// The county's pair during a change of keys: renewed from the province card, and that one from the top.
inline const Pair& county_cards_of_both_versions() {
  static const Pair pair = [] {
    const Pair top{renewed(master_control_order(), master_control_cards().mother), master_control_cards().control};
    const Pair at_province{renewed(province_order(), province_cards().mother, &top), province_cards().control};
    return Pair{renewed(county_order(), county_cards().mother, &at_province), county_cards().control};
  }();
  return pair;
}
inline const Pair& user_mother_cards() {
  static const Pair pair = issued_pair(county_issue(KeyCardKind::user_mother, user_mother), user_mother_pair, &county_cards());
  return pair;
}
inline CardState psam_card() {
  static const CardState state = issued(county_issue(KeyCardKind::psam, psam), &county_cards());
  return state;
}

/// A terminal's card whose next transaction has this number.
inline CardState counting_from(std::uint32_t next_transaction, CardState state) {
  for (auto& directory : state.mf.directories)
    if (auto* counter = directory.find_sfi(key_cards::sfi::transaction_counter)) put_be32(counter->content.data(), next_transaction);
  return state;
}

/// The desk where `order` is carried out with that pair.
inline KeyDesk desk_for(const KeyCardOrder& order, const Pair& from) {
  return KeyDesk{{blank(order.serial), from.mother, from.control}};
}

}  // namespace kwota::sim::test
