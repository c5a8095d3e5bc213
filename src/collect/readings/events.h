// Which of the events that a meter recorded the books lack. The counters say how many there were, the records when.
// Guarantees: a record that is in the books is not asked for again and never replaced; a counter that went back asks for nothing.
// Begin with records_known(), then recorded(); tamper_of() for what a record may mean.
#pragma once
#include <map>

#include "books/decision.h"
#include "books/reader.h"
#include "devices/facts.h"

namespace kwota::readings {

/// By the name of the counter, the newest record that the books have of this meter; 0: none.
using RecordsKnown = std::map<std::string, std::int64_t, std::less<>>;
/// Empty: the plan does not ask for events, or its model records none.
RecordsKnown records_known(const books::Reader& books, const books::ReadingPlan& plan, MeterNumber meter, const devices::Facts& facts);

/// What was heard; the answer: how many of them are new.
Result<books::Decision<std::size_t>> recorded(const books::Reader& books, std::span<const books::MeterEvent> received);

/// What somebody may have done to the meter.
enum class Tamper : std::uint8_t { cover, magnet, cleared };
/// By the name of the counter; nothing: a record of daily life.
std::optional<Tamper> tamper_of(std::string_view kind);

}  // namespace kwota::readings
