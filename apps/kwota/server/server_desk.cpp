#include "kwota/server/server_desk.h"

#include <fmt/format.h>

#include <chrono>

#include "base/cause.h"
#include "base/json_members.h"
#include "base/random.h"
#include "base/secret_memory.h"
#include "books/rows/field/link.h"
#include "books/rows/office/job.h"
#include "kwota/terminal.h"
#include "serve/words/words.h"

namespace kwota::app {
namespace {

namespace json = boost::json;
using books::CommandStatus;
using books::JobStatus;

constexpr int seconds_for_an_answer = 120;  // keys go into a meter meanwhile

Error strange_answer(const std::string& address) {
  return error(Fault::wire, Cause::not_reached, fmt::format("What answers at {} is no server of ours.", address), {{"address", address}, {"reason", "its answer is none"}});
}

}  // namespace

Error as_refused(const json::object& problem) {
  Details details;
  if (const auto* named = problem.if_contains("details"); named != nullptr && named->is_object())
    for (const auto& [name, value] : named->get_object())
      if (value.is_string()) details.emplace(name, value.get_string());
  return error(Fault::refused, text_in(problem, "code"), text_in(problem, "detail"), details);
}

std::string fresh_key() {
  SystemRandom random;
  Bytes bytes(16);
  random.fill(bytes);
  return to_hex(bytes);
}

std::string text_in(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  if (found == nullptr || found->is_null()) return {};
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

std::string why_not(const json::object& job) {
  Details details;
  boost::system::error_code failed;
  const auto told = json::parse(text_in(job, "error_details"), failed);
  if (const auto* parts = failed ? nullptr : told.if_object())
    for (const auto& part : *parts) details[std::string(part.key())] = text_in(*parts, part.key());
  return serve::say("en", error(Fault::refused, text_in(job, "error"), "It was not done.", std::move(details)));
}

Result<ServerDesk> ServerDesk::sign_in(const ByServer& who, bool asks_pin) {
  keep_secrets_out_of_dumps();
  if (who.as.empty()) return error(Fault::request, "field_missing", "Say who signs in at the server: --as NAME. Nothing was done.", {{"field", "--as"}});
  ServerDesk desk(who, asks_pin);
  MUST(desk.is_there());
  TRY(body, desk.typed(who.as));
  if (const auto slash = who.till.find('/'); slash != std::string::npos) {
    body["station"] = who.till.substr(0, slash);
    body["till"] = who.till.substr(slash + 1);
  }
  TRY(session, desk.proved("/session", who.as, std::move(body)));
  desk.csrf_ = text_in(session, "csrf");
  const auto* self = session.if_contains("operator");
  const auto* once = self != nullptr && self->is_object() ? self->get_object().if_contains("must_change") : nullptr;
  if (once != nullptr && once->is_bool() && once->get_bool())
    return error(Fault::refused, "password_is_once", "This was a one-time password. Sign in on the server's pages and choose your own. Nothing was done.");
  return desk;
}

/// Nobody types a password for a server that does not answer.
Result<void> ServerDesk::is_there() {
  int status = 0;
  const auto there = ask("GET", "/session", {}, status);
  return !there && cause_of(there.error()) == Cause::not_reached ? Result<void>(there.error()) : Result<void>(Done{});
}

ServerDesk::ServerDesk(ServerDesk&& other) noexcept
    : who_(std::move(other.who_)), asks_pin_(other.asks_pin_), cookie_(std::exchange(other.cookie_, {})), csrf_(std::exchange(other.csrf_, {})) {}

ServerDesk::~ServerDesk() {
  int status = 0;
  if (!csrf_.empty()) static_cast<void>(ask("DELETE", "/session", {}, status));  // else it ends by itself
}

Result<json::object> ServerDesk::typed(const std::string& name) const {
  TRY(password, ask_unseen(fmt::format("Password of {}", name)));
  const auto text = [](const SecretBytes& secret) { return std::string_view{reinterpret_cast<const char*>(secret.view().data()), secret.size()}; };
  json::object body{{"name", name}, {"password", text(password)}};
  if (!asks_pin_) return body;
  TRY(pin, ask_unseen(fmt::format("PIN of the token of {}", name)));
  body["pin"] = text(pin);
  return body;
}

Result<json::object> ServerDesk::proved(const std::string& path, const std::string& name, json::object body) {
  int status = 0;
  auto answer = ask("POST", path, body, status);
  if (answer || cause_of(answer.error()) != Cause::code_wanted) return answer;
  TRY(code, ask_code(name));
  body["code"] = code;
  return ask("POST", path, body, status);
}

office_link::HttpQuestion ServerDesk::question(const std::string& method, const std::string& path) const {
  office_link::HttpQuestion asked;
  asked.method = method;
  asked.path = "/api/v1" + path;
  asked.headers = {{"Accept-Language", "en"}};
  if (!cookie_.empty()) asked.headers.emplace_back("Cookie", cookie_);
  if (!csrf_.empty()) asked.headers.emplace_back("X-CSRF-Token", csrf_);
  return asked;
}

Result<json::object> ServerDesk::ask(const std::string& method, const std::string& path, const json::object& body, int& status) {
  auto asked = question(method, path);
  if (method != "GET") asked.headers.emplace_back("Idempotency-Key", fresh_key());
  if (method != "GET") asked.body = json::serialize(body);
  TRY(answer, office_link::ask_over_http(who_.address, asked, seconds_for_an_answer));
  if (const auto set = answer.header("set-cookie"); !set.empty()) cookie_ = set.substr(0, set.find(';'));
  boost::system::error_code failed;
  const auto parsed = json::parse(answer.body, failed);
  if (failed || !parsed.is_object()) return strange_answer(who_.address);
  status = answer.status;
  if (status >= 300) return as_refused(parsed.get_object());
  return parsed.get_object();
}

Result<json::object> ServerDesk::get(const std::string& path) {
  int status = 0;
  return ask("GET", path, {}, status);
}

Result<json::object> ServerDesk::put(const std::string& path, const json::object& body) {
  int status = 0;
  return ask("PUT", path, body, status);
}

Result<json::object> ServerDesk::post(const std::string& path, json::object body) {
  constexpr int second_person_asked = 202;
  int status = 0;
  TRY(done, ask("POST", path, body, status));
  if (status != second_person_asked) return done;
  const auto* asked = done.if_contains("approval");
  if (asked == nullptr || !asked->is_object()) return strange_answer(who_.address);
  MUST(agree(asked->get_object()));
  body["approval"] = asked->get_object().at("number");
  return ask("POST", path, body, status);
}

Result<void> ServerDesk::agree(const json::object& approval) {
  const auto* number = approval.if_contains("number");
  if (number == nullptr || !number->is_int64()) return strange_answer(who_.address);
  fmt::print(stderr, "A second person is needed.\n");
  auto name = who_.second;
  if (name.empty()) {
    TRY(answered, kwota::app::ask("Name of the second person"));
    name = std::move(answered);
  }
  TRY(body, typed(name));
  MUST(proved(fmt::format("/approvals/{}/approve", number->get_int64()), name, std::move(body)));
  return {};
}

Result<json::object> ServerDesk::until(const std::string& path, const std::function<bool(const json::object&)>& is_open) {
  using SteadyClock = std::chrono::steady_clock;
  TRY(events, office_link::EventSubscription::listen(who_.address, question("GET", "/events"), seconds_for_an_answer));
  const auto end = SteadyClock::now() + std::chrono::seconds(who_.wait_seconds);
  while (true) {
    TRY(row, get(path));
    const bool open = is_open(row);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - SteadyClock::now()).count();
    if (!open || left <= 0 || !events.something_came(static_cast<int>(left))) return open ? get(path) : Result<json::object>(std::move(row));
  }
}

Result<json::object> ServerDesk::settled(std::int64_t command) {
  return until(fmt::format("/commands/{}", command), [](const json::object& row) {
    const auto state = word_in<CommandStatus>(row, "state");
    return state == CommandStatus::queued || state == CommandStatus::sent || state == CommandStatus::unknown;
  });
}

Result<json::object> ServerDesk::ended(const std::string& job) {
  return until("/jobs/" + job, [](const json::object& row) {
    const auto state = word_in<JobStatus>(row, "state");
    return state == JobStatus::queued || state == JobStatus::running || state == JobStatus::paused;
  });
}

Result<json::object> ServerDesk::reader() {
  return until("/reader", [](const json::object& row) {
    const auto* card = row.if_contains("card");
    return card != nullptr && card->is_object() && text_in(card->get_object(), "state") == "reading";
  });
}

}  // namespace kwota::app
