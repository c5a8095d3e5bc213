#include "seal/vectors/vectors.h"

#include <fmt/format.h>

#include <algorithm>

#include "seal/vectors/kinds.h"

namespace kwota::seal::vectors {
namespace {

namespace json = boost::json;

Error bad_file(std::string reason) {
  return error(
      Fault::request, "bad_vector_file",
      fmt::format("This is not a file of test vectors ({}): nothing was checked. Give a JSON file with a list \"vectors\".",
                  reason),
      {{"reason", reason}});
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

/// Hexadecimal is compared as bytes; anything else as it is written.
std::string canonical(const json::value& expected) {
  const auto* text = expected.if_string();
  if (text == nullptr) return json::serialize(expected);
  const auto bytes = from_hex({text->data(), text->size()});
  return bytes ? to_hex(*bytes) : std::string{text->data(), text->size()};
}

std::string differences(const Answers& answers, const json::object& out) {
  std::string all;
  for (const auto& [field, expected] : out) {
    const auto answer = answers.find(std::string_view{field.data(), field.size()});
    const auto wanted = canonical(expected);
    if (answer != answers.end() && answer->second == wanted) continue;
    if (!all.empty()) all += "; ";
    all += answer == answers.end() ? fmt::format("{} is not a result of this kind", std::string_view{field.data(), field.size()})
                                   : fmt::format("{} is {}, expected {}", answer->first, answer->second, wanted);
  }
  return all;
}

std::string difference(const Kind& kind, const json::object& in, const json::object& out) {
  Inputs inputs{in};
  const Answers answers = kind.compute(inputs);
  const bool refusal_expected = out.contains("error");
  if (inputs.refused()) return refusal_expected ? std::string{} : *inputs.refused();
  if (refusal_expected) return "the input was taken, expected a refusal";
  return differences(answers, out);
}

Case check(const json::value& vector) {
  const auto* object = vector.if_object();
  if (object == nullptr) return {"?", "?", Outcome::failed, "the vector is not an object"};
  Case result{text_of(*object, "id"), text_of(*object, "kind"), Outcome::skipped, {}};
  const Kind* kind = find_kind(result.kind);
  if (kind == nullptr) return result;
  const auto* in = object->if_contains("in");
  const auto* out = object->if_contains("out");
  if (in == nullptr || !in->is_object() || out == nullptr || !out->is_object() || out->get_object().empty()) {
    result.difference = "the vector has no \"in\" or no \"out\"";
  } else {
    result.difference = difference(*kind, in->get_object(), out->get_object());
  }
  result.outcome = result.difference.empty() ? Outcome::passed : Outcome::failed;
  return result;
}

}  // namespace

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed: return "passed";
    case Outcome::failed: return "failed";
    case Outcome::skipped: return "skipped";
  }
  return "unknown";
}

std::size_t Report::count(Outcome outcome) const {
  return static_cast<std::size_t>(std::count_if(cases.begin(), cases.end(), [&](const Case& c) { return c.outcome == outcome; }));
}

std::string Report::summary() const {
  auto text = fmt::format("{} passed, {} failed", count(Outcome::passed), count(Outcome::failed));
  if (const auto skipped = count(Outcome::skipped); skipped != 0) text += fmt::format(", {} skipped", skipped);
  return text;
}

Result<Report> check_vectors(std::string_view text) {
  boost::system::error_code wrong;
  const json::value document = json::parse({text.data(), text.size()}, wrong);
  if (wrong) return bad_file("no JSON: " + wrong.message());
  const auto* object = document.if_object();
  const auto* list = object == nullptr ? nullptr : object->if_contains("vectors");
  const auto* vectors = list == nullptr ? nullptr : list->if_array();
  if (vectors == nullptr) return bad_file("no list \"vectors\"");
  Report report;
  for (const auto& vector : *vectors) report.cases.push_back(check(vector));
  return report;
}

}  // namespace kwota::seal::vectors
