#include "kwota/meter/pump_stand.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "sim/pump/names.h"

namespace kwota::app {
namespace {

constexpr int minor_digits = 2;

/// As a pump hears it: data and status word; nothing of a card that is not there.
Bytes answer_of_card(wire::CardSession& session, ByteView command) {
  const auto parsed = iso7816::decode_command(command);
  if (!parsed.ok()) return {};
  const auto answer = session.exchange(*parsed);
  if (!answer.ok()) return {};
  Bytes out = answer->data;
  out.push_back(static_cast<std::uint8_t>(answer->sw.value >> 8));
  out.push_back(static_cast<std::uint8_t>(answer->sw.value));
  return out;
}

}  // namespace

Result<std::unique_ptr<PumpStand>> PumpStand::open(const std::string& slot, const std::string& cards) {
  std::unique_ptr<PumpStand> stand{new PumpStand(slot, cards)};
  if (slot.empty()) return stand;
  TRY(module, stand->readers_.connect(slot));
  stand->module_.emplace(std::move(module));
  return stand;
}

void PumpStand::received(const wire::ReaderEvent& event) {
  if (event.reader == cards_ && event.kind == wire::ReaderEvent::Kind::card_present) put_down_ = true;
}

PumpAtHand::Device PumpStand::module() {
  if (slot_.empty()) return {};
  return [this](ByteView command) { return ask_module(command); };
}

/// A module that was pulled and is back stands where a card stands after its reset; the pump finds out.
Bytes PumpStand::ask_module(ByteView command) {
  if (!module_) {
    auto again = readers_.connect(slot_);
    if (!again.ok()) return {};
    module_.emplace(std::move(*again));
  }
  auto answer = answer_of_card(*module_, command);
  if (answer.empty()) module_.reset();
  return answer;
}

void PumpStand::look(PumpAtHand& pump) {
  if (cards_.empty() || !put_down_.exchange(false)) return;
  auto card = readers_.connect(cards_);
  if (!card.ok()) return;
  const auto swiped = pump.swipe([&card](ByteView command) { return answer_of_card(*card, command); });
  fmt::print("swipe {} paid {} balance {} {}\n", sim::name_of(swiped.refusal), swiped.paid ? format_money(*swiped.paid, minor_digits) : "nothing",
             format_money(swiped.balance, minor_digits), swiped.runs ? "runs" : "stands");
  std::fflush(stdout);
}

}  // namespace kwota::app
