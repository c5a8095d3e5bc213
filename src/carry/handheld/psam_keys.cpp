#include "carry/handheld/psam_keys.h"

#include <algorithm>

#include "carry/iso7816/key_usage.h"

namespace kwota::handheld {
namespace {

using iso7816::Command;
using seal::infrared::Block;
using seal::infrared::Duty;

constexpr std::uint8_t usage = iso7816::sam_usage(iso7816::SamKind::infrared, 2), versions_max = 15, pin_id = 0x01, encrypt_last = 0x00;
constexpr std::uint16_t pin_locked = 0x6983, key_not_there = 0x6A88;

Command select_application() { return {.cla = 0x00, .ins = 0xA4, .p1 = 0x00, .p2 = 0x00, .data = {0xDF, 0x02}, .le = 0x00}; }
Command verify(ByteView pin) { return {.cla = 0x00, .ins = 0x20, .p1 = 0x00, .p2 = pin_id, .data = to_bytes(pin)}; }
Command check_value(std::uint8_t version) { return {.cla = 0x80, .ins = 0x1B, .p1 = usage, .p2 = version, .le = 0x03}; }

/// A PSAM that was away stands in its root again, without its PIN.
bool was_reset(iso7816::StatusWord sw) { return sw.value == 0x6982 || sw.value == 0x6901 || sw.value == key_not_there; }

Error refused(iso7816::StatusWord sw) {
  const std::array<std::uint8_t, 2> status{static_cast<std::uint8_t>(sw.value >> 8), static_cast<std::uint8_t>(sw.value)};
  return error(Fault::card, "psam_refused", "The PSAM of this handheld does not answer as it must: nothing was proved. Take another one.", {{"status", to_hex(status)}});
}

}  // namespace

Result<std::shared_ptr<PsamKeys>> PsamKeys::open(Slot slot, SecretBytes pin) {
  std::shared_ptr<PsamKeys> made{new PsamKeys(std::move(slot), std::move(pin))};
  MUST(made->give_pin());
  MUST(made->find_version());
  return made;
}

std::shared_ptr<PsamKeys> PsamKeys::opened_elsewhere(Slot slot) { return std::shared_ptr<PsamKeys>{new PsamKeys(std::move(slot), std::nullopt)}; }

Result<void> PsamKeys::give_pin() {
  const auto wrong = [](std::string tries) {
    return error(Fault::request, "psam_wrong_pin", "The PIN of the handheld's PSAM is wrong: nothing was proved. Start again with the right one.", {{"tries", std::move(tries)}});
  };
  if (pin_refused_) return wrong("");
  TRY(selected, slot_(select_application()));
  if (!selected.sw.ok()) return refused(selected.sw);
  TRY(given, slot_(verify(pin_->view())));
  if (given.sw.ok()) return Done{};
  pin_refused_ = true;
  if (given.sw.value == pin_locked)
    return error(Fault::refused, "psam_pin_locked", "The PIN of the handheld's PSAM is locked: nothing was proved. The key office can give it a new one.");
  if ((given.sw.value & 0xFFF0) == 0x63C0) return wrong(std::to_string(given.sw.value & 0x0F));
  return refused(given.sw);
}

Result<void> PsamKeys::find_version() {
  for (version_ = versions_max; version_ > 0; --version_) {
    TRY(answer, slot_(check_value(version_)));
    if (answer.sw.ok()) return Done{};
  }
  return error(Fault::card, "psam_without_infrared", "This PSAM has no infrared keys: it is no handheld's, and nothing was proved. Have the key office issue one.");
}

/// Another one may lie there now.
Result<void> PsamKeys::open_again() {
  if (pin_) MUST(give_pin());
  return find_version();
}

Result<iso7816::Response> PsamKeys::deliver(const Bytes& factors) {
  if (version_ == 0) MUST(open_again());
  const Command command{.cla = 0x80, .ins = 0x1A, .p1 = usage, .p2 = version_, .data = factors};
  TRY(answer, slot_(command));
  if (!was_reset(answer.sw)) return answer;
  MUST(open_again());
  Command again = command;
  again.p2 = version_;
  return slot_(again);
}

Result<Block> PsamKeys::encipher(MeterNumber meter, Duty duty, const Block& block) {
  // What comes first on the wire is applied last.
  Bytes factors = to_bytes(seal::infrared::factor_of(duty));
  append(factors, seal::infrared::factor_of(meter));
  TRY(delivered, deliver(factors));
  if (!delivered.sw.ok()) return refused(delivered.sw);
  TRY(answer, slot_({.cla = 0x80, .ins = 0xFA, .p1 = encrypt_last, .p2 = 0x00, .data = to_bytes(block), .le = 0x08}));
  Block out{};
  if (!answer.sw.ok() || answer.data.size() != out.size()) return refused(answer.sw);
  std::ranges::copy(answer.data, out.begin());
  return out;
}

seal::infrared::Encipher encipher_in(const std::shared_ptr<PsamKeys>& psam, MeterNumber meter) {
  return [psam, meter](Duty duty, const Block& block) { return psam->encipher(meter, duty, block); };
}

}  // namespace kwota::handheld
