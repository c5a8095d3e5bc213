// A running server at a terminal: whoever signs in there does over its API what he may do on its pages. The server's own vault seals, over the
// lines that it knows, by its books; here is nothing but the question and the answer.
// Plain HTTP: on the machine itself, or through a tunnel that is the machine's (docs/running.md).
// Guarantees: passwords are typed unseen; the session ends with this object.   Begin with ServerDesk::sign_in().
#pragma once
#include <boost/json.hpp>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/words.h"
#include "work/office_link/post.h"

namespace kwota::app {

/// A member of an answer as text: what is no text as it stands there; empty: it is not there, or null.
std::string text_in(const boost::json::object& object, std::string_view name);
/// The same of a state or a kind. Nothing: it is not there, or of a later server.
template <Worded E>
std::optional<E> word_in(const boost::json::object& object, std::string_view name) {
  return parse_word<E>(text_in(object, name));
}

/// A refusal as the server tells it, in its own words: {code, detail, details}.
Error as_refused(const boost::json::object& problem);

/// A client's key of a request: asked again with it, it is the same request.
std::string fresh_key();

/// Which server, and who.
struct ByServer {
  std::string address, as, second;
  int wait_seconds = 60;  ///< for what became of a command
  std::string till{};     ///< "E01/T1", of work with money and cards; empty: at none
};

/// Why a job came to nothing, in the sentence that the console has for it.
std::string why_not(const boost::json::object& job);

class ServerDesk {
 public:
  /// `asks_pin`: at a key office, where a password alone proves nobody. Errors: `field_missing` (nobody is named), `not_reached`{address, reason}, `password_is_once`, the server's.
  static Result<ServerDesk> sign_in(const ByServer& who, bool asks_pin = false);
  ServerDesk(ServerDesk&&) noexcept;
  ServerDesk& operator=(ServerDesk&&) = delete;
  ~ServerDesk();

  Result<boost::json::object> get(const std::string& path);
  Result<boost::json::object> put(const std::string& path, const boost::json::object& body);
  /// What takes two is asked of the second person here, and then again with his word.
  Result<boost::json::object> post(const std::string& path, boost::json::object body);
  /// How a command of the queue stands, once it is settled; or when the patience has ended, as it stands then.
  Result<boost::json::object> settled(std::int64_t command);
  /// How a job stands, once it has ended; or when the patience has ended.
  Result<boost::json::object> ended(const std::string& job);
  /// The till's reader, once the card on it has been looked at: work with a card begins with this.
  Result<boost::json::object> reader();

 private:
  ServerDesk(ByServer who, bool asks_pin) : who_(std::move(who)), asks_pin_(asks_pin) {}
  Result<void> is_there();
  office_link::HttpQuestion question(const std::string& method, const std::string& path) const;
  Result<boost::json::object> ask(const std::string& method, const std::string& path, const boost::json::object& body, int& status);
  Result<boost::json::object> typed(const std::string& name) const;
  /// With name and password; whoever has a second factor types its code once the server has asked for it.
  Result<boost::json::object> proved(const std::string& path, const std::string& name, boost::json::object body);
  Result<void> agree(const boost::json::object& approval);
  /// Asked again whenever the server has news, until it is open no more or the patience has ended.
  Result<boost::json::object> until(const std::string& path, const std::function<bool(const boost::json::object&)>& is_open);

  ByServer who_;
  bool asks_pin_ = false;
  std::string cookie_, csrf_;
};

}  // namespace kwota::app
