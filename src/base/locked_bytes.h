// Secret bytes that have to wait for somebody – an officer's component, a share – in secret memory (base/secret_memory.h): not
// swapped out, in no core dump, wiped when they go. For what passes by at once SecretBytes is enough.
// Never: copied.
#pragma once
#include <algorithm>

#include "base/bytes.h"
#include "base/secret_memory.h"

namespace kwota {

class LockedBytes {
 public:
  explicit LockedBytes(ByteView secret) : page_(take_secret_pages(secret.size())), size_(secret.size()) {
    std::copy(secret.begin(), secret.end(), page_);
  }
  LockedBytes(LockedBytes&& other) noexcept : page_(std::exchange(other.page_, nullptr)), size_(other.size_) {}
  LockedBytes& operator=(LockedBytes&& other) noexcept {
    std::swap(page_, other.page_);
    std::swap(size_, other.size_);
    return *this;
  }
  LockedBytes(const LockedBytes&) = delete;
  LockedBytes& operator=(const LockedBytes&) = delete;
  ~LockedBytes() {
    if (page_ != nullptr) give_back_secret_pages(page_, size_);
  }

  ByteView view() const { return {page_, size_}; }

 private:
  std::uint8_t* page_;
  std::size_t size_;
};

}  // namespace kwota
