// Whatever bytes are kept as a pump's record are none, or say a watering whose times exist.
#include <cstdlib>

#include "base/bytes.h"
#include "books/pump_rows.h"
#include "collect/waterings/judge.h"
#include "work/handheld_office/pump_evidence.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  for (const auto kind : {books::PumpRecordKind::usage, books::PumpRecordKind::hung}) {
    books::PumpRecord record;
    record.kind = kind;
    record.image = books::Hex(to_hex({data, size}));
    const auto told = handheld_office::told_by(record, record.meter);
    if (told && told->start && !valid(*told->start)) std::abort();
    if (told && told->start && !valid(handheld_office::later_by(*told->start, told->seconds))) std::abort();
    if (told && (told->amount.is_negative() || told->energy < Energy{})) std::abort();
  }
  return 0;
}
