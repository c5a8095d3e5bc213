#include "base/json_members.h"
#include "work/office_link/envelope.h"

namespace kwota::office_link {
namespace {

namespace json = boost::json;

constexpr std::size_t key_digits_max = 512;

seal::Digest digest_of_question(std::string_view text) {
  seal::Sha256 hash;
  hash.add(view_of("KWOTA-OFFICE-QUESTION\n")).add(view_of(text));
  return hash.finish();
}

seal::Digest digest_of_answer(std::string_view question, std::string_view answer) {
  const auto asked = seal::sha256(view_of(question));
  seal::Sha256 hash;
  hash.add(view_of("KWOTA-COUNTERS-ANSWER\n")).add(asked).add(view_of(answer));
  return hash.finish();
}

Error question_forged() {
  return error(Fault::forged, "question_forged", "This is no question of a key office: nothing was done.");
}

}  // namespace

Result<SealedQuestion> seal_question(seal::Vault& office, json::object question, std::int64_t time_us) {
  question["time"] = time_us;
  auto text = json::serialize(question);
  TRY(signature, office.sign_root(digest_of_question(text)));
  TRY(key, office.root_public_key());
  auto envelope = json::serialize(json::object{{"key", to_hex(key)}, {"question", text}, {"signature", to_hex(signature)}});
  return SealedQuestion{std::move(envelope), std::move(text)};
}

Result<Question> open_question(std::string_view envelope) {
  const auto outer = object_of(envelope);
  if (!outer) return question_forged();
  Question question{.key = text_at(*outer, "key"), .text = text_at(*outer, "question"), .content = {}, .time_us = 0};
  const auto signature = from_hex(text_at(*outer, "signature"));
  if (question.key.size() > key_digits_max) return question_forged();
  if (!signature || !seal::signed_by(question.key, digest_of_question(question.text), *signature)) return question_forged();
  auto content = object_of(question.text);
  if (!content) return question_forged();
  question.content = *std::move(content);
  const auto* time = question.content.if_contains("time");
  if (time == nullptr || !time->is_int64()) return question_forged();
  question.time_us = time->get_int64();
  return question;
}

Result<std::string> seal_answer(seal::Vault& counters, const Question& question, const json::object& answer) {
  const auto text = json::serialize(answer);
  TRY(signature, counters.sign_root(digest_of_answer(question.text, text)));
  TRY(key, counters.root_public_key());
  return json::serialize(json::object{{"key", to_hex(key)}, {"answer", text}, {"signature", to_hex(signature)}});
}

Result<json::object> open_answer(const std::string& key, const std::string& question_text, std::string_view envelope) {
  const auto forged = [] {
    return error(Fault::forged, "counters_forged",
                 "This answer is not that of the counters which this office knows: nothing was taken from it. See who listens at their "
                 "address.");
  };
  const auto outer = object_of(envelope);
  if (!outer) return forged();
  const auto text = text_at(*outer, "answer");
  const auto signature = from_hex(text_at(*outer, "signature"));
  if (!signature || !seal::signed_by(key, digest_of_answer(question_text, text), *signature)) return forged();
  auto answer = object_of(text);
  if (!answer) return forged();
  const auto* why = object_at(*answer, "error");
  if (why == nullptr) return *std::move(answer);
  Details details;
  if (const auto* list = object_at(*why, "details"))
    for (const auto& [name, value] : *list)
      if (value.is_string()) details.emplace(std::string(name), std::string(value.get_string()));
  return error(Fault::refused, text_at(*why, "code"), text_at(*why, "what"), std::move(details));
}

json::object as_answer(const Error& error) {
  json::object details;
  for (const auto& [name, value] : error.details) details[name] = value;
  return {{"error", json::object{{"code", error.code}, {"what", error.what}, {"details", std::move(details)}}}};
}

std::string fingerprint(const std::string& public_key_hex) {
  const auto key = from_hex(public_key_hex);
  if (!key) return {};
  return seal::print_in_groups(*key);
}

}  // namespace kwota::office_link
