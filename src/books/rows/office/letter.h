// What leaves the house to people: mail through the relay of the settings, short messages through their gateway. A letter is a row before anything of it
// leaves, and each try is counted before it begins: what nobody knows the end of is told again under the same Message-ID, and says so.
// Never: holds a password, or the key by which messages are signed.
// Registers: Letter.   Begin with LetterKind.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"
#include "books/table.h"

namespace kwota::books {

enum class LetterWay : std::uint8_t { mail, message };
constexpr auto words_of(LetterWay) { return std::array<std::string_view, 2>{"mail", "message"}; }

/// All of them. A new one is a word here and a line in serve/letters/texts.cpp, in the same order.
enum class LetterKind : std::uint8_t {
  test,           ///< whether the relay takes one
  notice,         ///< what the bell says
  report,         ///< what was made by plan, with its file
  receipt,        ///< to a customer
  low_balance,    ///< of an account at the server
  disconnection,  ///< a day like the last one, and it is cut off
  credit_waiting, ///< it was paid for, and the meter has not taken it in
  low_credit,     ///< what the meter has is soon used up
  new_prices,     ///< of the price plan, from a day on
};
constexpr auto words_of(LetterKind) { return std::array<std::string_view, 9>{"test", "notice", "report", "receipt", "low_balance", "disconnection", "credit_waiting", "low_credit", "new_prices"}; }

enum class LetterTo : std::uint8_t { person, customer };
constexpr auto words_of(LetterTo) { return std::array<std::string_view, 2>{"person", "customer"}; }

enum class LetterStatus : std::uint8_t {
  waiting,   ///< for its next try
  sent,      ///< relay or gateway has taken it
  failed,    ///< refused for good, or tried often enough
  cancelled,  ///< by a person
};
constexpr auto words_of(LetterStatus) { return std::array<std::string_view, 4>{"waiting", "sent", "failed", "cancelled"}; }

/// What was wrong with the last try.
enum class LetterFailure : std::uint8_t {
  none,
  no_relay,        ///< none is set: nothing left the house
  unreachable,
  not_trusted,     ///< no TLS, or a certificate that nobody vouches for
  sign_in_refused,
  refused_later,   ///< 4xx
  refused,         ///< 5xx, of a gateway 4xx
  cut_off,         ///< nobody knows whether it arrived
  no_secret,       ///< of relay or gateway: the file is not there, or others may read it
  right_lost,      ///< he may not have the file any more
  file_gone,
  file_too_big,
  too_old,
  no_longer_so,    ///< what it tells was so when it was written: that one is dropped
};
constexpr auto words_of(LetterFailure) {
  return std::array<std::string_view, 14>{"none",    "no_relay",  "unreachable", "not_trusted", "sign_in_refused", "refused_later", "refused",
                                          "cut_off", "no_secret", "right_lost",  "file_gone",   "file_too_big",    "too_old", "no_longer_so"};
}

struct Letter {
  static constexpr auto table = "letter";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"wanted_by", "cancelled_by"};
  static constexpr std::array<std::string_view, 2> personal{"address", "subject"};
  static constexpr std::array<std::string_view, 1> masked{"address"};
  std::int64_t number = 0;
  LetterKind kind = LetterKind::test;
  LetterWay way = LetterWay::mail;
  LetterTo to_kind = LetterTo::person;
  std::string to;           ///< sign-in name, or number of the customer
  std::string station;      ///< whose business it is; empty: the whole utility's
  std::string address;      ///< mail address or number of a phone, as it was then
  std::string language;
  std::string object;       ///< what it is about: "R1-00000012", the number of a notice, an account, a job; "100001/cn-beijing/2027-01-01"
  std::string subject, text;  ///< as they were said
  std::int64_t job = 0;     ///< whose file goes with it; 0: none
  std::string message_id;   ///< of all its tries
  LetterStatus state = LetterStatus::waiting;
  std::int64_t tries = 0;   ///< that were begun
  std::optional<Instant> begun;  ///< of the try whose end nobody has told yet
  std::optional<Instant> next_try;
  LetterFailure failure = LetterFailure::none;
  std::int64_t answer = 0;  ///< code of the relay's or gateway's last answer: 450, 554, 503; 0: it gave none
  bool perhaps_twice = false;    ///< the end of a try is not known: it may have arrived already
  std::string wanted_by;    ///< who asked for it, or for its last try; empty: the house
  Instant made;
  std::optional<Instant> ended;
  std::string cancelled_by;
  template <class V> static void columns(V&& v) {
    v("number", &Letter::number); v("kind", &Letter::kind); v("way", &Letter::way); v("to_kind", &Letter::to_kind); v("addressee", &Letter::to);
    v("station", &Letter::station); v("address", &Letter::address); v("language", &Letter::language); v("object", &Letter::object);
    v("subject", &Letter::subject); v("text", &Letter::text); v("job", &Letter::job); v("message_id", &Letter::message_id);
    v("state", &Letter::state); v("tries", &Letter::tries); v("begun", &Letter::begun); v("next_try", &Letter::next_try);
    v("failure", &Letter::failure); v("answer_code", &Letter::answer); v("perhaps_twice", &Letter::perhaps_twice); v("wanted_by", &Letter::wanted_by);
    v("made", &Letter::made); v("ended", &Letter::ended); v("cancelled_by", &Letter::cancelled_by);
  }
  static constexpr IndexOf<Letter> waiting{{"letter_waiting", {"next_try"}, {Only::When::is, "state", "waiting"}}};
  static constexpr IndexOf<Letter> about{{"letter_about", {"kind", "object", "addressee"}}};
  template <class V> static void indexes(V&& v) { v(waiting); v(about); }
};

}  // namespace kwota::books
