#include "serve/router/answer.h"

#include <array>
#include <utility>

#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using namespace std::string_view_literals;

constexpr std::array by_code{
    std::pair{"not_signed_in"sv, 401},      std::pair{"wrong_password"sv, 401},      std::pair{"locked_out"sv, 423},
    std::pair{"permission_denied"sv, 403},  std::pair{"csrf"sv, 403},                std::pair{"not_found"sv, 404},
    std::pair{"method_not_allowed"sv, 405}, std::pair{"rate_limited"sv, 429},        std::pair{"bad_json"sv, 400},
    std::pair{"disk_full"sv, 507},          std::pair{"books_unavailable"sv, 503},   std::pair{"vault_offline"sv, 503},
    std::pair{"took_too_long"sv, 503},      std::pair{"books_being_restored"sv, 503},
    std::pair{"reader_offline"sv, 503},     std::pair{"idempotency_key_reused"sv, 409},
    std::pair{"content_type_unknown"sv, 415},   std::pair{"host_unknown"sv, 421},
    std::pair{"request_unreadable"sv, 400},     std::pair{"body_too_large"sv, 413},      std::pair{"head_too_large"sv, 431},
    std::pair{"transfer_unknown"sv, 501},       std::pair{"too_many_at_once"sv, 503},
};

constexpr std::array security_headers{
    std::pair{"Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                                         "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    std::pair{"X-Content-Type-Options", "nosniff"},
    std::pair{"X-Frame-Options", "DENY"},
    std::pair{"Referrer-Policy", "no-referrer"},
    std::pair{"Cross-Origin-Opener-Policy", "same-origin"},
    std::pair{"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
};

}  // namespace

int status_of(const Error& error) {
  for (const auto& [code, status] : by_code)
    if (error.code == code) return status;
  switch (error.fault) {
    case Fault::request: return 422;
    case Fault::refused:
    case Fault::card:
    case Fault::meter:
    case Fault::forged: return 409;
    case Fault::wire: return 503;
    case Fault::ours: return 500;
  }
  return 500;
}

Response answer_json(const boost::json::value& value, int status) {
  Response response;
  response.status = status;
  response.body = boost::json::serialize(value);
  response.with("Content-Type", "application/json; charset=utf-8").with("Cache-Control", "no-store");
  return response;
}

Response answer_download(std::string body, std::string_view content_type, std::string_view file_name) {
  Response response;
  response.body = std::move(body);
  response.with("Content-Type", std::string(content_type)).with("Cache-Control", "no-store");
  if (!file_name.empty()) response.with("Content-Disposition", "attachment; filename=\"" + std::string(file_name) + "\"");
  return response;
}

Response answer_download(std::shared_ptr<Spool> file, std::string_view content_type, std::string_view file_name) {
  auto response = answer_download(std::string{}, content_type, file_name);
  response.file = std::move(file);
  return response;
}

Response answer_file(std::shared_ptr<Spool> file, std::string_view content_type, std::string_view file_name) {
  if (content_type != "application/pdf") return answer_download(std::move(file), content_type, file_name);
  auto response = answer_download(std::move(file), content_type, "");
  response.with("Content-Disposition", "inline; filename=\"" + std::string(file_name) + "\"");
  return response;
}

boost::json::object refusal_of(const Error& error, std::string_view language) {
  boost::json::object details;
  for (const auto& [name, value] : error.details) details[name] = value;
  boost::json::object out{{"code", error.code}, {"detail", say(language, error)}, {"details", std::move(details)}};
  boost::json::object called;
  for (const auto& [name, word] : called_in(language, error)) called[name] = word;
  if (!called.empty()) out["called"] = std::move(called);
  return out;
}

Response answer_problem(const Error& error, std::string_view language, std::string_view request_id, const boost::json::object& extra) {
  const int status = status_of(error);
  boost::json::object problem{{"type", "about:blank"}, {"title", error.code}, {"status", status}};
  for (auto& entry : refusal_of(error, language)) problem[entry.key()] = std::move(entry.value());
  for (const auto& entry : extra) problem["details"].as_object()[entry.key()] = entry.value();
  problem["request_id"] = request_id;
  Response response;
  response.status = status;
  response.body = boost::json::serialize(problem);
  response.with("Content-Type", "application/problem+json; charset=utf-8").with("Cache-Control", "no-store");
  if (const auto wait = error.details.find("retry_after"); wait != error.details.end()) response.with("Retry-After", wait->second);
  return response;
}

void mark_as_sample(Response& response) {
  static constexpr std::string_view named = "filename=\"";
  response.with("X-Kwota-Books", "sample");
  for (auto& [name, value] : response.headers)
    if (const auto at = value.find(named); name == "Content-Disposition" && at != std::string::npos) value.insert(at + named.size(), "sample-");
}

void add_security_headers(Response& response) {
  for (const auto& [name, value] : security_headers) response.with(name, value);
}

}  // namespace kwota::serve
