#include "kwota/meter/meter_run_pump.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/ids_text.h"
#include "meter/esam/key_set.h"
#include "seal/recipes/purse_sessions.h"
#include "sim/pump/well_pump.h"
#include "sim/pump/window_keys.h"

namespace kwota::app {
namespace {

using purse_card::TransactionType;

constexpr std::uint32_t seconds_between = 600, seconds_of_one = 60;
constexpr std::int64_t wh_a_second = 5;
constexpr pump::TerminalNumber usual_terminal{0x33, 0x01, 0x20, 0x00, 0x00, 0x17};
constexpr std::int64_t seconds_an_hour = 3'600;
constexpr std::uint32_t areas_a_county = 10'000;

/// The farmers who were here before: eight cards of the county 3301.
CardSerial card_of(std::uint32_t number) {
  return {{0x33, 0x01, 0x26, 0x00, 0x00, 0x00, static_cast<std::uint8_t>(1 + number % 8), 0x07}};
}

/// A pump without a slot knows the published keys itself.
meter_line::InfraredModule known_window(MeterNumber number, const seal::RootOf& roots, Random& random) {
  const auto county = esam::county_keys(roots);
  return {.encipher = seal::infrared::encipher_under(*county.find(seal::Purpose::meter_identity), number),
          .random =
              [&random] {
                seal::infrared::Block block{};
                random.fill(block);
                return block;
              },
          .serial = {}};
}

/// Whose number the module has: its application and its file of it, before its PIN.
pump::TerminalNumber terminal_in(const PumpAtHand::Device& module) {
  if (!module) return usual_terminal;
  module(from_hex("00A4000002DF02").value());
  const Bytes answer = module(from_hex("00B0960006").value());
  pump::TerminalNumber terminal = usual_terminal;
  if (answer.size() == terminal.size() + 2) std::copy_n(answer.begin(), terminal.size(), terminal.begin());
  return terminal;
}

std::uint16_t county_of(const pump::TerminalNumber& terminal) { return static_cast<std::uint16_t>(get_bcd(ByteView{terminal}.first(2)).value_or(0)); }

meter::PriceTable one_price() {
  meter::PriceTable table;
  table.set = 1;
  table.energy.fill(MeterPrice::e4(5'000));
  return table;
}

}  // namespace

PumpAtHand::PumpAtHand(const Setup& setup, const seal::RootOf& roots, Random& random)
    : module_(setup.module),
      load_(setup.load),
      terminal_(terminal_in(setup.module)),
      memory_(setup.memory),
      pump_(memory_),
      line_(pump_, *dlt645::Address::parse(to_text(setup.number)),
            setup.module ? sim::window_of(pump_, setup.number, setup.module, random) : known_window(setup.number, roots, random)) {}

Result<std::unique_ptr<PumpAtHand>> PumpAtHand::open(const Setup& setup, const seal::RootOf& roots, Random& random,
                                                     const LocalTime& now) {
  const auto unkept =
      error(Fault::ours, "pump_memory", "The pump's memory does not keep what is written: look at the folder of --state.");
  std::unique_ptr<PumpAtHand> pump{new PumpAtHand(setup, roots, random)};
  const auto clock = sim::pump_clock(now);
  if (pump->pump_.power_on(clock)) {
    pump->ask_module();
    return pump;
  }
  // Its past is written in one piece: second by second onto a disk it would take an hour.
  const auto past = std::make_shared<sim::MemoryStorage>(meter::Pump::storage_size);
  PumpAtHand works{{.number = setup.number, .memory = past, .waterings = setup.waterings, .module = setup.module, .pin = setup.pin, .area = setup.area, .load = setup.load}, roots, random};
  if (!works.commission(setup, roots, clock)) return unkept;
  MUST(setup.memory->write(0, past->bytes()));
  if (!pump->pump_.power_on(clock)) return unkept;
  pump->ask_module();
  return pump;
}

bool PumpAtHand::commission(const Setup& setup, const seal::RootOf& roots, meter::ClockTime now) {
  const std::uint32_t past = setup.waterings * seconds_between;
  const auto county = county_of(terminal_);
  const std::uint32_t area = setup.area != 0 ? setup.area : county * areas_a_county + 1;
  const std::array<std::uint8_t, 6> pin = setup.module ? setup.pin : std::array<std::uint8_t, 6>{};
  if (!pump_.commission({.well = {0, 0, 0, terminal_[5]}, .terminal = terminal_, .county = county, .area = area, .pin = pin}))
    return false;
  if (!pump_.power_on(meter::ClockTime{now.seconds - past}) || !pump_.set_prices(one_price())) return false;
  pump_.note_module(terminal_);
  const auto tac_root = roots(seal::Purpose::tac);
  for (std::uint32_t number = 1; number <= setup.waterings; ++number)
    if (!water_once(number, tac_root)) return false;
  pump_.tick(now);
  return true;
}

/// As between two swipes, with the proof that the card would give.
bool PumpAtHand::water_once(std::uint32_t number, const seal::Key& tac_root) {
  const CardSerial card = card_of(number);
  const auto start = pump_.clock();
  if (!pump_.begin({.card = card,
                    .offline = static_cast<std::uint16_t>(number),
                    .number = number,
                    .balance = Money::minor(100'00),
                    .at = meter::pump_moment(start)}) ||
      !pump_.granted({}))
    return false;
  pump_.run();
  for (std::uint32_t second = 1; second <= seconds_of_one + number % 50; ++second) {
    pump_.consume(Energy::wh(wh_a_second));
    pump_.tick({start.seconds + second});
  }
  const meter::Debt debt = pump_.stop(pump::Cause::swipe);
  pump_.settled(debt, seal::purse::transaction_code(seal::diversify(tac_root, card.bytes),
                                                    seal::purse::debit({.terminal_sequence = debt.number,
                                                                        .amount = debt.amount,
                                                                        .type = TransactionType::purse_grey_debit,
                                                                        .terminal = terminal_,
                                                                        .moment = meter::card_moment(debt.at)})));
  pump_.tick({start.seconds + seconds_between});
  return true;
}

void PumpAtHand::advance(Duration by) {
  left_ = left_ + by;
  auto seconds = static_cast<std::uint32_t>(left_.ms() / 1000);
  left_ = Duration::ms(left_.ms() % 1000);
  if (!pump_.clock_valid()) return;
  while (seconds > 0) {
    const std::uint32_t step = pump_.wants_seconds() ? 1 : seconds;
    seconds -= step;
    if (pump_.relay_closed()) {
      watt_seconds_ += load_.watts();
      pump_.consume(Energy::wh(watt_seconds_ / seconds_an_hour));
      watt_seconds_ %= seconds_an_hour;
    }
    pump_.tick({pump_.clock().seconds + step});
    ask_module();
  }
}

void PumpAtHand::converse(meter::PumpSession& session, const Device& card) const {
  while (!session.finished()) {
    const auto& asked = session.asks() == meter::PumpSession::Party::card ? card : module_;
    const Bytes answer = asked ? asked(session.command()) : Bytes{};
    if (answer.empty()) session.silent();
    else session.receive(answer);
  }
}

/// By itself, whenever it wants to; a pump without a slot was told that a module is there.
void PumpAtHand::ask_module() {
  if (!module_ || !pump_.wants_module()) return;
  meter::PumpSession session{pump_, meter::PumpSession::Begin::module_alone};
  converse(session, {});
}

PumpAtHand::Swiped PumpAtHand::swipe(const Device& card) {
  meter::PumpSession session{pump_};
  converse(session, card);
  ask_module();
  return {session.refusal(), session.paid(), session.balance(), pump_.relay_closed()};
}

}  // namespace kwota::app
