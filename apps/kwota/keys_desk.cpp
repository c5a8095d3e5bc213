#include "kwota/keys_desk.h"

#include <fmt/format.h>

#include "base/secret_memory.h"
#include "kwota/house_books.h"
#include "kwota/terminal.h"
#include "serve/api/prove.h"
#include "serve/router/password.h"

namespace kwota::app {
namespace {

/// A slip of the finger does not end the work; three do.
constexpr int tries_at_terminal = 3;

std::string_view text_of(const SecretBytes& secret) {
  return {reinterpret_cast<const char*>(secret.view().data()), secret.size()};
}

}  // namespace

Result<std::unique_ptr<KeyDesk>> KeyDesk::open(const std::filesystem::path& folder) {
  lock_office_memory();
  std::unique_ptr<KeyDesk> desk(new KeyDesk);
  TRY(pin, typed_pin(folder));
  TRY(office, OfficeFolder::open(folder, pin));
  desk->office_ = std::move(office);
  TRY(zone, desk->books().read([](const books::Reader& reader) -> Result<Zone> {
    const auto utility = reader.only<books::Utility>();
    return utility ? Zone::find(utility->zone) : Result<Zone>(Zone::utc());
  }));
  desk->zone_ = std::move(zone);
  return desk;
}

Result<books::Operator> KeyDesk::try_password(const std::string& name, Instant now) {
  TRY(typed, ask_unseen(fmt::format("Password of {}", name)));
  TRY(pin, ask_unseen(fmt::format("PIN of the token of {}", name)));
  const serve::Typed both{name, std::string(text_of(typed)), std::move(pin)};
  return serve::prove({books(), tries_, &office_->people()}, both, {.name = name, .address = "terminal", .now = now}, "", R"({"from":"terminal"})");
}

Result<SecretBytes> ask_new_password(const std::string& name) {
  for (;;) {
    TRY(fresh, ask_unseen("New password"));
    TRY(again, ask_unseen("The same once more"));
    if (!equal_secret(fresh.view(), again.view())) {
      fmt::print(stderr, "These were two different passwords.\n");
      continue;
    }
    if (const auto good = people::check_password(text_of(fresh), name); !good) {
      fmt::print(stderr, "{}\n", good.error().what);
      continue;
    }
    return fresh;
  }
}

/// A one-time password lay on paper; whoever answers for keys has his own before he does anything with it.
Result<void> KeyDesk::choose_password(const people::Context& who) {
  fmt::print(stderr, "This was a one-time password. Choose your own, at least {} characters.\n", people::password_length_min);
  TRY(fresh, ask_new_password(who.who.name));
  const auto encoded = serve::hash_password(text_of(fresh), random_);
  MUST(books().run({who.who.name, "own_password", ""},
                   [&](const books::Reader& reader) { return people::change_password(reader, encoded, who); }));
  return {};
}

people::Context KeyDesk::context_of(const std::string& name) const {
  people::Context context;
  context.who.name = name;
  context.now = clock_.now();
  context.zone = zone_;
  return context;
}

Result<people::Context> KeyDesk::sign_in(const std::string& name) {
  for (int left = tries_at_terminal;;) {
    people::Context context;
    context.now = clock_.now();
    context.zone = zone_;
    const auto tried = try_password(name, context.now);
    if (tried) {
      context.who = *tried;
      if (context.who.must_change) MUST(choose_password(context));
      return context;
    }
    const auto& code = tried.error().code;
    if (--left == 0 || (code != "wrong_password" && code != "wrong_person_pin" && code != "person_token_missing")) return tried.error();
    fmt::print(stderr, "{}\n", tried.error().what);
  }
}

Result<std::int64_t> KeyDesk::agree(const people::Context& first, const std::string& second, const Error& needed) {
  const people::ApprovalRequest request{needed.details.at("action"), needed.details.at("content"), needed.details.at("content")};
  TRY(asked, books().run({first.who.name, request.action, ""},
                         [&](const books::Reader& reader) { return people::ask_approval(reader, request, first); }));
  fmt::print(stderr, "A second person is needed: {}.\n", request.content);
  auto name = second;
  if (name.empty()) {
    TRY(typed, ask("Name of the second person"));
    name = std::move(typed);
  }
  TRY(who, sign_in(name));
  TRY(decided, books().run({name, request.action, ""}, [&](const books::Reader& reader) {
    return people::decide_approval(reader, {asked.number, true, ""}, who);
  }));
  return decided.number;
}

}  // namespace kwota::app
