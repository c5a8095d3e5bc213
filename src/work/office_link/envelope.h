// What the key office and the counters say to each other, proven in both directions: a question is signed by the office's pair and
// names its time, so that it serves once; the answer is signed by the counters' pair over question and answer. The pairs are those
// that sign the books. Never: encrypts – keys are closed blocks already.   Begin with seal_question().
#pragma once
#include <array>
#include <boost/json.hpp>
#include <functional>
#include <mutex>

#include "base/time.h"
#include "books/rows/field/key.h"
#include "seal/cipher/ecdsa.h"
#include "seal/vault/vault.h"

namespace kwota::office_link {

/// A question is old after this long. [K]
inline constexpr Duration question_lasts = Duration::seconds(60);

/// The moment that a question names, in microseconds: finer than any clock steps between two questions.
inline std::int64_t question_time(const Clock& machine) { return machine.now().ms() * 1000; }

/// A question on its way: its answer is held against its text.
struct SealedQuestion {
  std::string envelope;  ///< {"key": who asks, hexadecimal DER; "question": JSON text; "signature"}
  std::string text;
};
/// The text gets `time`, in microseconds.
Result<SealedQuestion> seal_question(seal::Vault& office, boost::json::object question, std::int64_t time_us);

struct Question {
  std::string key;   ///< of who signed it, hexadecimal DER: the signature is good under this one
  std::string text;  ///< as it was signed
  boost::json::object content;
  std::int64_t time_us = 0;
};
/// Error `question_forged`.
Result<Question> open_question(std::string_view envelope);

/// {"answer": JSON text; "signature"}.
Result<std::string> seal_answer(seal::Vault& counters, const Question& question, const boost::json::object& answer);
/// `key`: of the counters, hexadecimal DER. Error `counters_forged`, or the error that the counters answered.
Result<boost::json::object> open_answer(const std::string& key, const std::string& question_text, std::string_view envelope);

/// Who these counters are, for anybody who asks: signed once and said again, so that nobody makes the counters' pair sign as often as he likes. It stands under no question
/// but names its time; it is signed anew when something has changed, and when it is old.
class Introduction {
 public:
  static constexpr Duration lasts = Duration::minutes(10);  // [K]
  /// {"key"; "answer": JSON text with `time`; "signature"}. `facts`: () -> Result<json::object>, asked only when it is signed.
  Result<std::string> said(seal::Vault& counters, const std::function<Result<boost::json::object>()>& facts, std::int64_t now_us);
  /// Something of it has changed.
  void outdated();

 private:
  std::mutex mutex_;
  std::string envelope_;
  std::int64_t signed_us_ = 0;
};
/// Under the key that it names, hexadecimal DER. Error `counters_forged`: also when it is not of about now.
Result<boost::json::object> open_introduction(const std::string& key, std::string_view envelope, std::int64_t now_us);

/// Why one is not heard.
enum class NotHeard : std::uint8_t { question_old, key_office_unknown };
constexpr auto words_of(NotHeard) { return std::array<std::string_view, 2>{"question_old", "key_office_unknown"}; }
/// `fingerprint`: of who asks.
Error error_of(NotHeard why, const std::string& fingerprint);
/// A refusal that nobody signs. open_answer() believes these two, by which nothing is done, and no other.
std::string refuse_unsigned(NotHeard why, const std::string& fingerprint);

/// An error as an answer carries it.
boost::json::object as_answer(const Error& error);

/// The first 8 bytes of SHA-256 over a public key, in four groups: what people compare.
std::string fingerprint(const std::string& public_key_hex);

}  // namespace kwota::office_link
