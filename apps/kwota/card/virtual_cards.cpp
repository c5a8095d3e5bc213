#include "kwota/card/virtual_cards.h"

#include <fmt/format.h>

#include <algorithm>

#include "carry/cards/common/commands.h"
#include "carry/cards/key_cards/key_card.h"
#include "carry/cards/pump_tools/pump_tool_card.h"
#include "carry/cards/purse_card/profiles.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "carry/dialogue/parties.h"
#include "meter/esam/key_set.h"
#include "seal/cipher/secure_messaging.h"
#include "seal/vault/software_vault.h"
#include "sim/pump/farmers_card.h"

namespace kwota::app {
namespace {

using iso7816::SamKind;
using key_cards::KeyCardKind;
using seal::Purpose;
using seal::test_root;

constexpr std::uint32_t county_code = 0x33010000;
constexpr std::uint32_t county = 3301;
constexpr std::uint8_t add = 0x01, of_sam = 0x00;
constexpr std::int64_t first_money = 10'000;

const Bytes& pin_digits() {
  static const Bytes digits = to_bytes(view_of(virtual_pin));
  return digits;
}

CardSerial chip(std::uint8_t kind, std::uint8_t index) { return {{0x20, 0x26, 0x11, 0x22, 0x00, 0x00, kind, index}}; }

Bytes transport() { return to_bytes(test_root(Purpose::card_transport).view()); }

sim::CardOs blank_in_memory(const CardSerial& serial, Random& random) { return sim::card_in_memory(sim::blank_card(serial, transport()), random); }

Error not_made(const std::string& step) {
  return error(Fault::ours, "virtual_card_failed", fmt::format("The virtual card could not be made: {}.", step), {{"step", step}});
}

/// Files and keys into a blank card by its own commands. What fails once is told at the end.
class Maker {
 public:
  explicit Maker(sim::CardOs& card) : card_(card) {}
  void order(const std::string& apdu) { check(card_.execute(hex(apdu)), apdu); }
  void prove(const seal::Key& key) { check(card_.execute(seal::external_authenticate(key, 0, challenge(8))), "external authentication"); }
  void write_key(const seal::Key& above, std::uint8_t place, std::uint8_t id, Bytes header, ByteView key) {
    append(header, key);
    seal::Challenge drawn{};
    std::ranges::copy(challenge(4), drawn.begin());
    check(card_.execute(seal::write_key(above, drawn, place, id, header)), "key " + to_hex(ByteView(header).first(3)));
  }
  Result<void> finished() const { return failed_.empty() ? Result<void>{} : not_made(failed_); }

