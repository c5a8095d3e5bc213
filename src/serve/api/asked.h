// What a request asks, taken out of its JSON body and checked for form; and who asks it.
#pragma once
#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/words.h"
#include "people/context.h"
#include "sell/counter/desk.h"
#include "sell/counter/paying.h"
#include "serve/api/four_eyes.h"
#include "serve/api/server_parts.h"
#include "serve/router/router.h"
#include "store/request.h"

namespace kwota::serve {

/// Error `field_missing` {field}: what must be said was left out.
Error field_missing(std::string_view name);

/// Members of a JSON object by name; a member of another type is as if it were not there, and `text` of a required one says so.
class Asked {
 public:
  /// What it is made of stays: an object that were first made a value would be gone after the line.
  explicit Asked(const boost::json::object& body) : object_(&body) {}
  explicit Asked(const boost::json::value& body) : object_(body.is_object() ? &body.get_object() : nullptr) {}

  /// Asks what is asked of it: every name that somebody looks for is noted, and is absent.
  static Asked noting(std::vector<std::string>& names) {
    Asked out{boost::json::value{}};
    out.noted_ = &names;
    return out;
  }

  std::string text(std::string_view name) const;                      ///< empty when absent, or of blanks alone
  SecretBytes secret(std::string_view name) const;                    ///< the same, leaving no copy behind
  Result<std::string> required(std::string_view name) const;          ///< error `field_missing` {field}
  std::int64_t number(std::string_view name) const;                   ///< 0 when absent; digits in a string serve as well
  Result<std::int64_t> whole(std::string_view name) const;            ///< the same, of what may be none: error `field_malformed` {field, wanted}
  /// One of the words of an enumeration. The description lets no other in; whoever describes fewer than the enumeration has refuses the rest by it, too.
  /// Error `field_malformed` {field, wanted}.
  template <Worded Enum>
  Result<Enum> word(std::string_view name) const {
    if (const auto word = parse_word<Enum>(text(name))) return *word;
    return no_such_word(name, words_of(Enum{}));
  }
  static Error no_such_word(std::string_view name, std::span<const std::string_view> words);
  bool flag(std::string_view name) const;
  bool has(std::string_view name) const;
  Asked object(std::string_view name) const;                          ///< empty when absent
  std::vector<std::string> texts(std::string_view name) const;        ///< of an array; empty when absent
  std::vector<Asked> objects(std::string_view name) const;            ///< of an array; empty when absent
  Result<std::optional<CardSerial>> serial(std::string_view name) const;

 private:
  const boost::json::value* find(std::string_view name) const;
  const boost::json::object* object_;
  std::vector<std::string>* noted_ = nullptr;
};

/// A number of the query, 0 when it is absent or none.
std::int64_t parameter_number(const Call& call, std::string_view name);
/// A number of the path, 0 when it is none.
std::int64_t path_number(const Call& call, std::string_view name);
/// In which the utility's days begin.
Zone zone_of_utility(const ServerParts& server);
/// The person, the till and the moment of a call.
people::Context context_of(const ServerParts& server, const Call& call);
/// Who may see only his own rows sees nobody else's. Error `permission_denied`.
Result<void> may_see(const books::Operator& who, books::Right right, std::string_view owner);
books::Actor actor_of(const Call& call, books::Right right);
/// Of what everybody who signed in does for himself, e.g. "own_views".
books::Actor by_himself(const Call& call, std::string action);
inline constexpr std::size_t client_key_max = 64;
/// The books' form of a key that a till made, a hash of it: keys of two tills never meet. Error `bad_client_key` {length}: not 1 to 64 printable characters.
Result<std::string> key_of_till(const Call& call, std::string_view key);
/// The client's own key and the hash of what it asks, so that the same request is known again. Errors: field_missing, bad_client_key.
Result<counter::Claim> claim_of(const Call& call);
/// By what is paid: "tenders", or "tender" and "received".
counter::Paying paying_of(const Asked& asked);
/// The utility's digits behind the point; 2 before the first start is complete.
int minor_digits(const ServerParts& server);

/// A decision by whose answer a caller is answered.
class Deciding : public store::Request {
 public:
  Deciding(ServerParts& server, CallPtr call) : server_(server), call_(std::move(call)) {}
  void done(Result<void> result) final;

 private:
  /// What the caller is told when it was done. On a worker's thread: it may read the books again.
  virtual boost::json::value shown() const = 0;

  ServerParts& server_;
  CallPtr call_;
};

template <class Decide, class Shown>
class DecidingThat final : public Deciding {
 public:
  DecidingThat(ServerParts& server, CallPtr call, Decide decision, Shown shown) : Deciding(server, std::move(call)), decision_(std::move(decision)), shown_(std::move(shown)) {}
  Result<books::Changes> decide(const books::Reader& reader) override { return store::part(decision_(reader), answer_); }

 private:
  boost::json::value shown() const override { return boost::json::value(shown_(*answer_)); }

  Decide decision_;
  Shown shown_;
  std::optional<store::AnswerOf<Decide>> answer_;
};

/// Runs a decision and answers with what `shown` makes of its answer.
template <class Decide, class Shown>
void decide(ServerParts& server, const CallPtr& call, const books::Actor& by, Decide decision, Shown shown) {
  server.books.take(by, std::make_unique<DecidingThat<Decide, Shown>>(server, call, std::move(decision), std::move(shown)));
}
template <class Decide, class Shown>
void decide(ServerParts& server, const CallPtr& call, books::Right right, Decide decision, Shown shown) {
  decide(server, call, actor_of(*call, right), std::move(decision), std::move(shown));
}

}  // namespace kwota::serve
