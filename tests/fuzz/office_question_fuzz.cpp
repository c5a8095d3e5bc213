// Any bytes as what comes to the door of the key office, and as what comes back: refused, or exactly what was signed.
#include <cstdlib>
#include <string>

#include <boost/json.hpp>

#include "seal/cipher/ecdsa.h"
#include "work/office_link/envelope.h"

namespace {

/// The same text, signed: what only somebody with a pair can send, and anybody has one.
std::string signed_question(const std::string& text) {
  static const auto pair = kwota::seal::SigningKey::generate();
  kwota::seal::Sha256 hash;
  hash.add(kwota::view_of("KWOTA-OFFICE-QUESTION\n")).add(kwota::view_of(text));
  return boost::json::serialize(boost::json::object{{"key", kwota::to_hex(pair.public_key())}, {"question", text}, {"signature", kwota::to_hex(pair.sign(hash.finish()))}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota::office_link;
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto question = open_question(text); question.ok() && question->content.empty()) std::abort();
  boost::system::error_code not_utf8;
  if (const auto question = open_question(signed_question(text)); question.ok() && question->text != text) std::abort();
  if (open_answer("00", "{}", text).ok() || open_introduction("00", text, 0).ok()) std::abort();
  return 0;
}
