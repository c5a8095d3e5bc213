#include "serve/router/answer.h"

#include <array>
#include <optional>
#include <utility>

#include "base/cause.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

/// What the wire has a status of its own for. Nothing: the status goes by whose fault it is.
std::optional<int> status_of(Cause cause) {
  switch (cause) {
    case Cause::bad_json:
    case Cause::request_unreadable: return 400;
    case Cause::not_signed_in:
    case Cause::wrong_password: return 401;
    case Cause::csrf:
    case Cause::permission_denied: return 403;
    case Cause::not_found: return 404;
    case Cause::method_not_allowed: return 405;
    case Cause::idempotency_key_reused: return 409;
    case Cause::body_too_large: return 413;
    case Cause::content_type_unknown: return 415;
    case Cause::host_unknown: return 421;
    case Cause::locked_out: return 423;
    case Cause::rate_limited: return 429;
    case Cause::head_too_large: return 431;
    case Cause::transfer_unknown: return 501;
    case Cause::books_being_restored:
    case Cause::books_unavailable:
    case Cause::reader_offline:
    case Cause::too_many_at_once:
    case Cause::took_too_long:
    case Cause::vault_offline: return 503;
    case Cause::disk_full: return 507;
    default: return std::nullopt;
  }
}

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
  if (const auto cause = cause_of(error))
    if (const auto status = status_of(*cause)) return *status;
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
