// Any byte as a printer's word on its state: a fault that there is, or no answer; who says that his paper has ended or his cover is open is never ready.
#include <cstdlib>

#include "work/printers/printer_state.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  for (std::size_t i = 0; i < size; ++i) {
    const auto offline = printers::offline_cause(data[i]), paper = printers::paper_cause(data[i]), end = printers::end_cause(data[i]);
    for (const auto& cause : {offline, paper, end})
      if (cause && *cause >= no_word<books::PrinterFault>) std::abort();
    if (offline == books::PrinterFault::none && (data[i] & 0x64U) != 0) std::abort();
    if (paper == books::PrinterFault::none && (data[i] & 0x60U) != 0) std::abort();
    if (end == books::PrinterFault::none && (data[i] & 0x0CU) == 0x0CU) std::abort();
  }
  return 0;
}
