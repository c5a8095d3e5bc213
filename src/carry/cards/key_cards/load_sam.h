// A load SAM: what it says of itself, its refill, and its seals in field terms. It counts amount, sales, orders and days by itself; nothing
// here can make it seal more.   Facts: docs/card-os.md, "Load SAM".   Begin with in_field_terms() and refill_sam().
#pragma once
#include "carry/cards/key_cards/care.h"

namespace kwota::key_cards {

struct SamQuota {
  std::uint64_t amount = 0;   ///< smallest units of money that may still be sealed
  std::uint32_t sales = 0;    ///< in how many sales
  std::uint32_t orders = 0;   ///< files, parameters, relay orders: what moves no money
  Date4 newest_day{}, last_day{};
  std::uint32_t refills = 0;
  friend bool operator==(const SamQuota&, const SamQuota&) = default;
};

/// A sale takes the files of a card along; a meter on a line its parameters. [K]
inline constexpr std::uint32_t orders_a_sale = 20;

/// On the reader `card`, whose application is selected; needs no PIN.
Dialogue<SamQuota> read_sam_quota(std::size_t card);
/// By the key office, with two managers' word; card 0. `more.newest_day`: what day it is now; `more.refills` is not looked at. The answer: what
/// it says now. Errors: those of expect_key_card(), `key_card_order_refused`{order}.
Dialogue<SamQuota> give_sam_quota(CardCare care, SamQuota more);
/// What the key office's vault seals, and the order with its seal.
Bytes sam_refill_message(const SamQuota& more);
iso7816::Command refill_sam(const SamQuota& more, ByteView mac);
/// Whether a command only looks at the card or is that order: what the key office may have carried to a load SAM that is open. It
/// gives no seal and no key.
bool is_of_the_office(const iso7816::Command& command);

/// One request of a counter as a load SAM is asked for it.
struct FieldTerms {
  iso7816::Command command;
  bool is_sale = false;   ///< what it seals gives credit
  Bytes claimed{};        ///< not empty: it only says whether this is right
};
/// Errors: `key_missing`: no load SAM holds such a key; `vault_refused`: it has no kind of seal for this request.
Result<FieldTerms> in_field_terms(const seal::Authenticate& request);
Result<FieldTerms> in_field_terms(const seal::LineMac& request, const Date4& today);
Result<FieldTerms> in_field_terms(const seal::EncipheredCommand& request, const Date4& today);
/// Of a purse card: a MAC that is only judged, or an order with the card's announcement, whose date is the day.
Result<FieldTerms> in_field_terms(const seal::SessionMac& request);

}  // namespace kwota::key_cards
