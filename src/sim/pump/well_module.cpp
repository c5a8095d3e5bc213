#include "sim/pump/well_module.h"

#include <algorithm>
#include <cassert>

#include "carry/iso7816/key_usage.h"
#include "seal/cipher/secure_messaging.h"
#include "seal/recipes/purse_sessions.h"
#include "sim/card_os/key_cards/key_card.h"

namespace kwota::sim {
namespace {

using iso7816::SamKind;
using seal::Purpose;

constexpr std::uint8_t pump_kind = 2, master_place = 0x01, free_place = 0x00;

/// Files and keys into a blank card, by its own commands: what it would refuse in the field it refuses here.
class Maker {
 public:
  explicit Maker(CardOs& card) : card_(card) {}

  void order(std::string_view apdu) { must(card_.execute(hex(apdu))); }
  void prove(const seal::Key& key) { must(card_.execute(seal::external_authenticate(key, 0, challenge<8>()))); }
  void write_key(const seal::Key& above, std::uint8_t place, Bytes header, ByteView key) {
    append(header, key);
    must(card_.execute(seal::write_key(above, challenge<4>(), place, 0, header)));
  }

 private:
  template <std::size_t N>
  std::array<std::uint8_t, N> challenge() {
    const auto drawn = card_.execute(Bytes{0x00, 0x84, 0x00, 0x00, N});
    must(drawn);
    std::array<std::uint8_t, N> out{};
    std::ranges::copy(ByteView{drawn->data}.first(N), out.begin());
    return out;
  }
  static void must([[maybe_unused]] const Result<iso7816::Response>& answer) { assert(answer.ok() && answer->sw.ok()); }
  CardOs& card_;
};

}  // namespace

std::uint16_t county_of_pump(std::uint32_t county) {
  const std::array<std::uint8_t, 2> digits{static_cast<std::uint8_t>(county >> 16), static_cast<std::uint8_t>(county >> 8)};
  return static_cast<std::uint16_t>(get_bcd(digits).value_or(0));
}

pump::TerminalNumber pump_terminal_number(std::uint32_t county, std::int64_t running) {
  const auto two_digits = [](std::int64_t number) { return static_cast<std::uint8_t>((number / 10 % 10) << 4 | number % 10); };
  return {static_cast<std::uint8_t>(county >> 16), static_cast<std::uint8_t>(county >> 8), static_cast<std::uint8_t>(pump_kind << 4 | running / 1'000'000 % 10),
          two_digits(running / 10'000), two_digits(running / 100), two_digits(running)};
}

CardState well_module(const CardSerial& chip, const pump::TerminalNumber& terminal, const seal::RootOf& roots, Random& random) {
  const auto transport = seal::test_root(Purpose::card_transport);
  CardOs card = card_in_memory(blank_card(chip, transport.view()), random);
  Maker make{card};
  Bytes master_value(16);
  random.fill(master_value);
  const auto master = seal::Key::des(master_value);
  make.prove(transport);
  make.order("80E0DF020838" "1400F0F000FFFF");
  make.order("00A4000002DF02");
  make.order("80E00000073F0400FFF0FFFF");
  make.write_key(transport, master_place, hex("F9F0F00AFF"), master_value);
  make.order("80D401010B3AF0EF0133" + to_hex(ByteView{module_pin}));
  make.order("80E0001607" "280006F0F0FFFF");  // the terminal's number
  make.order("80E0001807" "280004F0EFFFFF");  // its next transaction
  make.order("80E0001B07" "280A00EFEFFFFF");  // open locks
  make.order("00D6960006" + to_hex(ByteView{terminal}));
  make.write_key(master, free_place, {iso7816::sam_usage(SamKind::purchase, 1), 1, 0x00}, roots(Purpose::purchase).view());
  make.write_key(master, free_place, {iso7816::sam_usage(SamKind::maintenance, 1), 1, 0x00}, roots(Purpose::maintenance).view());
  make.write_key(master, free_place, {iso7816::sam_usage(SamKind::infrared, 2), 1, 0x00}, roots(Purpose::meter_identity).view());
  const auto own = seal::diversify(roots(Purpose::terminal_tac), seal::purse::terminal_factor(terminal));
  make.write_key(master, free_place, {iso7816::sam_usage(SamKind::terminal_tac, 0), 1, 0x00}, own.view());
  card.power_off();
  return card.state();
}

CardState with_open_locks(CardState module, std::size_t count) {
  constexpr std::uint16_t application = 0xDF02;
  constexpr std::uint8_t certified = 2;
  constexpr std::size_t row = iso7816::sam_open_locks_bytes / iso7816::sam_open_locks;
  const auto home = std::ranges::find(module.mf.directories, application, &Directory::id);
  if (home == module.mf.directories.end()) return module;
  auto* table = home->find_sfi(key_file::open_locks);
  if (table == nullptr) return module;
  for (std::size_t i = 0; i < std::min(count, iso7816::sam_open_locks); ++i) {
    table->content[i * row] = certified;
    put_be32(table->content.data() + i * row + 1, 0x62000000u);
    put_be32(table->content.data() + i * row + 5, static_cast<std::uint32_t>(i + 1));
  }
  return module;
}

}  // namespace kwota::sim
