#include "carry/cards/key_cards/control_card.h"

#include <fmt/format.h>

#include <algorithm>

#include "carry/cards/common/structure.h"

namespace kwota::key_cards {

namespace {

constexpr std::uint8_t answer_ins = 0x28, refill_ins = 0x2C;
constexpr std::size_t newest_at = 4, last_at = 8, number_at = 12;

Issues issues_of(const Bytes& file) {
  Issues issues{.left = get_be32(file.data()), .refills = get_be32(file.data() + number_at)};
  std::copy_n(file.begin() + newest_at, issues.newest_day.size(), issues.newest_day.begin());
  std::copy_n(file.begin() + last_at, issues.last_day.size(), issues.last_day.begin());
  return issues;
}

Dialogue<Done> send_refill(CardCare care, std::uint8_t own_version, Issues more) {
  const Bytes mac = co_await to_vault(seal_for(Purpose::maintenance, care, own_version, issues_message(more)));
  co_return co_await send_order(refill_issues(more, mac));
}

}  // namespace

std::uint32_t issues_at_first_of(KeyCardKind mother) {
  return mother == KeyCardKind::user_mother ? user_issues_at_first : issues_at_first;
}
std::uint32_t issues_at_once_of(KeyCardKind mother) {
  return mother == KeyCardKind::user_mother ? user_issues_at_once : issues_at_once;
}

iso7816::Command answer_mother(const Challenge8& challenge, const Date4& today) {
  Bytes data = to_bytes(challenge);
  append(data, today);
  return {.cla = 0x80, .ins = answer_ins, .p2 = key_id::answer, .data = std::move(data), .le = 0x08};
}

Bytes issues_message(const Issues& more) {
  Bytes data(issues_bytes);
  put_be32(data.data(), more.left);
  std::ranges::copy(more.newest_day, data.begin() + newest_at);
  std::ranges::copy(more.last_day, data.begin() + last_at);
  put_be32(data.data() + number_at, more.refills);
  return sealed_message(refill_ins, data);
}

iso7816::Command refill_issues(const Issues& more, ByteView mac) { return sealed_order(issues_message(more), mac); }

Dialogue<Issues> read_issues(std::size_t card) {
  const Bytes file = co_await cards::read_file_of(card, sfi::issues, issues_bytes);
  co_return issues_of(file);
}

Result<void> check_issues(const Issues& issues, const Date4& today) {
  if (today < issues.newest_day)
    return error(Fault::refused, "control_card_day",
                 fmt::format("The control card has been told a later day already ({}): it opens nothing on an earlier one. Check the clock "
                             "of this machine; when an earlier clock was wrong, a refill by two key managers mends the card.",
                             to_hex(issues.newest_day)),
                 {{"newest", to_hex(issues.newest_day)}});
  if (issues.last_day != Date4{} && issues.last_day < today)
    return error(Fault::refused, "key_card_expired",
                 "The validity of this key card has ended: no key was given. Issue a new one from the card above it.",
                 {{"date", to_hex(issues.last_day)}});
  if (issues.left == 0)
    return error(Fault::refused, "control_card_used_up",
                 "The control card has issued as many cards as it was allowed to: no key was given. Have it refilled by two key "
                 "managers.");
  return {};
}

Dialogue<Issues> give_issues(CardCare care, std::uint32_t more, Date4 last_day, Date4 today) {
  const auto parameters = co_await expect_key_card(place::target, care.serial, KeyCardKind::control);
  const Issues held = co_await read_issues(place::target);
  const Issues next{.left = more, .newest_day = today, .last_day = last_day, .refills = held.refills + 1};
  co_await send_refill(care, parameters.own_version, next);
  co_return co_await read_issues(place::target);
}

Dialogue<Done> give_first_issues(CardCare care, std::uint8_t own_version, Issues first) {
  const Issues held = co_await read_issues(place::target);
  if (held.refills != 0) co_return Done{};
  first.refills = 1;
  co_await send_refill(care, own_version, first);
  co_return Done{};
}

}  // namespace kwota::key_cards
