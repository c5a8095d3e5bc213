// Whatever bytes are kept as a pump's record are none, or say a watering whose times exist.
#include <cstdlib>

#include "base/bytes.h"
#include "books/rows/field/pump.h"
#include "collect/waterings/judge.h"
#include "work/handheld_office/pump_evidence.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  for (const auto kind : {books::PumpRecordKind::usage, books::PumpRecordKind::hung}) {
    books::PumpRecord record;
    record.kind = kind;
    record.image = books::Hex(to_hex({data, size}));
    const auto recorded = handheld_office::recorded_by(record, record.meter);
    if (recorded && recorded->start && !valid(*recorded->start)) std::abort();
    if (recorded && recorded->start && !valid(handheld_office::later_by(*recorded->start, recorded->seconds))) std::abort();
    if (recorded && (recorded->amount.is_negative() || recorded->energy < Energy{})) std::abort();
  }
  return 0;
}
