// Which address means what. Routes are an explicit table: method, pattern, the permission that it asks, the function.
// The router parses the body, finds the session, checks CSRF and permission before a function is called: a function that is
// called may act.
#pragma once
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "books/rows.h"
#include "serve/http/http.h"
#include "serve/router/repeats.h"
#include "serve/router/sessions.h"

namespace kwota::serve {

class Described;

/// All texts in it, however deep.
void wipe_texts(boost::json::value& value);

/// One request on its way to an answer. What came is wiped when the last one who works on it lets go: passwords, PINs and codes come in bodies of any door.
struct Call {
  Call() = default;
  Call(const Call&) = default;
  Call& operator=(const Call&) = delete;
  ~Call();

  Request request;
  std::map<std::string, std::string, std::less<>> path;  ///< {no} -> "100023"
  boost::json::value body;                               ///< parsed, when the content type says JSON
  std::optional<Session> session;
  std::optional<books::Operator> who;
  std::string language;
  std::string request_id;
  Respond respond;
  /// What a refusal shows beside itself: of a stale quote the new one.
  std::function<boost::json::object(const Error&)> beside_refusal{};

  void answer(const boost::json::value& value, int status = 200) const;
  void refuse(const Error& error, const boost::json::object& extra = {}) const;
  /// A refusal or the value, turned into an answer.
  template <class Json>
  void answer(Result<Json> result) const {
    if (result.ok())
      answer(boost::json::value(std::move(result).value()));
    else
      refuse(result.error());
  }
};
using CallPtr = std::shared_ptr<Call>;

/// What a caller must be before the function is called: nobody in particular, signed in, or one who has any of these rights.
class Need {
 public:
  enum class Of : std::uint8_t { nothing, session, right };
  constexpr explicit Need(Of of) : of_(of) {}
  consteval Need(const char* rights) : of_(Of::right), rights_(rights) {}    // NOLINT(google-explicit-constructor): "take_back_own|take_back"
  constexpr Need(books::Right right) : of_(Of::right), rights_(right) {}     // NOLINT(google-explicit-constructor)
  constexpr Need(books::Rights rights) : of_(Of::right), rights_(rights) {}  // NOLINT(google-explicit-constructor)
  constexpr Of of() const { return of_; }
  constexpr books::Rights rights() const { return rights_; }
  /// As the description of the API says it: "-", "*", or the rights.
  constexpr std::string_view words() const { return of_ == Of::nothing ? "-" : of_ == Of::session ? "*" : rights_.words(); }

 private:
  Of of_;
  books::Rights rights_{};
};
namespace need {
inline constexpr Need nothing{Need::Of::nothing};  ///< anybody, also without a session
inline constexpr Need session{Need::Of::session};  ///< signed in, whatever the rights
}  // namespace need

/// Whether an answer is kept, so that whoever sends the same request again hears the same. `never`: it carries a secret.
enum class AnswerKept : std::uint8_t { for_repetition, never };

struct Route {
  std::string method;
  std::string pattern;     ///< "/accounts/{no}", below /api/v1; its first word is no value
  Need need;
  std::function<void(const CallPtr&)> act;
  AnswerKept kept = AnswerKept::for_repetition;  ///< its answer
};

/// What the router must know of sessions and operators to let a call pass.
struct Gate {
  /// Name of the session's cookie.
  std::string cookie = "kwota_session";
  std::function<std::optional<Session>(std::string_view token)> session;
  std::function<std::optional<books::Operator>(std::string_view name)> operator_named;
  std::function<bool(const books::Operator&, books::Right)> allowed;
  std::function<std::string()> request_id;
  /// Somebody asked for what he may not do; for the audit trail. May be empty.
  std::function<void(const Call&, books::Right)> denied{};
  /// What requests may have; none: everything (tests).
  const Described* description = nullptr;
  /// Sample books: every answer and every file that is taken away says so.
  bool sample = false;
  /// A request that is signed instead of coming with a session: who sends it, of the role `outlet`; nothing: it is not signed. May be empty: nobody comes in so.
  std::function<Result<std::optional<books::Operator>>(const Request&)> signed_by{};
  /// Why nobody is served who asks from there; nothing: he is. May be empty: whoever comes is.
  std::function<std::optional<Error>(const Request&)> elsewhere{};
  /// Why nothing is changed for now; nothing: it is. May be empty.
  std::function<std::optional<Error>()> closed{};
  /// What the request names is the caller's to see. May be empty: everything is.
  std::function<Result<void>(const Call&, const std::string& pattern)> in_scope{};
};

class Router {
 public:
  static constexpr std::string_view base = "/api/v1";
  explicit Router(Gate gate) : gate_(std::move(gate)) {}

  void add(Route route);
  const std::vector<Route>& routes() const { return routes_; }
  /// Errors as problem documents: not_found, method_not_allowed, not_signed_in, csrf, must_change_password, permission_denied, bad_json,
  /// field_unknown, field_malformed, content_type_unknown, those of base/text_gate,
  /// idempotency_key_reused.
  void handle(Request request, Respond respond) const;

 private:
  void take(Request request, Respond respond) const;
  const Route* find(const Request& request, std::map<std::string, std::string, std::less<>>& path, bool& other_method) const;
  std::optional<Error> admit(Call& call, const Route& route) const;
  /// What came, held against the description; parses the body.
  std::optional<Error> take_content(Call& call, const Route& route) const;
  /// True when this change was made before and has been answered again.
  bool repeated(const CallPtr& call) const;
  Gate gate_;
  std::vector<Route> routes_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_first_word_;  ///< places in `routes_`, in their order
  mutable Repeats repeats_;
};

}  // namespace kwota::serve
