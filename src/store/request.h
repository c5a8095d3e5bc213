// What somebody asks of the writer of the books.   Begin with Request.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "books/decision.h"
#include "books/reader.h"

namespace kwota::store {

/// Points of a group at which tests end the process: group_begun, decided, applied, sealed, committed, logged, answered; of upkeep: kept_up.
using Hook = std::function<void(std::string_view point)>;

/// When a request is decided. `behind_others`: a piece of long work, for which nobody stands at a window: who asks now goes first, once; a group has one
/// such piece and nothing else, so that nobody waits for more than the piece that has begun.
enum class Turn : std::uint8_t { next, behind_others };

/// Whoever has more to do with the answer than is quick takes shared_from_this() elsewhere.
class Request : public std::enable_shared_from_this<Request> {
 public:
  Request() = default;
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;
  virtual ~Request() = default;
  /// May be called again, when the group is tried again: it is a pure decision.
  virtual Result<books::Changes> decide(const books::Reader& reader) = 0;
  /// Called once, on the writer's thread, after the commit or the refusal; it must be quick.
  virtual void done(Result<void> result) = 0;
};

namespace detail {
template <class T>
struct AnswerOf;
template <class A>
struct AnswerOf<Result<books::Decision<A>>> {
  using type = A;
};
}  // namespace detail
/// What a decision answers. `Decide`: (const books::Reader&) -> Result<Decision<Answer>>.
template <class Decide>
using AnswerOf = typename detail::AnswerOf<std::invoke_result_t<Decide, const books::Reader&>>::type;

/// Its changes; its answer is kept.
template <class Answer>
Result<books::Changes> part(Result<books::Decision<Answer>> decided, std::optional<Answer>& answer) {
  if (!decided) return std::move(decided).failure();
  answer = std::move(decided->answer);
  return std::move(decided->changes);
}

/// A decision and what becomes of its answer: `answered`: (Result<Answer>), called as done() is.
template <class Decide, class Answered>
class Asked final : public Request {
 public:
  Asked(Decide decide, Answered answered) : decide_(std::move(decide)), answered_(std::move(answered)) {}
  Result<books::Changes> decide(const books::Reader& reader) override { return part(decide_(reader), answer_); }
  void done(Result<void> result) override {
    if (result)
      answered_(Result<AnswerOf<Decide>>(*std::move(answer_)));
    else
      answered_(Result<AnswerOf<Decide>>(std::move(result).failure()));
  }

 private:
  Decide decide_;
  Answered answered_;
  std::optional<AnswerOf<Decide>> answer_;
};

}  // namespace kwota::store
