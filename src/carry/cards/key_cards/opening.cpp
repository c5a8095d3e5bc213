#include "carry/cards/key_cards/opening.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/cards/key_cards/control_card.h"

namespace kwota::key_cards {

namespace {

constexpr std::uint16_t tries_left = 0x63C0, locked = 0x6983;
constexpr std::uint16_t root_id = 0x3F00;

bool is_tries(iso7816::StatusWord status) { return (status.value & 0xFFF0) == tries_left; }

Error wrong_pair(const CardSerial& mother, const CardSerial& control) {
  return error(Fault::refused, "key_card_wrong_pair",
               "This control card belongs to another mother card: no key was given. Lay down the control card of this mother card.",
               {{"mother", to_text(mother)}, {"control", to_text(control)}});
}

Error wrong_kind(KeyCardKind wanted, KeyCardKind found) {
  return error(Fault::card, "key_card_wrong_kind",
               fmt::format("A {} card is needed here, this is a {} card: nothing was written. Lay down the right card.",
                           name_of(wanted), name_of(found)),
               {{"wanted", std::string{name_of(wanted)}}, {"found", std::string{name_of(found)}}});
}

Error expected(KeyCardKind wanted) {
  return error(Fault::card, "key_card_expected",
               fmt::format("A {} card is needed here, this card is no key card: nothing was written. Lay down the right card.",
                           name_of(wanted)),
               {{"wanted", std::string{name_of(wanted)}}});
}

Error half_written(const CardSerial& serial) {
  return error(Fault::card, "key_card_half_written",
               "The issue of this key card was broken off: it gives no keys. Finish it with the same order, or destroy it.",
               {{"serial", to_text(serial)}});
}

Error pin_locked(const std::string& card) {
  return error(Fault::refused, Cause::key_card_pin_locked,
               "The PIN of this card is locked after three wrong tries: nothing was written. The key office can unblock it.",
               {{"card", card}});
}

Error pin_wrong(const std::string& card, int tries) {
  return error(Fault::request, Cause::key_card_pin_wrong,
               fmt::format("The PIN of this card is wrong: nothing was written. {} tries are left.", tries),
               {{"card", card}, {"tries", fmt::format("{}", tries)}});
}

Result<void> check_validity(const Date4& valid_to, const Date4& today) {
  if (valid_to == Date4{} || today <= valid_to) return {};
  return error(Fault::refused, "key_card_expired",
               "The validity of this key card has ended: no key was given. Issue a new one from the card above it.",
               {{"date", to_hex(valid_to)}});
}

Error copied(const CardSerial& serial) {
  return error(Fault::forged, "key_card_copied",
               "This card carries what belongs to another card: no key was given. Keep it and report it.", {{"serial", to_text(serial)}});
}

bool belongs_to(const Bytes& information, const CardSerial& serial) {
  constexpr std::size_t serial_at = 2;
  return information.size() == information_bytes && equal(ByteView{information}.subspan(serial_at, serial_bytes), serial.bytes);
}

}  // namespace

Dialogue<KeyCardSeen> look_at(std::size_t card, CardSerial serial) {
  KeyCardSeen seen;
  const auto selected = co_await cards::transmit_to(card, cards::select(application_id));
  if (!selected.sw.ok()) co_return seen;
  const auto parameters = co_await cards::transmit_to(card, cards::read_binary(sfi::parameters, parameter_bytes));
  seen.parameters = parameters.sw.ok() ? decode_parameters(parameters.data) : std::nullopt;
  seen.condition = seen.parameters ? KeyCardState::whole : KeyCardState::half_written;
  if (!seen.parameters || seen.parameters->kind == KeyCardKind::officer) co_return seen;
  const auto information = co_await cards::transmit_to(card, cards::read_binary(sfi::card_information, information_bytes));
  if (!information.sw.ok() || !belongs_to(information.data, serial)) co_return copied(serial);
  co_return seen;
}

Dialogue<Parameters> expect_key_card(std::size_t card, CardSerial serial, KeyCardKind wanted) {
  const auto seen = co_await look_at(card, serial);
  if (seen.condition == KeyCardState::none) co_return expected(wanted);
  if (seen.condition == KeyCardState::half_written) co_return half_written(serial);
  if (seen.parameters->kind != wanted) co_return wrong_kind(wanted, seen.parameters->kind);
  co_return *seen.parameters;
}

Dialogue<Done> give_pin(std::size_t card, std::string name, Bytes pin) {
  const auto command = cards::verify_pin(key_id::pin, pin);
  const auto answer = co_await cards::transmit_to(card, command);
  if (answer.sw.value == locked) co_return pin_locked(name);
  if (is_tries(answer.sw)) co_return pin_wrong(name, answer.sw.value & 0x0F);
  if (!answer.sw.ok()) co_return cards::refusal(command, answer.sw);
  co_return Done{};
}

Result<void> check_not_void(const std::vector<CardSerial>& serials, const std::vector<CardSerial>& voided) {
  for (const auto& serial : serials)
    if (std::ranges::find(voided, serial) != voided.end())
      return error(Fault::refused, "key_card_void",
                   "This card was declared void: it gives no keys. Keep it, and issue a new pair.", {{"serial", to_text(serial)}});
  return {};
}

namespace {

/// The mother's challenge, the control card's answer to it, and the mother's word.
/// Every answer of the control card is counted there: nothing before it may fail for another reason than the cards themselves.
Dialogue<Done> let_them_meet(PairOrder order) {
  const auto challenge_command = cards::get_challenge(8);
  const auto challenge = co_await cards::transmit_to(place::mother, challenge_command);
  if (!challenge.sw.ok()) co_return cards::refusal(challenge_command, challenge.sw);
  co_await ok(cards::check_length(challenge.data, sizeof(Challenge8)));
  Challenge8 random{};
  std::ranges::copy(challenge.data, random.begin());
  const auto answer_command = answer_mother(random, order.today);
  const auto answer = co_await cards::transmit_to(place::control, answer_command);
  if (!answer.sw.ok()) co_return cards::refusal(answer_command, answer.sw);
  const auto proof = cards::external_authenticate(key_id::pairing, answer.data);
  const auto verdict = co_await cards::transmit_to(place::mother, proof);
  if (is_tries(verdict.sw) || verdict.sw.value == locked) co_return wrong_pair(order.mother, order.control);
  if (!verdict.sw.ok()) co_return cards::refusal(proof, verdict.sw);
  co_return Done{};
}

}  // namespace

Dialogue<Parameters> open_pair(PairOrder order) {
  const std::vector<CardSerial> both{order.mother, order.control};
  co_await ok(check_not_void(both, order.voided));
  const auto mother = co_await expect_key_card(place::mother, order.mother, order.kind);
  const auto control = co_await expect_key_card(place::control, order.control, KeyCardKind::control);
  if (control.pair != order.mother) co_return wrong_pair(order.mother, order.control);
  co_await ok(check_validity(mother.valid_to, order.today));
  co_await ok(check_validity(control.valid_to, order.today));
  co_await ok(check_issues(co_await read_issues(place::control), order.today));
  co_await give_pin(place::mother, "mother", order.mother_pin);
  co_await give_pin(place::control, "control", order.control_pin);
  co_await let_them_meet(order);
  co_return mother;
}

Dialogue<Done> close_pair() {
  // A card that was pulled has forgotten by itself what was open.
  static_cast<void>(co_await attempt(cards::transmit_to(place::mother, cards::select(root_id))));
  static_cast<void>(co_await attempt(cards::transmit_to(place::control, cards::select(root_id))));
  co_return Done{};
}

}  // namespace kwota::key_cards
