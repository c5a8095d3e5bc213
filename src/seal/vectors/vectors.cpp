#include "seal/vectors/vectors.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_members.h"
#include "seal/vectors/kinds.h"
#include "seal/vectors/vault_kinds.h"

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

/// Every answer of the vault must be OpenSSL's.
std::string disagreement(const VaultKind& kind, const json::object& in, const Answers& ours, VaultDesk& desk) {
  Inputs inputs{in};
  const auto theirs = kind.compute(inputs, desk);
  if (!theirs.ok()) return "the vault did not compute it: " + theirs.error().what;
  std::string all;
  for (const auto& [field, value] : *theirs) {
    const auto own = ours.find(field);
    if (own != ours.end() && own->second == value) continue;
    all += fmt::format("{}{} is {} by the vault and {} by OpenSSL", all.empty() ? "" : "; ", field, value,
                       own == ours.end() ? "nothing" : own->second);
  }
  return all;
}

std::string difference(const Kind& kind, const json::object& in, const json::object& out, VaultDesk* desk, bool& by_vault) {
  Inputs inputs{in};
  const Answers answers = kind.compute(inputs);
  const bool refusal_expected = out.contains("error");
  if (inputs.refused()) return refusal_expected ? std::string{} : *inputs.refused();
  if (refusal_expected) return "the input was taken, expected a refusal";
  if (const auto* second = find_vault_kind(kind.name); second != nullptr && desk != nullptr) {
    if (auto differs = disagreement(*second, in, answers, *desk); !differs.empty()) return differs;
    by_vault = true;
  }
  return differences(answers, out);
}

Case check(const json::value& vector, VaultDesk* desk, std::span<const Kind> more) {
  const auto* object = vector.if_object();
  if (object == nullptr) return {"?", "?", Outcome::failed, "the vector is not an object"};
  Case result{text_at(*object, "id"), text_at(*object, "kind"), Outcome::skipped, {}};
  const Kind* kind = find_kind(result.kind, more);
  if (kind == nullptr) return result;
  const auto* in = object->if_contains("in");
  const auto* out = object->if_contains("out");
  if (in == nullptr || !in->is_object() || out == nullptr || !out->is_object() || out->get_object().empty()) {
    result.difference = "the vector has no \"in\" or no \"out\"";
  } else {
    result.difference = difference(*kind, in->get_object(), out->get_object(), desk, result.by_vault);
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

std::size_t Report::by_vault() const {
  return static_cast<std::size_t>(std::count_if(cases.begin(), cases.end(), [](const Case& c) { return c.by_vault; }));
}

Result<Report> check_vectors(std::string_view text, VaultDesk* desk, std::span<const Kind> more) {
  boost::system::error_code wrong;
  const json::value document = json::parse({text.data(), text.size()}, wrong);
  if (wrong) return bad_file("no JSON: " + wrong.message());
  const auto* object = document.if_object();
  const auto* list = object == nullptr ? nullptr : object->if_contains("vectors");
  const auto* vectors = list == nullptr ? nullptr : list->if_array();
  if (vectors == nullptr) return bad_file("no list \"vectors\"");
  if (vectors->empty()) return error(Fault::request, "no_vectors", "The list \"vectors\" is empty: nothing was checked, and that proves nothing. Give a file that has some.", {{"list", "vectors"}});
  Report report;
  for (const auto& vector : *vectors) report.cases.push_back(check(vector, desk, more));
  return report;
}

}  // namespace kwota::seal::vectors
