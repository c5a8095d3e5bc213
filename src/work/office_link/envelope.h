// What the key office and the counters say to each other, proven in both directions: a question is signed by the office's pair and
// names its time, so that it serves once; the answer is signed by the counters' pair over question and answer. The pairs are those
// that sign the books. Never: encrypts – keys are closed blocks already.   Begin with seal_question().
#pragma once
#include <boost/json.hpp>

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

/// An error as an answer carries it.
boost::json::object as_answer(const Error& error);

/// The first 8 bytes of SHA-256 over a public key, in four groups: what people compare.
std::string fingerprint(const std::string& public_key_hex);

}  // namespace kwota::office_link
