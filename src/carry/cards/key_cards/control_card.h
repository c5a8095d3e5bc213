// The control card's own count: how many cards its mother may still issue with it, the newest day that it was told, its last day.
// Guarantees: the card counts and refuses by itself; what is read here beforehand only says why, before a PIN is tried. A new control
// card opens nothing until the key office's vault has sealed it a first refill, so a stolen pair cannot make another one that works.
// Facts: docs/card-os.md, "Control card".   Begin with read_issues() and refill_issues().
#pragma once
#include "carry/cards/key_cards/care.h"

namespace kwota::key_cards {

struct Issues {
  std::uint32_t left = 0;
  Date4 newest_day{};  ///< that it was ever told
  Date4 last_day{};    ///< zero: without end
  std::uint32_t refills = 0;
  friend bool operator==(const Issues&, const Issues&) = default;
};

/// For a few cards at a time. [K] Of a user mother card's control card more: she makes customers' cards.
inline constexpr std::uint32_t issues_at_first = 8, issues_at_once = 50, user_issues_at_first = 100, user_issues_at_once = 1000;
/// How many cards a new control card of such a mother lets her make, and by how many it is refilled at most.
std::uint32_t issues_at_first_of(KeyCardKind mother);
std::uint32_t issues_at_once_of(KeyCardKind mother);

/// `80 28`: the control card's answer to its mother's challenge, on that day.
iso7816::Command answer_mother(const Challenge8& challenge, const Date4& today);
/// What the vault seals, and the order with its seal: `more.left` besides what is left; `more.newest_day`: what day it is now.
Bytes issues_message(const Issues& more);
/// 80 2C: the message's data and the maintenance key's MAC over the message.
iso7816::Command refill_issues(const Issues& more, ByteView mac);

/// On the reader `card`, whose application is selected; needs no PIN.
Dialogue<Issues> read_issues(std::size_t card);
/// May the mother be opened with it today? Errors: `control_card_used_up`, `control_card_day`{newest}, `key_card_expired`{date}.
Result<void> check_issues(const Issues& issues, const Date4& today);

/// By the key office, with two managers' word; card 0. The answer: what it says now. Errors: those of expect_key_card(),
/// `key_card_order_refused`{order}.
Dialogue<Issues> give_issues(CardCare care, std::uint32_t more, Date4 last_day, Date4 today);
/// The first refill, while it is issued; one that has it already is left alone.
Dialogue<Done> give_first_issues(CardCare care, std::uint8_t own_version, Issues first);

}  // namespace kwota::key_cards