 private:
  Bytes challenge(std::uint8_t count) {
    auto drawn = card_.execute(Bytes{0x00, 0x84, 0x00, 0x00, count});
    return drawn.ok() && drawn->data.size() == count ? drawn->data : Bytes(count);
  }
  void check(const Result<iso7816::Response>& answer, const std::string& step) {
    if (failed_.empty() && (!answer.ok() || !answer->sw.ok())) failed_ = step;
  }
  sim::CardOs& card_;
  std::string failed_;
};

Result<VirtualCard> blank(std::uint8_t index, Random&) {
  const auto serial = chip(0x01, index);
  return VirtualCard{sim::blank_card(serial, transport()), fmt::format("chip {}", to_hex(serial.bytes))};
}

cards::PurseIssue purse_issue(const CardSerial& serial, std::uint8_t index) {
  cards::PurseIssue order;
  order.chip = serial;
  put_be32(order.application.issuer.data(), county_code);
  order.application.serial = *purse_card::serial_number(county, 26, 100U + index);
  order.application.valid_from = {0x20, 0x26, 0x01, 0x01};
  order.application.valid_to = {0x20, 0x46, 0x12, 0x31};
  order.holder.card_type = purse_card::CardType::test;
  std::ranges::copy(std::to_array<std::uint8_t>({0xB2, 0xE2, 0xCA, 0xD4, 0xBF, 0xA8}), order.holder.name.begin());  // 测试卡
  std::ranges::copy(view_of("TEST"), order.holder.identity.begin());
  order.areas = {.count = 2, .areas = {33'010'001, 33'010'002, 0, 0}, .price_class = 1};
  order.pin = pin_digits();
  return order;
}

/// As another issuer of the family has it: its one key 3D unloads and releases.
void forget_release_key(sim::CardState& state) {
  for (auto& directory : state.mf.directories)
    if (directory.key_file)
      std::erase_if(directory.key_file->keys, [](const auto& key) { return key.plain_type() == static_cast<std::uint8_t>(iso7816::KeyType::unload) && key.id == cards::purse_key::online_release; });
}

/// Issued and loaded as at a counter.
Result<VirtualCard> purse_with(std::uint8_t kind, std::uint8_t index, Random& random, const cards::PurseProfile& profile) {
  const auto serial = chip(kind, index);
  auto card = blank_in_memory(serial, random);
  auto vault = seal::SoftwareVault::with_test_keys();
  const auto issue = purse_issue(serial, index);
  TRY(loaded, sim::make_farmers_card(card, issue, Money::minor(first_money), vault));
  if (loaded.outcome != cards::Outcome::done) return not_made("first load");
  if (profile.packed_pin) {  // as another issuer of the family has it
    const auto pin = cards::packed_digits(pin_digits());
    const cards::CardKeys keys{.serial = purse_card::factor_of(issue.application.serial)};
    TRY(mac, vault.perform(seal::TransactionCode{.key = keys.key(Purpose::pin_reload), .factors = {keys.serial.bytes}, .message = pin}));
    TRY(answer, card.exchange(cards::reload_pin(cards::key_id::pin, pin, mac)));
    if (!answer.sw.ok()) return not_made("packed PIN");
  }
  auto state = card.state();
  if (profile.one_unload_key) forget_release_key(state);
  return VirtualCard{std::move(state), fmt::format("number {}  PIN {}", to_hex(issue.application.serial), virtual_pin)};
}

Result<VirtualCard> purse(std::uint8_t index, Random& random) { return purse_with(0x02, index, random, {}); }
Result<VirtualCard> purse_pin_bcd(std::uint8_t index, Random& random) { return purse_with(0x09, static_cast<std::uint8_t>(index + 50), random, *cards::with_profile({}, "pin_bcd")); }
Result<VirtualCard> purse_one_key(std::uint8_t index, Random& random) { return purse_with(0x0A, static_cast<std::uint8_t>(index + 70), random, *cards::with_profile({}, "one_3D_key")); }

seal::Key master_of(const CardSerial& serial) { return seal::diversify(test_root(Purpose::card_master), serial.bytes); }

seal::purse::TerminalNumber terminal_number(std::uint8_t kind, std::uint8_t index) {
  return {0x33, 0x01, 0x10, 0x00, kind, index};
}

/// Application DF02 with its PIN, the terminal's number and its counter, and the files by which it says what it is: what PSAM and load SAM have in common.
void begin_sam(Maker& make, const CardSerial& serial, const seal::purse::TerminalNumber& terminal) {
  const auto master = master_of(serial);
  make.prove(test_root(Purpose::card_transport));
  make.order("80E0DF020838" "1400F0F000FFFF");
  make.order("00A4000002DF02");
  make.order("80E00000073F0400FFF0FFFF");
  make.write_key(test_root(Purpose::card_transport), add, 0, hex("F9F0F00AFF"), master.view());
  make.order("80D401010B3AF0EF0133" + to_hex(pin_digits()));
  make.order("80E0001507" "28000EF0F0FFFF");
  make.order("80E0001607" "280006F0F0FFFF");
  make.order("80E0001707" "280028F0F0FFFF");
  make.order("80E0001807" "280004F0EFFFFF");
  make.order("00D6960006" + to_hex(terminal));
}

/// What it says of itself is written last, as at the key desk: without it a card is one whose issue was broken off.
void end_sam(Maker& make, const CardSerial& serial, key_cards::KeyCardKind kind) {
  const key_cards::Parameters own{.kind = kind, .code = county_code, .issued = {0x20, 0x26, 0x01, 0x01}, .valid_to = {0x20, 0x46, 0x12, 0x31}};
  make.order("00D695000E" + to_hex(key_cards::card_information(serial, own)));
  make.order("00D6970028" + to_hex(key_cards::encode(own)));
}

void put_sam_key(Maker& make, const CardSerial& serial, SamKind kind, std::uint8_t levels, const seal::Key& key) {
  make.write_key(master_of(serial), of_sam, 0, {iso7816::sam_usage(kind, levels), 1, 0x00}, key.view());
}

/// The published keys' own county, as virtual meters of the test keys have it.
Result<VirtualCard> handheld_psam(std::uint8_t index, Random& random) {
  const auto serial = chip(0x07, index);
  const auto terminal = terminal_number(0x07, index);
  auto card = blank_in_memory(serial, random);
  Maker make{card};
  begin_sam(make, serial, terminal);
  const auto county_keys = esam::county_keys(test_root);
  put_sam_key(make, serial, SamKind::infrared, 2, *county_keys.find(Purpose::meter_identity));
  end_sam(make, serial, KeyCardKind::handheld_psam);
  MUST(make.finished());
  return VirtualCard{card.state(), fmt::format("terminal {}  chip {}  PIN {}", to_hex(terminal), to_hex(serial.bytes), virtual_pin)};
}

/// With a table of open locks that outlives the power, as in a pump's module: what was locked in one run is debited in the next.
Result<VirtualCard> psam_of(const CardSerial& serial, const seal::purse::TerminalNumber& terminal, bool has_a_window, Random& random) {
  auto card = blank_in_memory(serial, random);
  Maker make{card};
  begin_sam(make, serial, terminal);
  make.order("80E0001B07" "280A00EFEFFFFF");
  put_sam_key(make, serial, SamKind::purchase, 1, test_root(Purpose::purchase));
  put_sam_key(make, serial, SamKind::maintenance, 1, test_root(Purpose::maintenance));
  put_sam_key(make, serial, SamKind::terminal_tac, 0, seal::diversify(test_root(Purpose::terminal_tac), seal::purse::terminal_factor(terminal)));
  if (has_a_window) put_sam_key(make, serial, SamKind::infrared, 2, *esam::county_keys(test_root).find(Purpose::meter_identity));
  end_sam(make, serial, has_a_window ? KeyCardKind::pump_psam : KeyCardKind::psam);
  MUST(make.finished());
  return VirtualCard{card.state(), fmt::format("terminal {}  chip {}  PIN {}", to_hex(terminal), to_hex(serial.bytes), virtual_pin)};
}

Result<VirtualCard> psam(std::uint8_t index, Random& random) { return psam_of(chip(0x03, index), terminal_number(0x03, index), false, random); }
Result<VirtualCard> pump_psam(std::uint8_t index, Random& random) { return psam_of(chip(0x08, index), {0x33, 0x01, 0x20, 0x00, 0x00, index}, true, random); }

/// Quota: ten million in a thousand loads.
Result<VirtualCard> isam(std::uint8_t index, Random& random) {
  const auto serial = chip(0x04, index);
  const auto terminal = terminal_number(0x04, index);
  auto card = blank_in_memory(serial, random);
  Maker make{card};
  begin_sam(make, serial, terminal);
  make.order("80E0001907" "280010F0F0FFFF");
  make.order("00D6990010" "000000003B9ACA00" "000003E8" "00000001");
  put_sam_key(make, serial, SamKind::load, 2, test_root(Purpose::load));
  end_sam(make, serial, KeyCardKind::isam);
  MUST(make.finished());
  return VirtualCard{card.state(), fmt::format("terminal {}  chip {}  PIN {}", to_hex(terminal), to_hex(serial.bytes), virtual_pin)};
}

/// Asked in field terms: loads out of its count, unloads, releases, writes a purse card's files. A million in a thousand loads, ten thousand orders.
Result<VirtualCard> load_sam(std::uint8_t index, Random& random) {
  const auto serial = chip(0x06, index);
  const auto terminal = terminal_number(0x06, index);
  auto card = blank_in_memory(serial, random);
  Maker make{card};
  begin_sam(make, serial, terminal);
  make.order("80E0001D07" "28061EF0F0FFFF");
  make.order("00D69D001E" "0000000005F5E100" "000003E8" "00002710" "00000000" "00000000" "00000001" "03E8");
  for (const auto& [kind, purpose] : {std::pair{SamKind::load_sam_load, Purpose::load}, std::pair{SamKind::load_sam_unload, Purpose::unload},
                                      std::pair{SamKind::load_sam_release, Purpose::online_release}, std::pair{SamKind::load_sam_files, Purpose::maintenance}})
    put_sam_key(make, serial, kind, 1, test_root(purpose));
  end_sam(make, serial, KeyCardKind::load_sam);
  MUST(make.finished());
  return VirtualCard{card.state(), fmt::format("terminal {}  chip {}  PIN {}", to_hex(terminal), to_hex(serial.bytes), virtual_pin)};
}

/// As the card desk makes it, without an order.
Result<VirtualCard> tool_card(std::uint8_t index, Random& random) {
  const auto serial = chip(0x05, index);
  auto card = blank_in_memory(serial, random);
  auto vault = seal::SoftwareVault::with_test_keys();
  const dialogue::Parties parties{.device = [&](const iso7816::Command& command) { return card.exchange(command); },
                                  .vault = [&](const seal::Request& request) { return vault.perform(request); },
                                  .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
  MUST(dialogue::run(cards::make_pump_tool_card({.serial = serial}), parties));
  return VirtualCard{card.state(), fmt::format("chip {}", to_hex(serial.bytes))};
}

const std::array products{VirtualProduct{cards::purse_card_product.name, purse}, VirtualProduct{"purse_card_pin_bcd", purse_pin_bcd}, VirtualProduct{"purse_card_one_3D_key", purse_one_key}, VirtualProduct{key_cards::psam_card.name, psam},
                          VirtualProduct{key_cards::isam_card.name, isam}, VirtualProduct{key_cards::load_sam_card.name, load_sam}, VirtualProduct{key_cards::handheld_psam_card.name, handheld_psam}, VirtualProduct{key_cards::pump_psam_card.name, pump_psam}, VirtualProduct{"tool_card", tool_card}, VirtualProduct{"blank", blank}};

}  // namespace

std::span<const VirtualProduct> virtual_products() { return products; }

Result<const VirtualProduct*> find_virtual_product(const std::string& name) {
  for (const auto& product : products)
    if (product.name == name) return &product;
  std::string known;
  for (const auto& product : products) known += (known.empty() ? "" : ", ") + std::string{product.name};
  return error(Fault::request, "unknown_product", fmt::format("There is no virtual card {}. Products: {}.", name, known), {{"product", name}});
}

}  // namespace kwota::app
