// A function that can fail says so in its type: Result<T> is a value or an Error.
// Errors carry a stable code (for programs and for the dictionaries in lang/) and whose fault it is,
// because that decides what the cashier is told.
#pragma once
#include <cassert>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace kwota {

/// Whose fault it is.
enum class Fault : std::uint8_t {
  request,  ///< what was asked cannot be done as asked: the person can mend it
  refused,  ///< a rule of the house forbids it (permission, limit, state)
  card,     ///< the card is wrong, foreign, damaged or gone
  meter,    ///< the meter said no
  wire,     ///< a reader, line or service is not there
  forged,   ///< a seal does not fit: somebody may be cheating
  ours,     ///< a defect or a broken machine on our side
};

/// Whether what was refused may be tried again. Whoever makes the error knows; who sends again asks nothing else.
enum class Again : std::uint8_t {
  later,            ///< nothing speaks against it
  if_authorised,    ///< who asked has not the right, or not under this seal
  if_believed,      ///< a seal was not believed: too many, and a person must look
  with_other_keys,  ///< not believed, because the keys are others
  never,            ///< it would be told the same
  another_way,      ///< there is no such order where it was asked: something else must carry it
  after_a_person,   ///< somebody must look before anything more is sent there
};

/// Facts that go into an error's sentence, by name: {"limit": "500.00"}.
using Details = std::map<std::string, std::string, std::less<>>;

struct [[nodiscard]] Error {
  Fault fault = Fault::ours;
  std::string code;  ///< stable, snake_case: the key `error.<code>` of the dictionaries
  std::string what;  ///< one English sentence that says what happened and what to do
  Details details{};
  Again again = Again::later;

  Error trying(Again how) && {
    again = how;
    return std::move(*this);
  }
};

/// Names and texts are copied, so that views of what is gone after the line will do.
Error error(Fault fault, std::string_view code, std::string_view what, std::initializer_list<std::pair<std::string_view, std::string_view>> details = {});
/// With details that were gathered before.
template <std::same_as<Details> Gathered>
Error error(Fault fault, std::string_view code, std::string_view what, Gathered details) {
  auto out = error(fault, code, what);
  out.details = std::move(details);
  return out;
}

namespace detail {
// Out of line: nobody is in a hurry with an error, and there are some thousand places that make one or hand one on.
[[gnu::cold]] Error* kept(Error error);
[[gnu::cold]] Error* copied(const Error* error);
[[gnu::cold]] void dropped(Error* error) noexcept;
}  // namespace detail

/// The error of a result on its way up, as MUST and TRY hand it on: one pointer, whatever the error holds.
class [[nodiscard]] Failure {
 public:
  explicit Failure(Error* error) : error_(error) {}
  Failure(Failure&& other) noexcept : error_(std::exchange(other.error_, nullptr)) {}
  Failure& operator=(Failure&&) = delete;
  ~Failure() {
    if (error_ != nullptr) detail::dropped(error_);
  }
  /// The caller owns it.
  Error* release() && { return std::exchange(error_, nullptr); }
  operator Error() && { return std::move(*error_); }  // NOLINT: of a function that answers with an error and no result

 private:
  Error* error_;
};

/// A value or an error. A union with a flag and not a std::variant, whose tables of functions for each T cost the compiler more
/// than the rest of most files; and the error on the heap, so that a result of nothing is two words and moving one is moving a pointer.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)), ok_(true) {}       // NOLINT: a value is a result
  Result(Error error) : error_(detail::kept(std::move(error))), ok_(false) {}  // NOLINT: so is an error
  Result(Failure&& failure) : error_(std::move(failure).release()), ok_(false) {}  // NOLINT
  Result(const Result& other) requires std::is_copy_constructible_v<T> : ok_(other.ok_) { take(other); }
  Result(Result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) : ok_(other.ok_) { take(std::move(other)); }
  Result& operator=(const Result& other) requires std::is_copy_constructible_v<T> {
    if (this != &other) *this = Result(other);
    return *this;
  }
  Result& operator=(Result&& other) noexcept {
    static_assert(std::is_nothrow_move_constructible_v<T>, "what stands here is gone before the other is taken in");
    if (this == &other) return *this;
    drop();
    ok_ = other.ok_;
    take(std::move(other));
    return *this;
  }
  ~Result() { drop(); }

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }

  T& value() & {
    assert(ok_);
    return value_;
  }
  const T& value() const& {
    assert(ok_);
    return value_;
  }
  T&& value() && {
    assert(ok_);
    return std::move(value_);
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& {
    assert(!ok_);
    return *error_;
  }
  Error&& error() && {
    assert(!ok_);
    return std::move(*error_);
  }
  Failure failure() && {
    assert(!ok_);
    return Failure(std::exchange(error_, nullptr));
  }

 private:
  void take(const Result& other) {
    if (ok_)
      std::construct_at(&value_, other.value_);
    else
      error_ = detail::copied(other.error_);
  }
  void take(Result&& other) {
    if (ok_)
      std::construct_at(&value_, std::move(other.value_));
    else
      error_ = std::exchange(other.error_, nullptr);
  }
  void drop() {
    if (ok_)
      value_.~T();
    else if (error_ != nullptr)
      detail::dropped(error_);
  }

  union {
    T value_;
    Error* error_;  ///< nothing: it was handed on
  };
  bool ok_;
};

struct Done {
  friend bool operator==(Done, Done) = default;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Done) {}                                                                   // NOLINT
  Result(Error error) : error_(detail::kept(std::move(error))), ok_(false) {}       // NOLINT
  Result(Failure&& failure) : error_(std::move(failure).release()), ok_(false) {}   // NOLINT
  Result(const Result& other) : error_(other.error_ == nullptr ? nullptr : detail::copied(other.error_)), ok_(other.ok_) {}
  Result(Result&& other) noexcept : error_(std::exchange(other.error_, nullptr)), ok_(other.ok_) {}
  Result& operator=(Result other) noexcept {
    std::swap(error_, other.error_);
    ok_ = other.ok_;
    return *this;
  }
  ~Result() {
    if (error_ != nullptr) detail::dropped(error_);
  }

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const Error& error() const& {
    assert(!ok_);
    return *error_;
  }
  Error&& error() && {
    assert(!ok_);
    return std::move(*error_);
  }
  Failure failure() && {
    assert(!ok_);
    return Failure(std::exchange(error_, nullptr));
  }

 private:
  Error* error_ = nullptr;
  bool ok_ = true;
};

}  // namespace kwota

/// TRY(quote, price(energy)); names the value, or returns the error upward. On a line of its own.
/// The value stays where the result has it – what is large is not moved once more –, and goes to whoever returns it.
#define TRY(name, ...)                                                    \
  auto name##_or_error = (__VA_ARGS__);                                   \
  if (!name##_or_error.ok()) return std::move(name##_or_error).failure(); \
  auto&& name = std::move(name##_or_error).value()

/// MUST(check(x)); returns the error upward, the value is not needed.
#define MUST(...)                                                                                           \
  do {                                                                                                      \
    if (auto must_or_error = (__VA_ARGS__); !must_or_error.ok()) return std::move(must_or_error).failure(); \
  } while (false)
