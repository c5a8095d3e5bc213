#include "base/json_members.h"
#include "base/words.h"
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

seal::Digest digest_of_introduction(std::string_view text) {
  seal::Sha256 hash;
  hash.add(view_of("KWOTA-COUNTERS-INTRODUCTION\n")).add(view_of(text));
  return hash.finish();
}

Error counters_forged() {
  return error(Fault::forged, "counters_forged",
               "This answer is not that of the counters which this office knows: nothing was taken from it. See who listens at their "
               "address.");
}

Details details_at(const json::object& from) {
  Details details;
  if (const auto* list = object_at(from, "details"))
    for (const auto& [name, value] : *list)
      if (value.is_string()) details.emplace(std::string(name), std::string(value.get_string()));
  return details;
}

/// What an unsigned refusal may say: nothing was done, for one of two reasons. Its sentence is ours, and of its details a fingerprint alone.
std::optional<Error> unsigned_refusal(const json::object& refusal) {
  const auto why = parse_word<NotHeard>(text_at(refusal, "code"));
  if (!why) return std::nullopt;
  constexpr std::size_t print_length = 19;
  const auto print = details_at(refusal)["fingerprint"];
  const bool plain = print.size() <= print_length && print.find_first_not_of("0123456789ABCDEF-") == std::string::npos;
  return error_of(*why, plain ? print : std::string{});
}

Error question_forged() {
  return error(Fault::forged, "question_forged", "This is no question of a key office: nothing was done.");
}

}  // namespace

Error error_of(NotHeard why, const std::string& fingerprint) {
  if (why == NotHeard::question_old)
    return error(Fault::refused, "question_old", "This question is not of this moment: nothing was done. Compare the clocks of both machines.");
  return error(Fault::refused, "key_office_unknown", "These counters do not know this key office: nothing was done. Two managers confirm it by its fingerprint.", {{"fingerprint", fingerprint}});
}

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
  const auto outer = object_of(envelope);
  if (!outer) return counters_forged();
  const auto text = text_at(*outer, "answer");
  auto answer = object_of(text);
  const auto* why = answer ? object_at(*answer, "error") : nullptr;
  const auto written = text_at(*outer, "signature");
  if (written.empty() && why != nullptr)
    if (auto refused = unsigned_refusal(*why)) return *std::move(refused);
  const auto signature = from_hex(written);
  if (!answer || !signature || !seal::signed_by(key, digest_of_answer(question_text, text), *signature)) return counters_forged();
  if (why == nullptr) return *std::move(answer);
  return error(Fault::refused, text_at(*why, "code"), text_at(*why, "what"), details_at(*why));
}

Result<std::string> Introduction::said(seal::Vault& counters, const std::function<Result<json::object>()>& facts, std::int64_t now_us) {
  const std::lock_guard lock(mutex_);
  if (!envelope_.empty() && now_us >= signed_us_ && now_us - signed_us_ < lasts.ms() * 1000) return envelope_;
  TRY(content, facts());
  content["time"] = now_us;
  const auto text = json::serialize(content);
  TRY(signature, counters.sign_root(digest_of_introduction(text)));
  TRY(key, counters.root_public_key());
  envelope_ = json::serialize(json::object{{"key", to_hex(key)}, {"answer", text}, {"signature", to_hex(signature)}});
  signed_us_ = now_us;
  return envelope_;
}

void Introduction::outdated() {
  const std::lock_guard lock(mutex_);
  envelope_.clear();
}

Result<json::object> open_introduction(const std::string& key, std::string_view envelope, std::int64_t now_us) {
  const auto outer = object_of(envelope);
  if (!outer) return counters_forged();
  const auto text = text_at(*outer, "answer");
  const auto signature = from_hex(text_at(*outer, "signature"));
  if (!signature || !seal::signed_by(key, digest_of_introduction(text), *signature)) return counters_forged();
  auto facts = object_of(text);
  if (!facts) return counters_forged();
  const auto said_us = number_at(*facts, "time"), off_us = question_lasts.ms() * 1000;
  if (said_us > now_us + off_us || said_us < now_us - off_us - Introduction::lasts.ms() * 1000) return counters_forged();
  return *std::move(facts);
}

std::string refuse_unsigned(NotHeard why, const std::string& fingerprint) {
  return json::serialize(json::object{{"key", ""}, {"answer", json::serialize(as_answer(error_of(why, fingerprint)))}, {"signature", ""}});
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
