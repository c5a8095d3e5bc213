// What a handheld shows of its store, without a meter, in the language of whoever asks. Begin with query().
#pragma once
#include "carry/handheld/device_store.h"

namespace kwota::app {

/// A line a record. "meters": what there is of each; a meter's number: all of it; "card NUMBER": one card's waterings, hung
/// records and refusals; "record NUMBER": one watering's; "date 2026-11-20": what began that day. Errors `unknown_query`{query},
/// those of what it names and of the store.
Result<std::vector<std::string>> query(handheld::DeviceStore& store, const std::string& question, std::string_view language);

/// As somebody types it: with zeros before it, or without. Error `bad_watering_number` {number}.
Result<std::uint32_t> watering_number(const std::string& typed);
/// The watering of this number, a usage or a hung record of it; one that began on this day.
bool is_numbered(const handheld::Entry& entry, std::uint32_t number);
bool began_on(const handheld::Entry& entry, const LocalDate& day);

}  // namespace kwota::app
