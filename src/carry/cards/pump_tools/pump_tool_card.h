// The tool card of a pump crew, declared and written: one order in file 01, rows for an answer in file 02, its own serial in what it shows of itself –
// a pump has no other way to learn by what the card's key was made. Both files are everybody's to read and take writes under `maintenance`; the
// order is read with a MAC over the reader's own random number. No PIN, no purse. Facts: irrigation.md 9 and 12; the serial's file and the rows after the
// sixty-fourth are Kwota's own [K].
// Guarantees: the order is written last and read back; a card with an answer that nobody has taken in is not written over.
// Begin with write_pump_tool().
#pragma once
#include "carry/cards/common/exchange.h"
#include "seal/pump_records/tool_frames.h"

namespace kwota::cards {

extern const Product pump_tool_card_product;

/// Blank, or an older card of the kind, gets keys and files; the order file stays as it is. Torn: again. Errors: make_card().
Dialogue<Done> make_pump_tool_card(CardKeys keys);

struct PumpToolOrder {
  CardKeys keys;
  Bytes frame;            ///< of seal/pump_records/tool_frames.h
  bool collects = false;  ///< the pump answers into file 02
};
/// Errors: `tool_answer_unread`: it carries an answer; those of make_pump_tool_card(), `card_read_back_differs`{file}.
Dialogue<Done> write_pump_tool(PumpToolOrder order);

/// All rows of file 02; none: it is no collect card yet.
Dialogue<std::vector<Bytes>> read_pump_answer();
/// Its head becomes zeros: the card may collect again.
Dialogue<Done> empty_pump_answer(CardKeys keys);

}  // namespace kwota::cards
