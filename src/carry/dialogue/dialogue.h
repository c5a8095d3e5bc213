// A dialogue is a conversation with a card or a meter, written once and without I/O: a C++20 coroutine that yields what
// it asks and receives the answers. It opens no port, reads no clock and knows no thread.
// There are four kinds of question: to a card (an APDU, answered by a response APDU), to a meter on its line (a frame, answered by a
// frame), to the vault (a seal), to the journal (write this down before I go on). Whoever drives the dialogue decides where the three parties stand: here, at the server, in a test.
// Guarantees: everything awaited gives its value or ends the dialogue with the Error it met, attempt(…) gives a Result
// and lets the dialogue go on; dropping a half-done dialogue frees all of its frames; chains of nested dialogues take no
// stack, because every step returns to the driver (without optimisation g++ has no tail call for coroutines).
// Never: throws, retries by itself, or goes on after an answer that it did not look at.
// Begin with to_device, to_line, to_vault, to_journal, then Dialogue::begin and receive; run() in parties.h drives all of it.
#pragma once
#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "carry/dialogue/line_frame.h"
#include "carry/iso7816/apdu.h"
#include "seal/vault/vault.h"

namespace kwota::dialogue {

/// Something the books must hold before the dialogue goes on: "write_credit" with its facts by name.
/// Not an aggregate: g++ 12 copies an aggregate that is built inside a co_await expression bit by bit, which breaks texts
/// and maps. For the same reason build commands and requests in named functions, not in braces after co_await.
struct JournalNote {
  explicit JournalNote(std::string what_is_noted, Details facts = {})
      : what(std::move(what_is_noted)), details(std::move(facts)) {}
  std::string what;
  Details details;
  friend bool operator==(const JournalNote&, const JournalNote&) = default;
};

/// A command for one of the cards that take part. Card 0 is the one the dialogue is about; others help to make it: a mother
/// card, its control card. Not an aggregate, for the same reason.
struct DeviceCommand {
  explicit DeviceCommand(iso7816::Command what, std::size_t which = 0) : command(std::move(what)), card(which) {}
  iso7816::Command command;
  std::size_t card;
};

/// What a dialogue asks. The position in the variant is the party that is asked (see Party in parties.h).
using Question = std::variant<DeviceCommand, seal::Request, JournalNote, LineFrame>;
/// What it receives, in the same order: each question says by its kind which answer is expected. A card that refuses answers with a status
/// word, a meter with a frame; an Error means that no answer came.
using Answer = std::variant<Result<iso7816::Response>, Result<Bytes>, Result<void>, Result<LineFrame>>;

template <class T>
class Dialogue;

template <class Value>
struct Ask {
  Question question;
};

inline Ask<iso7816::Response> to_device(iso7816::Command command) { return {Question{DeviceCommand{std::move(command)}}}; }
inline Ask<iso7816::Response> to_device(std::size_t card, iso7816::Command command) {
  return {Question{DeviceCommand{std::move(command), card}}};
}
inline Ask<LineFrame> to_line(LineFrame frame) { return {Question{std::move(frame)}}; }
inline Ask<Bytes> to_vault(seal::Request request) { return {Question{std::move(request)}}; }
inline Ask<void> to_journal(JournalNote note) { return {Question{std::move(note)}}; }

template <class Value>
struct Checked {
  Result<Value> result;
};
template <class Awaited>
struct Attempt {
  Awaited awaited;
};

/// co_await ok(result): its value, or the dialogue ends with its error. For plain functions that can fail.
template <class Value>
Checked<Value> ok(Result<Value> result) {
  return {std::move(result)};
}
/// co_await attempt(to_device(…)) or attempt(sub_dialogue()): the Result, so that the dialogue can look at the error and go on.
template <class Value>
Attempt<Ask<Value>> attempt(Ask<Value> ask) {
  return {std::move(ask)};
}
template <class Value>
Attempt<Dialogue<Value>> attempt(Dialogue<Value> dialogue) {
  return {std::move(dialogue)};
}

namespace kernel {

struct PromiseBase;

/// What the nested dialogues of one conversation share: who goes on next, what was asked by whom, what was heard.
struct Conversation {
  std::coroutine_handle<> next{};
  std::optional<Question> question{};
  std::optional<Answer> answer{};
  PromiseBase* asker = nullptr;

  /// The trampoline: steps until somebody asks or the outermost dialogue has ended.
  const Question* go_on() {
    while (next && !question) std::exchange(next, nullptr).resume();
    return question ? &*question : nullptr;
  }
};

struct PromiseBase {
  Conversation* conversation = nullptr;
  PromiseBase* caller = nullptr;  ///< the dialogue that awaits this one; none for the outermost
  std::coroutine_handle<> self{};
  bool attempts = false;  ///< what is awaited now shall give a Result instead of ending this dialogue
  std::optional<Error> error{};

  std::suspend_always initial_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { std::terminate(); }

