// A function that its caller holds for as long as it may be called: nothing is copied, nothing lies on the heap, and a template that takes one is
// compiled once and not for each lambda. Never keeps what it was made of alive. Begin with FunctionRef.
#pragma once
#include <memory>
#include <type_traits>
#include <utility>

namespace kwota {

template <class Signature>
class FunctionRef;

template <class Answer, class... Arguments>
class FunctionRef<Answer(Arguments...)> {
 public:
  template <class Function>
    requires(!std::is_same_v<std::remove_cvref_t<Function>, FunctionRef>)
  FunctionRef(Function&& function)  // NOLINT: a lambda is one
      : of_(const_cast<void*>(static_cast<const void*>(std::addressof(function)))),
        call_([](void* of, Arguments... arguments) -> Answer { return (*static_cast<std::remove_reference_t<Function>*>(of))(std::forward<Arguments>(arguments)...); }) {}

  Answer operator()(Arguments... arguments) const { return call_(of_, std::forward<Arguments>(arguments)...); }

 private:
  void* of_;
  Answer (*call_)(void*, Arguments...);
};

}  // namespace kwota
