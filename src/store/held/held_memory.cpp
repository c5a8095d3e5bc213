#include "store/held/held_memory.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KWOTA_HOLDS_MEMORY 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KWOTA_HOLDS_MEMORY 0
#endif
#endif
#ifndef KWOTA_HOLDS_MEMORY
#define KWOTA_HOLDS_MEMORY 1
#endif

namespace kwota::store {
namespace {

constexpr std::size_t step = 32;                            ///< sizes of pieces, with their head, are multiples of it
constexpr std::size_t sizes = KWOTA_HOLDS_MEMORY ? 64 : 0;  ///< larger ones go to the heap
constexpr std::uint32_t kept_of_a_size = 64;                ///< [K]

/// Stands before each piece.
struct alignas(16) Head {
  Head* next;        ///< while it is kept
  std::size_t size;  ///< in steps, head included
};

thread_local bool over = false;  ///< the thread ends: what is given back now goes to the heap

/// What one thread keeps.
struct Kept {
  struct OfSize {
    Head* first = nullptr;
    std::uint32_t count = 0;
  };
  std::array<OfSize, sizes + 1> of{};
  ~Kept() {
    over = true;
    for (auto& [first, count] : of)
      while (first != nullptr) std::free(std::exchange(first, first->next));
  }
};
thread_local Kept kept;

Head* head_of(void* piece) { return static_cast<Head*>(piece) - 1; }
std::size_t steps_for(int bytes) { return (static_cast<std::size_t>(bytes) + sizeof(Head) + step - 1) / step; }
int room_of(std::size_t steps) { return static_cast<int>(steps * step - sizeof(Head)); }

}  // namespace

void* take_memory(int bytes) {
  const auto size = steps_for(bytes);
  Head* head = nullptr;
  if (size <= sizes && !over && kept.of[size].first != nullptr) {
    auto& of_size = kept.of[size];
    head = std::exchange(of_size.first, of_size.first->next);
    --of_size.count;
  } else if (head = static_cast<Head*>(std::malloc(size * step)); head == nullptr) {
    return nullptr;
  }
  head->size = size;
  return head + 1;
}

void give_back_memory(void* piece) {
  if (piece == nullptr) return;
  auto* head = head_of(piece);
  if (head->size > sizes || over || kept.of[head->size].count == kept_of_a_size) return std::free(head);
  auto& of_size = kept.of[head->size];
  head->next = std::exchange(of_size.first, head);
  ++of_size.count;
}

void* take_larger_memory(void* piece, int bytes) {
  if (bytes <= room_in_memory(piece)) return piece;
  auto* larger = take_memory(bytes);
  if (larger == nullptr || piece == nullptr) return larger;
  std::memcpy(larger, piece, static_cast<std::size_t>(room_in_memory(piece)));
  give_back_memory(piece);
  return larger;
}

int room_in_memory(void* piece) { return piece == nullptr ? 0 : room_of(head_of(piece)->size); }
int room_for(int bytes) { return room_of(steps_for(bytes)); }

}  // namespace kwota::store
