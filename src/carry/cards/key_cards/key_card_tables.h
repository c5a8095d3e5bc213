// Key cards declared: officer, master control, province and county card, control card, user mother card, PSAM, ISAM, and the cards for
// meters: key-restore, key-modify and clear card. One application DF02 for all of them; which keys are in it makes the kind.
// Rules that all of them share [K]:
//  - Every key of ours travels as a cryptogram under the card's own master key, and that is the only right to write it: the room of
//    the application and of its key file is exactly that of the table (a key with versions has the room of two), so nothing can be
//    added to a finished card.
//  - A key that is passed on leaves the card by EXPORT KEY alone, in the state `opened`: after the card's PIN and the answer of its
//    control card, in this order. Cards for meters are opened by a meter instead: card and meter prove themselves to
//    each other under the version that the meter holds, and file 01 tells it what the card is for.
//  - Files are written with a MAC under `maintenance`; the void list and the quota grow by sealed orders alone.
// Facts: cards.md 3.1 (PSAM files, here all in the application [K]), 8.1; docs/decisions, the key tree.   Begin with the products.
#pragma once
#include "carry/cards/common/product.h"
#include "seal/user_card/files.h"

namespace kwota::key_cards {

using cards::CardKey;
using cards::DerivedBy;
using iso7816::KeyType;
using iso7816::MotherRole;
using iso7816::SamKind;
using seal::Purpose;

inline constexpr std::uint16_t application_id = cards::key_application_id;

/// Security states of the application, and who is meant by them.
namespace state {
inline constexpr std::uint8_t nobody = 0x0, holder = 0x1, meter = 0x2, opened = 0x5;
}
namespace access {
inline constexpr iso7816::Access holder{0x11};
}

namespace key_id {
inline constexpr std::uint8_t master = 0x00, pairing = 0x01, meter = 0x02;  ///< external authentication
inline constexpr std::uint8_t answer = 0x01;                                ///< of a control card, counted
inline constexpr std::uint8_t proof_for_meter = 0x01;                       ///< internal authentication of a card for meters
inline constexpr std::uint8_t maintenance = 0x00, credit = 0x01;            ///< line protection
inline constexpr std::uint8_t pin = 0x01, pin_reload = 0x01;
}  // namespace key_id

namespace sfi {
inline constexpr std::uint8_t open_locks = 0x1B,  // of a PSAM, where an officer card has the factors
                              card_information = 0x15, terminal_number = 0x16, parameters = 0x17, transaction_counter = 0x18,
                              quota = 0x19, void_list = 0x1A, factors = 0x1B, issues = 0x1C,
                              sam_count = 0x1D, component = iso7816::secret_sfi;
}
inline constexpr std::size_t information_bytes = 14, terminal_bytes = 6, parameter_bytes = 40, quota_bytes = 16, issues_bytes = 16, sam_count_bytes = 30 + 64 * 24, serial_bytes = 8,
                             void_list_max = 240, component_bytes = 16, factor_bytes = 12;

namespace table {

constexpr CardKey own_key(std::uint8_t id, KeyType type, Purpose purpose, std::string_view name) {
  return {{.id = id, .type = type, .usage = iso7816::always, .change = iso7816::always, .tries = 15, .name = name}, purpose};
}
inline constexpr CardKey master = own_key(key_id::master, KeyType::external_authentication, Purpose::issue_transport, "card master");
inline constexpr CardKey maintenance =
    own_key(key_id::maintenance, KeyType::line_protection, Purpose::maintenance, "maintenance");
inline constexpr CardKey pin_reload = own_key(key_id::pin_reload, KeyType::pin_reload, Purpose::pin_reload, "PIN reload");

/// A mother card's side of the pair: asked after the PIN, opens the keys.
constexpr CardKey pairing() {
  auto entry = own_key(key_id::pairing, KeyType::external_authentication, Purpose::pairing, "pairing");
  entry.key.usage = access::holder;
  entry.key.follow_up = state::opened;
  return entry;
}
/// The control card's side.
constexpr CardKey pairing_answer() {
  auto entry = own_key(key_id::answer, KeyType::counted_answer, Purpose::pairing, "answer for the mother card");
  entry.key.usage = access::holder;
  entry.derived_by = DerivedBy::pair;
  return entry;
}
constexpr CardKey opened_by_meter() {
  auto entry = own_key(key_id::meter, KeyType::external_authentication, Purpose::meter_authentication, "meter authentication");
  entry.key.follow_up = state::meter;
  return entry;
}
/// What a meter looks at before it believes a card: the same two keys as on a user card.
inline constexpr CardKey proof_for_meter =
    own_key(key_id::proof_for_meter, KeyType::internal_encrypt, Purpose::card_authentication, "card authentication");
inline constexpr CardKey seals_for_meter = own_key(key_id::credit, KeyType::line_protection, Purpose::credit, "credit");

constexpr CardKey passed_on(Purpose purpose, MotherRole role, DerivedBy derived_by, std::uint8_t factors, std::uint8_t in_state) {
  return {{.id = static_cast<std::uint8_t>(purpose), .type = KeyType::passed_on,
           .rule = iso7816::PassingRule{role, factors, in_state}.byte()},
          purpose, derived_by};
}
constexpr CardKey sam_key(Purpose purpose, SamKind kind, std::uint8_t levels) {
  return {{.type = KeyType::sam, .rule = iso7816::sam_usage(kind, levels)}, purpose, DerivedBy::nothing};
}

/// A terminal's own key, by which it proves what it asked of purse cards; no level is left in it.
constexpr CardKey terminal_code_key() {
  return {{.type = KeyType::sam, .rule = iso7816::sam_usage(SamKind::terminal_tac, 0)}, Purpose::terminal_tac, DerivedBy::terminal};
}

/// Every purpose of the tree, as master control, province and county card hold it.
inline constexpr std::array tree_purposes{
    Purpose::card_master,    Purpose::card_authentication, Purpose::meter_authentication, Purpose::seller_authentication,
    Purpose::credit,         Purpose::return_data,         Purpose::pin_unblock,          Purpose::pin_reload,
    Purpose::load,           Purpose::purchase,            Purpose::tac,                  Purpose::maintenance,
    Purpose::online_release, Purpose::unload,              Purpose::overdraft,            Purpose::meter_parameter,
    Purpose::meter_control,  Purpose::meter_identity,      Purpose::meter_master,         Purpose::pairing,
    Purpose::issue_transport, Purpose::terminal_tac};
/// What user cards and purse cards get.
inline constexpr std::array user_card_purposes{
    Purpose::card_master, Purpose::card_authentication, Purpose::meter_authentication, Purpose::seller_authentication, Purpose::credit,
    Purpose::return_data, Purpose::pin_unblock,         Purpose::pin_reload,           Purpose::load,                  Purpose::purchase,
    Purpose::tac,         Purpose::maintenance,         Purpose::online_release,       Purpose::unload,                Purpose::overdraft};
/// What a meter's security module gets.
inline constexpr std::array meter_purposes{Purpose::card_authentication, Purpose::meter_authentication, Purpose::credit,
                                           Purpose::return_data,         Purpose::meter_parameter,      Purpose::meter_control,
                                           Purpose::meter_identity,      Purpose::meter_master};

/// What passing on is like in one kind of card.
struct Passing {
  Purpose masters_targets;
  DerivedBy derived_by;
  std::uint8_t factors;
  std::uint8_t state;
};

template <std::size_t own, std::size_t purposes>
constexpr std::array<CardKey, own + purposes> with_passed_on(const std::array<CardKey, own>& own_keys,
                                                             const std::array<Purpose, purposes>& passed, Passing passing) {
  std::array<CardKey, own + purposes> keys{};
  for (std::size_t i = 0; i < own; ++i) keys[i] = own_keys[i];
  for (std::size_t i = 0; i < purposes; ++i) {
    const auto role = passed[i] == passing.masters_targets  ? MotherRole::masters_targets
                      : passed[i] == Purpose::maintenance   ? MotherRole::seals_files
                                                            : MotherRole::passed_on;
    // A control card's answer is its mother's serial diversified, a terminal's code key its number: one factor, whoever issues it.
    const bool always_one = passed[i] == Purpose::pairing || passed[i] == Purpose::terminal_tac;
    const std::uint8_t factors = always_one ? 1 : passing.factors;
    keys[own + i] = passed_on(passed[i], role, passing.derived_by, factors, passing.state);
  }
  return keys;
}

inline constexpr std::array mother_own_keys{master, maintenance, pin_reload, pairing()};
/// Of a card that tells a meter something and passes no key on: key-restore and clear card.
inline constexpr std::array meter_order_keys{master, maintenance, opened_by_meter(), proof_for_meter, seals_for_meter};

inline constexpr auto region_card_keys = with_passed_on(
    mother_own_keys, tree_purposes, {Purpose::issue_transport, DerivedBy::region, 1, state::opened});
inline constexpr auto county_card_keys = with_passed_on(
    mother_own_keys, tree_purposes, {Purpose::issue_transport, DerivedBy::region, 0, state::opened});
inline constexpr auto user_mother_keys = with_passed_on(
    mother_own_keys, user_card_purposes, {Purpose::card_master, DerivedBy::nothing, 1, state::opened});
inline constexpr auto key_modify_keys = with_passed_on(
    meter_order_keys, meter_purposes, {Purpose::meter_master, DerivedBy::nothing, 0, state::meter});
inline constexpr std::array control_keys{master, maintenance, pin_reload, pairing_answer()};
inline constexpr std::array psam_keys{master,
                                      maintenance,
                                      pin_reload,
                                      sam_key(Purpose::card_authentication, SamKind::card_authentication, 1),
                                      sam_key(Purpose::seller_authentication, SamKind::seller_authentication, 1),
                                      sam_key(Purpose::credit, SamKind::credit, 1),
                                      sam_key(Purpose::return_data, SamKind::return_data, 1),
                                      sam_key(Purpose::purchase, SamKind::purchase, 1),
                                      sam_key(Purpose::maintenance, SamKind::maintenance, 1),
                                      terminal_code_key(),
                                      sam_key(Purpose::meter_identity, SamKind::meter_identity, 1),
                                      sam_key(Purpose::meter_parameter, SamKind::meter_parameter, 1),
                                      sam_key(Purpose::meter_control, SamKind::meter_control, 1)};
/// A handheld's: the infrared keys of the county's meters, and nothing else. Its levels are the meter and the duty (seal/recipes/infrared.h).
inline constexpr std::array handheld_psam_keys{master, maintenance, pin_reload, sam_key(Purpose::meter_identity, SamKind::infrared, 2)};
/// A pump's module: what it judges cards and tool cards with, its own code key, and the infrared keys, by which it proves itself at its window. It stands
/// in a field, so it seals nothing that a counter seals.
inline constexpr std::array pump_psam_keys{master,
                                           maintenance,
                                           pin_reload,
                                           sam_key(Purpose::purchase, SamKind::purchase, 1),
                                           sam_key(Purpose::maintenance, SamKind::maintenance, 1),
                                           terminal_code_key(),
                                           sam_key(Purpose::meter_identity, SamKind::infrared, 2)};
/// No command delivers them: each kind of seal is made with one (docs/card-os.md, "Load SAM").
inline constexpr std::array load_sam_keys{master,
                                          maintenance,
                                          pin_reload,
                                          sam_key(Purpose::seller_authentication, SamKind::load_sam_seller, 1),
                                          sam_key(Purpose::card_authentication, SamKind::load_sam_card, 1),
                                          sam_key(Purpose::credit, SamKind::load_sam_credit, 1),
                                          sam_key(Purpose::return_data, SamKind::load_sam_returned, 1),
                                          sam_key(Purpose::meter_identity, SamKind::load_sam_meter, 1),
                                          sam_key(Purpose::meter_parameter, SamKind::load_sam_parameter, 1),
                                          sam_key(Purpose::meter_control, SamKind::load_sam_control, 1),
                                          sam_key(Purpose::load, SamKind::load_sam_load, 1),
                                          sam_key(Purpose::unload, SamKind::load_sam_unload, 1),
                                          sam_key(Purpose::online_release, SamKind::load_sam_release, 1),
                                          sam_key(Purpose::maintenance, SamKind::load_sam_files, 1)};
/// The second level of a load key is the session (key_usage.h).
inline constexpr std::array isam_keys{master, maintenance, pin_reload, sam_key(Purpose::load, SamKind::load, 2)};

/// Three tries; then the key office reloads it.
inline constexpr std::array pins{iso7816::Key{.id = key_id::pin, .type = KeyType::pin, .usage = iso7816::always,
                                              .change = iso7816::never, .follow_up = state::holder, .tries = 3, .name = "PIN"}};

constexpr iso7816::File sealed_file(std::uint8_t sfi, std::size_t bytes, std::string_view name) {
  return {.id = sfi, .sfi = sfi, .bytes = static_cast<std::uint16_t>(bytes), .read = iso7816::always, .write = iso7816::always,
          .write_protection = iso7816::Protection::mac, .write_key = key_id::maintenance, .name = name};
}
/// Written by the card itself.
constexpr iso7816::File kept_by_card(std::uint8_t sfi, std::size_t bytes, std::string_view name) {
  return {.id = sfi, .sfi = sfi, .bytes = static_cast<std::uint16_t>(bytes), .read = iso7816::always, .write = iso7816::never,
          .name = name};
}
inline constexpr iso7816::File void_list{.id = sfi::void_list, .sfi = sfi::void_list, .kind = iso7816::FileKind::fixed_record,
                                         .bytes = void_list_max << 8 | serial_bytes, .read = iso7816::always,
                                         .write = iso7816::never, .name = "void list"};
inline constexpr iso7816::File information = sealed_file(sfi::card_information, information_bytes, "card information");
inline constexpr iso7816::File parameters = sealed_file(sfi::parameters, parameter_bytes, "key set parameters");
inline constexpr iso7816::File terminal = sealed_file(sfi::terminal_number, terminal_bytes, "terminal number");
inline constexpr iso7816::File counter = kept_by_card(sfi::transaction_counter, 4, "transaction counter");

/// What the card is for, as a meter reads it: with a MAC under `credit` over its own random number.
constexpr iso7816::File order_to_meter(std::size_t bytes) {
  auto file = sealed_file(user_card::sfi::instruction, bytes, "order to the meter");
  file.read_mac_offered = true;
  file.read_key = key_id::credit;
  return file;
}

inline constexpr std::array key_card_files{information, void_list, parameters};
inline constexpr std::array meter_card_files{order_to_meter(user_card::KeyCardFile::size), information, void_list, parameters};
inline constexpr std::array clear_card_files{order_to_meter(user_card::ClearFile::size), information, void_list, parameters};
inline constexpr std::array control_files{information, kept_by_card(sfi::issues, issues_bytes, "issues"), void_list, parameters};
/// Grey locks that wait for their debit, with their sessions: nobody reads them.
inline constexpr iso7816::File open_locks{.id = sfi::open_locks, .sfi = sfi::open_locks, .bytes = iso7816::sam_open_locks_bytes, .read = iso7816::never,
                                          .write = iso7816::never, .name = "open locks"};
inline constexpr std::array psam_files{information, terminal, counter, open_locks, void_list, parameters};
inline constexpr std::array handheld_psam_files{information, terminal, counter, void_list, parameters};
inline constexpr std::array load_sam_files{information, terminal, counter, kept_by_card(sfi::sam_count, sam_count_bytes, "count"),
                                           void_list, parameters};
inline constexpr std::array isam_files{information, terminal, counter, kept_by_card(sfi::quota, quota_bytes, "quota"), void_list,
                                       parameters};
constexpr iso7816::File holders_file(std::uint8_t sfi, std::size_t bytes, std::string_view name) {
  return {.id = sfi, .sfi = sfi, .bytes = static_cast<std::uint16_t>(bytes), .read = access::holder, .write = access::holder,
          .name = name};
}
constexpr iso7816::File officer_parameters() {
  auto file = holders_file(sfi::parameters, parameter_bytes, "key set parameters");
  file.read = iso7816::always;
  return file;
}
inline constexpr std::array officer_files{holders_file(sfi::component, component_bytes, "component"),
                                          holders_file(sfi::factors, factor_bytes, "factors"), officer_parameters()};

constexpr cards::Product product(std::string_view name, std::string_view about, std::span<const CardKey> keys,
                                 std::span<const iso7816::Key> pins_of_card, std::span<const iso7816::File> files) {
  cards::Product made{.name = name, .about = about, .root = cards::card_root,
                      .application = {.id = application_id, .create = iso7816::always, .keys = keys, .pins = pins_of_card,
                                      .files = files}};
  made.application.bytes = static_cast<std::uint16_t>(cards::room_of(made.application));
  return made;
}

}  // namespace table

inline constexpr auto officer_card = table::product(
    "officer", "Key card of an officer: his component of a ceremony and the factors of the tree, behind his PIN.", {}, table::pins, table::officer_files);
inline constexpr auto master_control_card = table::product(
    "master_control", "Key card of the utility: issues province cards.", table::region_card_keys, table::pins, table::key_card_files);
inline constexpr auto province_card = table::product(
    "province", "Key card of a province: issues county cards.", table::region_card_keys, table::pins, table::key_card_files);
inline constexpr auto county_card =
    table::product("county", "Key card of a county: issues user mother cards, PSAMs, ISAMs and the cards for meters.",
                   table::county_card_keys, table::pins, table::key_card_files);
inline constexpr auto control_card =
    table::product("control", "Control card: opens the one mother card it belongs to, as often as the key office allowed.",
                   table::control_keys, table::pins, table::control_files);
inline constexpr auto user_mother_card = table::product(
    "user_mother", "Key card of a counter: issues user cards.", table::user_mother_keys, table::pins, table::key_card_files);
inline constexpr auto psam_card =
    table::product("psam", "Purchase SAM: seals a counter's sales in place of a vault.", table::psam_keys, table::pins, table::psam_files);
inline constexpr auto handheld_psam_card = table::product("handheld_psam", "PSAM of a handheld: proves it to the county's meters through their infrared windows.",
                                                          table::handheld_psam_keys, table::pins, table::handheld_psam_files);
inline constexpr auto pump_psam_card = table::product("pump_psam", "PSAM of a pump: judges the cards that are held to it, and proves the pump to handhelds.",
                                                      table::pump_psam_keys, table::pins, table::psam_files);
inline constexpr auto isam_card =
    table::product("isam", "Load SAM: loads purse cards within a quota.", table::isam_keys, table::pins, table::isam_files);
inline constexpr auto load_sam_card =
    table::product("load_sam", "Load SAM: seals a counter's sales within a sum, a number and until a day that it counts itself.",
                   table::load_sam_keys, table::pins, table::load_sam_files);
inline constexpr auto key_restore_card = table::product(
    "key_restore", "Key card for meters: proves that a meter shall return to its works keys.", table::meter_order_keys, {},
    table::meter_card_files);
inline constexpr auto key_modify_card = table::product(
    "key_modify", "Key card for meters: brings them the keys of a new version.", table::key_modify_keys, {}, table::meter_card_files);
inline constexpr auto clear_card = table::product(
    "clear", "Tool card for meters: zeroes the one meter that it names, once, until its last day.", table::meter_order_keys, {},
    table::clear_card_files);

static_assert(sound(master_control_card) && sound(province_card) && sound(county_card) && sound(control_card) &&
              sound(user_mother_card) && sound(psam_card) && sound(isam_card) && sound(load_sam_card) && sound(key_restore_card) && sound(key_modify_card) && sound(clear_card) && sound(handheld_psam_card) && sound(pump_psam_card));
static_assert(unique_ids(officer_card.application));

}  // namespace kwota::key_cards
