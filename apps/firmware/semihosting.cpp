#include "semihosting.h"

namespace {

int call(int operation, const void* argument) {
  register int r0 asm("r0") = operation;
  register const void* r1 asm("r1") = argument;
  asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

}  // namespace

extern "C" void stop(int code) {
  constexpr std::uint32_t application_exit = 0x20026;
  const std::uint32_t block[] = {application_exit, static_cast<std::uint32_t>(code)};
  call(0x20, block);
  for (;;) {
  }
}

namespace kwota::firmware {

void print(const char* text) { call(0x04, text); }

void print(const char* label, std::int64_t value) {
  char text[24];
  char* at = text + sizeof text;
  *--at = '\0';
  *--at = '\n';
  std::uint64_t rest = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  do {
    *--at = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) *--at = '-';
  print(label);
  print(" ");
  print(at);
}

}  // namespace kwota::firmware
