// From the shop's words to those of devices, and back: what shall be delivered, what a meter charges by, what it reported. Pure: no
// card, no line.   Begin with: delivery_of(), price_set(), statement_row().
#pragma once
#include <optional>

#include "books/reader.h"
#include "carry/cards/common/family.h"
#include "sell/counter/order/carry_order.h"

namespace kwota::teller {

/// A plan's table as a device has it.
devices::PriceSet price_set(const tariff::MeterTable& table);
cards::Parameters parameters_of(const counter::MeterParameters& parameters);
/// What an order brings to its meter; keys and randoms are the caller's.
cards::Delivery delivery_of(const counter::CarryOrder& order);
/// `county`: the utility's. The PIN is the caller's.
cards::Holder holder_of(const counter::CarryOrder& order, std::uint32_t county, const LocalDate& today);

/// The meter's word as a row of the books, whichever way it came; when, how and by whom is the caller's to say.
books::Statement statement_row(const dialogue::MeterReport& report);
/// The same in the unit of its meter: a device counts hundredths of whatever it counts.
books::Statement counted_in(books::Statement row, Unit unit);
/// By what the books know of its meter; of an unknown one as it came.
books::Statement counted(const books::Reader& books, books::Statement row);
/// What the meter wrote onto the card, as a row of the books; nothing when it has written nothing (or only half) since the last sale.
std::optional<books::Statement> statement_of(const cards::Contents& card, Instant taken, const std::string& operator_name);

}  // namespace kwota::teller
