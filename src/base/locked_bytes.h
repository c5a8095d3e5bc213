// Secret bytes that have to wait for somebody: in pages of their own that are locked into memory, stay out of core dumps and are
// wiped before they are given back. For what passes by at once SecretBytes is enough.
// Never: copied.   Begin with LockedBytes::keep().
#pragma once
#include "base/bytes.h"

namespace kwota {

class LockedBytes {
 public:
  LockedBytes() = default;
  /// Error `memory_not_locked` {reason}: the system gave no page that stays in memory (ulimit -l); nothing was kept.
  static Result<LockedBytes> keep(ByteView secret);
  LockedBytes(LockedBytes&& other) noexcept { *this = std::move(other); }
  LockedBytes& operator=(LockedBytes&& other) noexcept;
  LockedBytes(const LockedBytes&) = delete;
  LockedBytes& operator=(const LockedBytes&) = delete;
  ~LockedBytes() { release(); }

  ByteView view() const { return {page_, size_}; }
  std::size_t size() const { return size_; }

 private:
  void release();
  std::uint8_t* page_ = nullptr;
  std::size_t size_ = 0, room_ = 0;
};

}  // namespace kwota
