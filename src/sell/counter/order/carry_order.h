// What a card shall carry to a meter, as plain values: the last thing that the shop says before sealing begins. The server turns
// it into the card's files; prices and customers are translated here, so sealing never sees them.
// Begin with: order_for().
#pragma once
#include <optional>
#include <string>

#include "sell/counter/order/supply.h"
#include "sell/tariff/use/meter_table.h"

namespace kwota::counter {

/// How the meter shall understand the card (cards.md 5.1, offset 42; closing is [K]).
enum class CardUse : std::uint8_t { open_account, purchase, replacement, closing };

/// What a meter is told besides credit: alarms, transformers, prices in force and the next ones.
struct MeterParameters {
  std::uint32_t ct = 1, pt = 1;
  Money alarm1, alarm2;         ///< code table "constant": alarm1, alarm2 in major units; 0 none
  std::string plan_version;
  tariff::MeterTable prices;    ///< in force now; without rates: the card says none, for the meter cannot hold them
  bool prices_on_card = true;   ///< false: the meter's line tells them, the card brings credit and parameters alone
  std::optional<tariff::MeterTable> next_prices;  ///< that a card may bring
  std::optional<LocalTime> next_from;  ///< when they begin, on the meter's clock
};

struct CarryOrder : MeterParameters {
  std::string sale;             ///< receipt number, for the journal
  std::int64_t account = 0;
  MeterNumber meter;
  CustomerNumber customer;
  CardUse use = CardUse::purchase;
  Credit amount;                ///< 0: void, closing, or nothing to credit
  SequenceNumber n;
  std::uint32_t revision = 0;
  std::int64_t issue_number = 1;
  std::string valid_to;         ///< local date; empty: for ever
};

/// Prices and alarms for a meter of which nothing is known yet; ct and pt are the caller's. A coming version that needs more than a
/// card is left out. Errors: no_version; plan_does_not_fit {why, reason}: also for prices by time of day, whose periods no card brings.
Result<MeterParameters> parameters_of(const books::Reader& books, const tariff::PricePlan& plan, int minor_digits, Instant now);

/// By the prices that the meter holds or a card can bring (fits()): money travels also where prices cannot. Errors: no_version.
Result<CarryOrder> order_for(const books::Reader& books, const Supply& supply, const books::Instruction& instruction,
                             const std::string& sale, const books::Card* card, Instant now);
/// The same for what held_by_meter() found at that moment for a card.
struct Held;
CarryOrder order_for(const books::Reader& books, const Held& held, const books::Instruction& instruction, const std::string& sale, const books::Card& card, Instant now);

/// How an instruction travels: the first card of an account says that it opens it, until the meter has answered through it – where
/// the account was opened over the line, so its meter learns the card. A replacement introduces itself until then, and opens the account where the first card never came: so the meter knows which one is newer.
CardUse use_of(const books::Reader& books, const books::Instruction& instruction, const books::Card* card);

/// What a new card shall hold: the unread revision again, or the last number that the meter took with nothing, so that the meter
/// learns the card.
books::Instruction for_new_card(const Supply& supply);

/// The order that must be carried for this sale now: first try, or again after an interruption – same n, no new money.
/// Errors: unknown_sale, nothing_to_carry (the meter has it, or it was taken back).
Result<CarryOrder> order_of_sale(const books::Reader& books, std::string_view sale, const std::optional<CardSerial>& card, Instant now);

}  // namespace kwota::counter
