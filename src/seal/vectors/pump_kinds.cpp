// Records of irrigation pumps and what a watering costs.
#include <algorithm>

#include "seal/pump_records/cost.h"
#include "seal/pump_records/records.h"
#include "seal/vectors/kinds.h"

namespace kwota::seal::vectors {
namespace {

using pump::Moment;

constexpr std::int64_t four_bytes = 99'999'999, three_bytes = 999'999;

CardSerial card(Inputs& in, std::string_view name) { return {array_of<8>(in.bytes(name, 8))}; }
pump::TerminalNumber terminal(Inputs& in) { return array_of<6>(in.bytes("TID", 6)); }
pump::Proof proof(Inputs& in, std::string_view name) { return array_of<4>(in.bytes(name, 4)); }

/// Six pairs of digits, or seven with the century.
Moment moment(Inputs& in, std::string_view name, std::size_t bytes) {
  const std::uint64_t digits = in.bcd(name, bytes);
  const auto part = [digits](std::uint64_t divisor) { return static_cast<std::uint8_t>(digits / divisor % 100); };
  if (bytes == 7 && digits != 0 && digits / 1'000'000'000'000 != 20) in.refuse("\"" + std::string{name} + "\" is not of this century");
  return {part(10'000'000'000), part(100'000'000), part(1'000'000), part(10'000), part(100), part(1)};
}

std::uint32_t count(Inputs& in, std::string_view name, std::int64_t most) {
  return static_cast<std::uint32_t>(in.number(name, 0, most));
}
/// Records count in 10 Wh and 100 l.
Energy energy(Inputs& in, std::string_view name, std::int64_t most) { return Energy::wh(in.number(name, 0, most) * 10); }
Volume water(Inputs& in, std::string_view name, std::int64_t most) { return Volume::litres(in.number(name, 0, most) * 100); }
Money money(Inputs& in, std::string_view name) { return Money::minor(in.number(name, 0, four_bytes)); }

template <class Image>
Answers record(Inputs& in, const std::optional<Image>& image) {
  if (image) return {{"record", to_hex(*image)}};
  in.refuse("a value is outside of what the record can hold");
  return {};
}

Answers usage_record(Inputs& in) {
  return record(in, pump::encode(pump::UsageRecord{.number = count(in, "seq", four_bytes),
                                                   .card = card(in, "card"),
                                                   .start = moment(in, "start", 6),
                                                   .seconds = count(in, "seconds", three_bytes),
                                                   .total = energy(in, "register", four_bytes),
                                                   .energy = energy(in, "energy", three_bytes),
                                                   .water = water(in, "water", three_bytes),
                                                   .amount = money(in, "amount"),
                                                   .after = money(in, "after"),
                                                   .tac = proof(in, "TAC"),
                                                   .flags = in.bytes("flags", 1)[0],
                                                   .cause = static_cast<pump::Cause>(in.bytes("cause", 1)[0]),
                                                   .price_set = in.bytes("price_set", 1)[0]}));
}

Answers hung_record(Inputs& in) {
  return record(in, pump::encode(pump::HungRecord{.number = count(in, "seq", four_bytes),
                                                  .card = card(in, "card"),
                                                  .start = moment(in, "start", 6),
                                                  .seconds = count(in, "seconds", three_bytes),
                                                  .energy = energy(in, "energy", three_bytes),
                                                  .amount = money(in, "amount"),
                                                  .balance = money(in, "bal"),
                                                  .offline = get_be16(in.bytes("offSeq", 2).data()),
                                                  .terminal = terminal(in),
                                                  .gmac = proof(in, "GMAC"),
                                                  .state = static_cast<pump::HungState>(in.bytes("state", 1)[0]),
                                                  .flags = in.bytes("flags", 1)[0]}));
}

Answers controller_record(Inputs& in) {
  return record(in, pump::encode(pump::ControllerRecord{.progress = static_cast<pump::Progress>(in.bytes("state", 1)[0]),
                                                        .version = in.bytes("version", 1)[0],
                                                        .well = array_of<4>(in.bytes("well", 4)),
                                                        .card = card(in, "asn"),
                                                        .terminal = terminal(in),
                                                        .offline = get_be16(in.bytes("offSeq", 2).data()),
                                                        .number = in.be32("termSeq"),
                                                        .balance = Money::minor(in.be32("bal")),
                                                        .amount = Money::minor(in.be32("amt")),
                                                        .start = moment(in, "start", 7),
                                                        .stop = moment(in, "stop", 7),
                                                        .energy = Energy::wh(std::int64_t{in.be32("energy")} * 10),
                                                        .water = Volume::litres(std::int64_t{in.be32("water")} * 100),
                                                        .gtac = proof(in, "GTAC"),
                                                        .gmac = proof(in, "GMAC"),
                                                        .tac = proof(in, "TAC")}));
}

struct Basis {
  std::string_view name;
  pump::Quantity quantity;
};
constexpr Basis bases[] = {{"energy_Wh", pump::Quantity::energy}, {"time_s", pump::Quantity::time}, {"volume_100dm3", pump::Quantity::volume}};

Answers pump_cost(Inputs& in) {
  constexpr std::int64_t widest = 1'000'000'000'000;
  const std::string name = in.text("basis");
  const auto basis = std::find_if(std::begin(bases), std::end(bases), [&](const Basis& one) { return one.name == name; });
  if (basis == std::end(bases)) {
    in.refuse("\"basis\" is none of energy_Wh, time_s, volume_100dm3");
    return {};
  }
  const MeterPrice price = MeterPrice::e4(in.number("price_e4", 0, four_bytes));
  const Money balance = Money::minor(in.number("balance_fen", 0, widest)), reserve = Money::minor(in.number("reserve_fen", 0, widest));
  pump::Cost cost;
  cost.add(basis->quantity, price, in.number("quantity", 0, widest));
  const auto stops = pump::greatest_quantity(basis->quantity, price, balance, reserve);
  return {{"amount_fen", std::to_string(cost.amount(balance).minor())}, {"stops_after", stops ? std::to_string(*stops) : "null"}};
}

constexpr std::array kinds_of_pumps{
    Kind{"usage_record", usage_record},
    Kind{"hung_record", hung_record},
    Kind{"controller_record", controller_record},
    Kind{"pump_cost", pump_cost},
};

}  // namespace

std::span<const Kind> pump_kinds() { return kinds_of_pumps; }

}  // namespace kwota::seal::vectors
