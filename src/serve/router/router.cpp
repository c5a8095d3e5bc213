#include "serve/router/router.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/cause.h"
#include "base/secret_memory.h"
#include "base/text/parts.h"
#include "base/text/text_gate.h"
#include "serve/router/answer.h"
#include "serve/router/described.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

std::optional<std::map<std::string, std::string, std::less<>>> match(std::string_view pattern, std::string_view path) {
  std::map<std::string, std::string, std::less<>> values;
  while (!pattern.empty() && !path.empty()) {
    const auto cut = [](std::string_view& text) {
      text.remove_prefix(1);  // the slash
      const auto end = std::min(text.find('/'), text.size());
      const auto word = text.substr(0, end);
      text.remove_prefix(end);
      return word;
    };
    const auto wanted = cut(pattern);
    const auto given = cut(path);
    if (wanted.starts_with('{')) {
      if (given.empty()) return std::nullopt;
      values.emplace(wanted.substr(1, wanted.size() - 2), given);
    } else if (wanted != given) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return values;
}

/// "/accounts/{no}/sales" -> "accounts".
std::string_view first_word(std::string_view path) {
  path = path.substr(std::min<std::size_t>(1, path.size()));
  return path.substr(0, path.find('/'));
}

constexpr std::size_t path_value_max = 200;

/// Members as they were sent: each has one colon outside of texts.
std::size_t members_sent(std::string_view json) {
  std::size_t count = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (in_text && json[i] == '\\') ++i;
    else if (json[i] == '"') in_text = !in_text;
    else if (json[i] == ':' && !in_text) ++count;
  }
  return count;
}

std::size_t members_of(const boost::json::value& value) {
  std::size_t count = 0;
  if (value.is_object())
    for (const auto& member : value.get_object()) count += 1 + members_of(member.value());
  else if (value.is_array())
    for (const auto& one : value.get_array()) count += members_of(one);
  return count;
}

bool changes(const Request& request) { return request.method != "GET" && request.method != "HEAD"; }

Error not_signed_in() {
  return error(Fault::refused, Cause::not_signed_in, "Nobody is signed in, or the session has ended: sign in again; what you typed stays.");
}

/// `reason` has its words in each language (misfit.*); what the parser says of it has not.
Error bad_json(std::string_view reason, std::string_view why) {
  return error(Fault::request, Cause::bad_json, "The request could not be read: " + std::string(why) + ". Nothing was changed.", {{"reason", std::string(reason)}, {"why", std::string(why)}});
}

}  // namespace

void wipe_texts(boost::json::value& value) {
  if (value.is_string()) {
    wipe({reinterpret_cast<std::uint8_t*>(value.get_string().data()), value.get_string().size()});
  } else if (value.is_object()) {
    for (auto& member : value.get_object()) wipe_texts(member.value());
  } else if (value.is_array()) {
    for (auto& one : value.get_array()) wipe_texts(one);
  }
}

Call::~Call() {
  wipe({reinterpret_cast<std::uint8_t*>(request.body.data()), request.body.size()});
  wipe_texts(body);
}

void Call::answer(const boost::json::value& value, int status) const { respond(answer_json(value, status)); }
void Call::refuse(const Error& error, const boost::json::object& extra) const {
  auto beside = beside_refusal ? beside_refusal(error) : boost::json::object{};
  beside.insert(extra.begin(), extra.end());
  respond(answer_problem(error, language, request_id, beside));
}

void Router::add(Route route) {
  by_first_word_[std::string(first_word(route.pattern))].push_back(routes_.size());
  routes_.push_back(std::move(route));
}

const Route* Router::find(const Request& request, std::map<std::string, std::string, std::less<>>& path, bool& other_method) const {
  const std::string_view below = std::string_view(request.path).substr(base.size());
  if (!below.starts_with('/')) return nullptr;  // "/api/v1x" lies beside
  const auto beginning_so = by_first_word_.find(first_word(below));
  if (beginning_so == by_first_word_.end()) return nullptr;
  for (const auto place : beginning_so->second) {
    const auto& route = routes_[place];
    auto values = match(route.pattern, below);
    if (!values) continue;
    if (route.method == request.method) {
      path = std::move(*values);
      return &route;
    }
    other_method = true;
  }
  return nullptr;
}

