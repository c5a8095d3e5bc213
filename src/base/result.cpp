#include "base/result.h"

namespace kwota {

Error error(Fault fault, std::string_view code, std::string_view what, std::initializer_list<std::pair<std::string_view, std::string_view>> details) {
  Error out{fault, std::string(code), std::string(what), {}, Again::later};
  for (const auto& [name, text] : details) out.details.emplace(name, text);
  return out;
}

namespace detail {
Error* kept(Error error) { return new Error(std::move(error)); }
Error* copied(const Error* error) { return error == nullptr ? nullptr : new Error(*error); }
void dropped(Error* error) noexcept { delete error; }
}  // namespace detail

}  // namespace kwota
