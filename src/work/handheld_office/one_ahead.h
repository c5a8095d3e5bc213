// One decision is being written and the next waits while the one after it is prepared: for work that asks the vault and the books in turn.
// Guarantees: never more than these two are with the writer, behind everybody who stands at a window, so that a till waits for the piece that has begun and for no
// other; pieces become small while others ask, and large again when they are alone. Nothing is answered as done before it is on the disk, and after a refusal no other is given. What a decision refers to stays as long as this does: the end waits for it.
// Begin with give(); done() before whatever needs them all.
#pragma once
#include <algorithm>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "store/books.h"

namespace kwota::handheld_office {

/// How much is decided at once.
class Piece {
 public:
  /// `most` when nobody else is there. [K]
  Piece(const store::Books& books, std::size_t most) : books_(books), most_(most), size_(most), requests_(books.requests()) {}
  /// Of the next piece.
  std::size_t next() {
    constexpr std::size_t smallest_part = 16;
    const auto now = books_.requests();
    const bool alone = now == std::exchange(requests_, now);
    size_ = alone ? std::min(most_, 2 * size_) : std::max<std::size_t>(1, most_ / smallest_part);
    return size_;
  }

 private:
  const store::Books& books_;
  std::size_t most_, size_;
  std::uint64_t requests_;
};

template <class Answer>
class OneAhead {
 public:
  /// `take`: what becomes of each answer, on the caller's thread and in their order.
  OneAhead(store::Books& books, books::Actor actor, std::function<void(const Answer&)> take) : books_(books), actor_(std::move(actor)), take_(std::move(take)) {}
  OneAhead(const OneAhead&) = delete;
  OneAhead& operator=(const OneAhead&) = delete;
  ~OneAhead() {
    for (const auto& one : given_) one.wait();
  }

  /// Waits until there is room. Errors: of one that was given before.
  template <class Decide>
  Result<void> give(Decide decide) {
    constexpr std::size_t most = 2;
    while (given_.size() >= most) MUST(oldest());
    auto answer = std::make_shared<std::promise<Result<Answer>>>();
    given_.push_back(answer->get_future());
    books_.submit(actor_, std::move(decide), [answer](Result<Answer> result) { answer->set_value(std::move(result)); }, store::Turn::behind_others);
    return Done{};
  }
  /// All that was given is on the disk, or was refused.
  Result<void> done() {
    while (!given_.empty()) MUST(oldest());
    return Done{};
  }

 private:
  Result<void> oldest() {
    auto answer = given_.front().get();
    given_.pop_front();
    if (!answer) return std::move(answer).error();
    take_(*answer);
    return Done{};
  }

  store::Books& books_;
  books::Actor actor_;
  std::function<void(const Answer&)> take_;
  std::deque<std::future<Result<Answer>>> given_;
};

}  // namespace kwota::handheld_office