std::optional<Error> Router::admit(Call& call, const Route& route) const {
  if (gate_.elsewhere)
    if (auto why = gate_.elsewhere(call.request)) return why;
  if (const auto token = call.request.cookie(gate_.cookie); !token.empty()) call.session = gate_.session(token);
  if (call.session) {
    call.who = gate_.operator_named(call.session->operator_name);
    call.language = call.session->language;
  } else if (gate_.signed_by) {
    auto sender = gate_.signed_by(call.request);
    if (!sender) return std::move(sender).error();
    call.who = std::move(*sender);
  }
  const auto of = route.need.of();
  if (of != Need::Of::nothing) {
    // Who signs has no session, and none of what belongs to one.
    if (!call.session && call.who && of == Need::Of::session)
      return error(Fault::refused, Cause::permission_denied, "This belongs to somebody who signs in.", {{"permission", "session"}});
    if (!call.who || call.who->state != books::OperatorStatus::active) return not_signed_in();
    if (call.who->must_change && of != Need::Of::session)
      return error(Fault::refused, "must_change_password", "Choose an own password first: the one you have is for one time only.");
    if (of == Need::Of::right && !route.need.rights().any([&](books::Right right) { return gate_.allowed(*call.who, right); })) {
      const auto missing = route.need.rights().front();
      const std::string right(missing.word());
      if (gate_.denied) gate_.denied(call, missing);
      return error(Fault::refused, Cause::permission_denied, "You do not have the right \"" + right + "\": ask an administrator.", {{"permission", right}});
    }
  }
  if (call.session && changes(call.request) && !equal_secret(view_of(call.request.header("x-csrf-token")), view_of(call.session->csrf)))
    return error(Fault::refused, Cause::csrf, "This request did not come from the console's own page: reload the page.");
  if (gate_.closed && changes(call.request)) return gate_.closed();
  return std::nullopt;
}

std::optional<Error> Router::take_content(Call& call, const Route& route) const {
  for (const auto& [name, text] : call.path)
    if (auto good = text_gate::admit(name, text, text_gate::Kind::line, path_value_max); !good) return std::move(good).error();
  const auto* described = gate_.description != nullptr ? gate_.description->find(route.method, route.pattern) : nullptr;
  if (described != nullptr)
    if (auto good = gate_.description->admit_query(*described, call.request); !good) return std::move(good).error();
  if (call.request.body.empty()) return std::nullopt;
  if (described != nullptr)
    if (auto good = gate_.description->admit_type(*described, call.request); !good) return std::move(good).error();
  const auto type = call.request.header("content-type");
  if (!type.starts_with("application/json")) return std::nullopt;
  boost::system::error_code failed;
  call.body = boost::json::parse(call.request.body, failed);
  if (failed) return bad_json("json_syntax", "it is not JSON");
  // Of two members of one name the last would count, and whoever read the first would have read another request.
  if (members_sent(call.request.body) != members_of(call.body)) return bad_json("json_twice", "a member stands there twice");
  if (described == nullptr) return std::nullopt;
  if (auto good = gate_.description->admit_body(*described, type, call.body); !good) return std::move(good).error();
  return std::nullopt;
}

bool Router::repeated(const CallPtr& call) const {
  if (!changes(call->request) || !call->who || call->request.header("idempotency-key").empty()) return false;
  // A booking has its own key, which the books know for ever; what became of it may have moved on since the first answer.
  if (call->body.is_object() && call->body.get_object().contains("client_key")) return false;
  const auto before = repeats_.begin(call->who->name, call->request);
  if (!before) {
    call->refuse(before.error());
    return true;
  }
  if (*before) {
    call->respond(**before);
    return true;
  }
  call->respond = [this, who = call->who->name, key = std::string(call->request.header("idempotency-key")), respond = call->respond](Response response) {
    repeats_.end(who, key, response);
    respond(std::move(response));
  };
  return false;
}

void Router::handle(Request request, Respond respond) const {
  take(std::move(request), std::move(respond));
  wipe_spent_stack();
}

[[gnu::noinline]] void Router::take(Request request, Respond respond) const {
  auto call = std::make_shared<Call>();
  call->request = std::move(request);
  call->request_id = gate_.request_id();
  call->respond = [respond = std::move(respond), id = call->request_id, sample = gate_.sample](Response response) {
    response.with("X-Request-Id", id);
    if (sample) mark_as_sample(response);
    add_security_headers(response);
    respond(std::move(response));
  };
  call->language = choose_language(call->request.header("accept-language"));

  bool other_method = false;
  const auto* route = find(call->request, call->path, other_method);
  if (route == nullptr) {
    return call->refuse(other_method ? error(Fault::request, Cause::method_not_allowed, "This address does not take " + call->request.method + ".", {{"method", call->request.method}})
                                     : error(Fault::request, Cause::not_found, "There is nothing at " + call->request.path + ".", {{"what", call->request.path}}));
  }
  if (const auto refusal = admit(*call, *route)) return call->refuse(*refusal);
  if (const auto refusal = take_content(*call, *route)) return call->refuse(*refusal);
  if (gate_.in_scope && route->need.of() != Need::Of::nothing)
    if (const auto seen = gate_.in_scope(*call, route->pattern); !seen.ok()) return call->refuse(seen.error());
  if (route->kept == AnswerKept::never || !repeated(call)) route->act(call);
}

}  // namespace kwota::serve