  /// Ends this dialogue, and every caller that did not say attempt(), with that error.
  void end_with(Error reason) {
    PromiseBase* ending = this;
    while (ending->caller != nullptr && !ending->caller->attempts) ending = ending->caller;
    ending->error = std::move(reason);
    conversation->next = ending->caller != nullptr ? ending->caller->self : nullptr;
  }
};

struct Final {
  bool await_ready() noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> ended) noexcept {
    PromiseBase& promise = ended.promise();
    if (promise.error) {
      promise.end_with(*std::exchange(promise.error, std::nullopt));
    } else {
      promise.conversation->next = promise.caller != nullptr ? promise.caller->self : nullptr;
    }
  }
  void await_resume() noexcept {}
};

template <class Value, bool attempts>
struct AskAwaiter {
  Question question;
  Conversation* conversation = nullptr;

  bool await_ready() noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> asking) {
    PromiseBase& promise = asking.promise();
    promise.attempts = attempts;
    conversation = promise.conversation;
    conversation->question = std::move(question);
    conversation->asker = &promise;
  }
  auto await_resume() {
    Answer received = *std::exchange(conversation->answer, std::nullopt);
    auto result = std::get<Result<Value>>(std::move(received));
    if constexpr (attempts) {
      return result;
    } else if constexpr (!std::is_void_v<Value>) {
      return Value{std::move(result).value()};
    }
  }
};

template <class Value>
struct CheckedAwaiter {
  Result<Value> result;

  bool await_ready() noexcept { return result.ok(); }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> checking) {
    checking.promise().end_with(std::move(result).error());
  }
  auto await_resume() {
    if constexpr (!std::is_void_v<Value>) return Value{std::move(result).value()};
  }
};

template <class T, bool attempts>
struct NestedAwaiter {
  Dialogue<T> nested;

  bool await_ready() noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> calling) {
    PromiseBase& caller = calling.promise();
    caller.attempts = attempts;
    auto& promise = nested.promise();
    promise.conversation = caller.conversation;
    promise.caller = &caller;
    caller.conversation->next = promise.self;
  }
  auto await_resume() {
    if constexpr (attempts) {
      return nested.take();
    } else {
      return T{nested.take().value()};
    }
  }
};

}  // namespace kernel

/// A conversation that will give a T or an Error. Starts suspended; the frames live as long as this object.
/// A dialogue that gives nothing is a Dialogue<Done>. Parameters of a dialogue are taken by value.
template <class T>
class [[nodiscard]] Dialogue {
 public:
  struct promise_type : kernel::PromiseBase {
    std::optional<T> value{};

    Dialogue get_return_object() {
      const auto frame = std::coroutine_handle<promise_type>::from_promise(*this);
      self = frame;
      return Dialogue{frame};
    }
    kernel::Final final_suspend() noexcept { return {}; }
    void return_value(T result) { value = std::move(result); }
    void return_value(Error reason) { error = std::move(reason); }

    template <class Value>
    kernel::AskAwaiter<Value, false> await_transform(Ask<Value> ask) {
      return {std::move(ask.question)};
    }
    template <class Value>
    kernel::AskAwaiter<Value, true> await_transform(Attempt<Ask<Value>> ask) {
      return {std::move(ask.awaited.question)};
    }
    template <class Value>
    kernel::CheckedAwaiter<Value> await_transform(Checked<Value> checked) {
      return {std::move(checked.result)};
    }
    template <class Value>
    kernel::NestedAwaiter<Value, false> await_transform(Dialogue<Value> nested) {
      return {std::move(nested)};
    }
    template <class Value>
    kernel::NestedAwaiter<Value, true> await_transform(Attempt<Dialogue<Value>> nested) {
      return {std::move(nested.awaited)};
    }
  };

  Dialogue(Dialogue&& other) noexcept
      : frame_(std::exchange(other.frame_, nullptr)), conversation_(std::move(other.conversation_)) {}
  Dialogue& operator=(Dialogue&& other) noexcept {
    std::swap(frame_, other.frame_);
    std::swap(conversation_, other.conversation_);
    return *this;
  }
  ~Dialogue() {
    if (frame_) frame_.destroy();
  }

  /// The first question, or nothing when the dialogue ended without one. Once only.
  const Question* begin() {
    assert(frame_ && !conversation_);
    conversation_ = std::make_unique<kernel::Conversation>();
    promise().conversation = conversation_.get();
    conversation_->next = frame_;
    return conversation_->go_on();
  }

  /// The answer to the question that is open; gives the next question, or nothing when the dialogue has ended.
  /// The kind of the answer must be the kind of the question.
  const Question* receive(Answer answer) {
    assert(conversation_ && conversation_->question && conversation_->question->index() == answer.index());
    conversation_->question.reset();
    kernel::PromiseBase& asker = *conversation_->asker;
    const Error* failure = std::visit([](const auto& result) { return result.ok() ? nullptr : &result.error(); }, answer);
    if (failure != nullptr && !asker.attempts) {
      asker.end_with(*failure);
    } else {
      conversation_->answer = std::move(answer);
      conversation_->next = asker.self;
    }
    return conversation_->go_on();
  }

  /// What came out. Only after the dialogue has ended; once.
  Result<T> take() {
    assert(promise().error || promise().value);
    if (promise().error) return std::move(*promise().error);
    return std::move(*promise().value);
  }

  promise_type& promise() { return frame_.promise(); }

 private:
  explicit Dialogue(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  std::coroutine_handle<promise_type> frame_;
  std::unique_ptr<kernel::Conversation> conversation_;
};

}  // namespace kwota::dialogue
