#include "sim/bench/card_place.h"

#include "base/ids_text.h"

namespace kwota::sim {
namespace {

constexpr std::string_view wallet = "wallet", reader = "reader:", meter = "meter:";

}  // namespace

std::string to_text(const CardPlace& place) {
  if (const auto* on = std::get_if<OnReader>(&place)) return std::string(reader) + std::to_string(on->slot);
  if (const auto* in = std::get_if<InMeter>(&place)) return std::string(meter) + to_text(in->number);
  return std::string(wallet);
}

std::optional<CardPlace> parse_card_place(std::string_view text, std::size_t readers) {
  if (text == wallet) return InWallet{};
  for (std::size_t slot = 0; slot < readers; ++slot)
    if (text == to_text(OnReader{slot})) return OnReader{slot};
  if (!text.starts_with(meter)) return std::nullopt;
  const auto number = parse_meter_number(text.substr(meter.size()));
  return number ? std::optional<CardPlace>(InMeter{*number}) : std::nullopt;
}

}  // namespace kwota::sim
