// ARM semihosting: the debugger (or QEMU) on the other side prints and ends the program. Source: ARM IHI 0073, "Semihosting for
// AArch32": SYS_WRITE0 04, SYS_EXIT_EXTENDED 20.
#pragma once
#include <cstdint>

namespace kwota::firmware {

void print(const char* text);
void print(const char* label, std::int64_t value);

}  // namespace kwota::firmware

/// Ends the program; 0 is success.
extern "C" void stop(int code);
