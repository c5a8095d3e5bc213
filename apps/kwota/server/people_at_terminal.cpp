#include "kwota/server/people_at_terminal.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/json_members.h"
#include "base/secret_memory.h"
#include "books/lookup.h"
#include "carry/lines/all.h"
#include "kwota/terminal.h"
#include "people/sign_in/sign_in.h"
#include "serve/lists/changes_said.h"
#include "serve/router/password.h"
#include "serve/words/words.h"

namespace kwota::app {
namespace {

/// A slip of the finger does not end the work; three do.
constexpr int tries_at_terminal = 3;

}  // namespace

Zone PeopleAtTerminal::zone() const {
  const auto zone = parts_.books.read(books::utility_zone);
  return zone.ok() ? *zone : Zone::utc();
}

Result<books::Operator> PeopleAtTerminal::try_password(const std::string& name, Instant now) {
  TRY(typed, ask_unseen(fmt::format("Password of {}", name)));
  SecretBytes pin;
  if (proof_.people() != nullptr) {
    TRY(of_token, ask_unseen(fmt::format("PIN of the token of {}", name)));
    pin = std::move(of_token);
  }
  serve::Typed all{name, std::move(typed), std::move(pin)};
  const people::Try asked{.name = name, .address = "terminal", .now = now};
  const auto compared = [&] { return serve::prove(proof_, all, asked, "", R"({"from":"terminal"})"); };
  auto who = compared();
  if (who || cause_of(who.error()) != Cause::code_wanted) return who;
  TRY(code, ask_code(name));
  all.code = std::move(code);
  return compared();
}

Result<SecretBytes> ask_new_password(const std::string& name) {
  for (;;) {
    TRY(fresh, ask_unseen("New password"));
    TRY(again, ask_unseen("The same once more"));
    if (!equal_secret(fresh.view(), again.view())) {
      fmt::print(stderr, "These were two different passwords.\n");
      continue;
    }
    if (const auto good = people::check_password(serve::text_of(fresh), name); !good) {
      fmt::print(stderr, "{}\n", good.error().what);
      continue;
    }
    return fresh;
  }
}

/// A one-time password lay on paper; whoever answers for something has his own before he does anything with it.
Result<void> PeopleAtTerminal::choose_password(const people::Context& who) {
  fmt::print(stderr, "This was a one-time password. Choose your own, at least {} characters.\n", people::password_length_min);
  TRY(fresh, ask_new_password(who.who.name));
  const auto encoded = serve::hash_password(serve::text_of(fresh), parts_.random);
  MUST(parts_.books.run({who.who.name, "own_password", ""},
                        [&](const books::Reader& reader) { return people::change_password(reader, encoded, who); }));
  return {};
}

Result<people::Context> PeopleAtTerminal::sign_in(const std::string& name) {
  for (int left = tries_at_terminal;;) {
    people::Context context;
    context.now = parts_.clock.now();
    context.zone = zone();
    context.devices = lines::known_devices();
    const auto tried = try_password(name, context.now);
    if (tried) {
      context.who = *tried;
      context.station = tried->station;
      if (context.who.must_change) MUST(choose_password(context));
      return context;
    }
    if (--left == 0 || !tried.error().details.contains("tries_left")) return tried.error();
    fmt::print(stderr, "{}\n", tried.error().what);
  }
}

namespace {

/// people::Proposal::canonical() in words: "Make a backup key: shares needed 2, holder sun".
std::string said(const std::string& content) {
  constexpr std::string_view english = "en";
  const auto proposal = object_of(content);
  if (!proposal) return content;
  std::string parts;
  for (const auto& part : objects_at(*proposal, "parts")) parts += (parts.empty() ? " – " : ", ") + serve::proposal_part_said(english, part);
  return serve::say(english, "proposal." + text_at(*proposal, "what")) + parts;
}

}  // namespace

Result<std::int64_t> PeopleAtTerminal::agree(const people::Context& first, const std::string& second, const Error& needed) {
  const auto request = people::request_of(needed.details, {});
  const std::string action(request.action.word());
  TRY(asked, parts_.books.run({first.who.name, action, ""},
                              [&](const books::Reader& reader) { return people::ask_approval(reader, request, first); }));
  fmt::print(stderr, "A second person is needed. {}.\n", said(request.content));
  auto name = second;
  if (name.empty()) {
    TRY(typed, ask("Name of the second person"));
    name = std::move(typed);
  }
  TRY(who, sign_in(name));
  TRY(decided, parts_.books.run({name, action, ""}, [&](const books::Reader& reader) {
    return people::decide_approval(reader, {asked.number, true, ""}, who);
  }));
  return decided.number;
}

}  // namespace kwota::app
