// Start-up of a Cortex-M0 without operating system or C library: vectors, memory, constructors, main; and the four
// memory functions that the compiler takes for granted.
#include <cstddef>
#include <cstdint>

int main();

extern "C" {
extern std::uint32_t stack_top, data_image, data_begin, data_end, bss_begin, bss_end;
using Initializer = void (*)();
extern Initializer init_begin[], init_end[];

void reset_handler();
void stop(int code);
void hard_fault() { stop(2); }

// The compiler would turn these loops into calls of themselves.
__attribute__((optimize("no-tree-loop-distribute-patterns"))) void* memset(void* to, int value, std::size_t count) {
  auto* bytes = static_cast<std::uint8_t*>(to);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(value);
  return to;
}
__attribute__((optimize("no-tree-loop-distribute-patterns"))) void* memcpy(void* to, const void* from, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) static_cast<std::uint8_t*>(to)[i] = static_cast<const std::uint8_t*>(from)[i];
  return to;
}
__attribute__((optimize("no-tree-loop-distribute-patterns"))) void* memmove(void* to, const void* from, std::size_t count) {
  auto* out = static_cast<std::uint8_t*>(to);
  const auto* in = static_cast<const std::uint8_t*>(from);
  if (out < in) {
    for (std::size_t i = 0; i < count; ++i) out[i] = in[i];
  } else {
    for (std::size_t i = count; i-- > 0;) out[i] = in[i];
  }
  return to;
}
int memcmp(const void* a, const void* b, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const int difference = static_cast<const std::uint8_t*>(a)[i] - static_cast<const std::uint8_t*>(b)[i];
    if (difference != 0) return difference;
  }
  return 0;
}

// An abstract class names this in its table; a call of it is a broken program.
void __cxa_pure_virtual() { stop(3); }

struct Vectors {
  void* stack;
  void (*handlers[15])();
};
__attribute__((section(".vectors"), used))
const Vectors vectors{&stack_top,
                      {reset_handler, hard_fault, hard_fault, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr,
                       hard_fault, nullptr, nullptr, hard_fault, hard_fault}};

void reset_handler() {
  const std::uint32_t* from = &data_image;
  for (std::uint32_t* to = &data_begin; to < &data_end;) *to++ = *from++;
  for (std::uint32_t* to = &bss_begin; to < &bss_end;) *to++ = 0;
  for (Initializer* run = init_begin; run < init_end; ++run) (*run)();
  stop(main());
}
}
