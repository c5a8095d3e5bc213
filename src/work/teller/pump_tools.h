// Tool cards of a pump crew at the card desk: what the office has permitted becomes the card's order.
// Guarantees: only what stands in the books as permitted. Never: decides who may have one (sell/counter/account/pump_tool.h does).
#pragma once
#include "sell/counter/account/pump_tool.h"
#include "work/teller/tool_cards.h"

namespace kwota::teller {

/// The name of its kind in the books' register of cards, and of the family's row.
std::string_view pump_tool_product();
/// Error `tool_answer_missing`: no tool card of a pump crew lies there.
Result<void> must_be_pump_tool(const Inspection& look);
/// Error `card_not_blank` {card}: neither blank, half made nor a tool card of a pump crew.
Result<void> may_carry_pump_tool(const Inspection& look);
/// The bytes of the order. Error `pump_tool_value`.
Result<Bytes> pump_tool_frame(const counter::PumpToolPermission& permission);
/// Errors: `tool_answer_unread`, `vault_cannot`, those of making any card.
Result<void> write_pump_tool(const ToolBench& bench, const counter::PumpToolPermission& permission);

/// What a pump has written onto a collect card; none: nothing.
Result<std::vector<Bytes>> read_pump_answer(CardOnReader& card);
/// Once it is in the books.
Result<void> empty_pump_answer(const ToolBench& bench);

}  // namespace kwota::teller
