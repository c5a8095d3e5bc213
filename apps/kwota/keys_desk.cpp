#include "kwota/keys_desk.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "base/secret_memory.h"
#include "sell/shift/sign_in.h"
#include "serve/api/password.h"

namespace kwota::app {
namespace {

/// The terminal shows nothing of what is typed as long as this lives.
class Unseen {
 public:
  Unseen() {
    if (::isatty(STDIN_FILENO) == 0 || ::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
  ~Unseen() {
    if (!changed_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::fputc('\n', stderr);
  }

 private:
  termios before_{};
  bool changed_ = false;
};

void say(const std::string& question) { fmt::print(stderr, "{}: ", question); }

std::string_view text_of(const SecretBytes& secret) {
  return {reinterpret_cast<const char*>(secret.view().data()), secret.size()};
}

}  // namespace

std::string ask(const std::string& question) {
  say(question);
  std::string line;
  std::getline(std::cin, line);
  return line;
}

SecretBytes ask_unseen(const std::string& question) {
  const Unseen unseen;
  auto line = ask(question);
  SecretBytes secret(view_of(line));
  wipe({reinterpret_cast<std::uint8_t*>(line.data()), line.size()});
  return secret;
}

Result<std::unique_ptr<KeyDesk>> KeyDesk::open(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / store::books_file))
    return error(Fault::request, "no_books",
                 fmt::format("There are no books in {}. Nothing was done. Name their folder with --data.", folder.string()),
                 {{"folder", folder.string()}});
  keep_secrets_out_of_dumps();
  std::unique_ptr<KeyDesk> desk(new KeyDesk);
  TRY(configuration, seal::read_vault_configuration(folder));
  TRY(vaults, seal::open_vaults(folder, configuration, desk->random_));
  desk->vaults_ = std::move(vaults);
  auto& vault = *desk->vaults_.sealing;
  TRY(books,
      store::Books::open({.folder = folder, .signer = [&vault](const store::Digest& digest) { return vault.sign_root(digest); }},
                         desk->clock_));
  desk->books_ = std::move(books);
  TRY(room, serve::KeyRoom::open({*desk->books_, *desk->vaults_.office, *desk->vaults_.sealing_store, vault, desk->clock_,
                                  desk->random_, folder / "key_backups"}));
  desk->room_ = std::move(room);
  return desk;
}

Result<shift::Context> KeyDesk::sign_in(const std::string& name) {
  const auto now = clock_.now();
  TRY(may, books_->read([&](const books::Reader& reader) { return shift::may_try(reader, name, now); }));
  const auto typed = ask_unseen(fmt::format("Password of {}", name));
  const bool matched = serve::password_matches(text_of(typed), may.password);
  TRY(signed_in, books_->run({name, "own_password", ""},
                             [&](const books::Reader& reader) { return shift::sign_in(reader, name, matched, "", now); }));
  if (!signed_in.signed_in) return signed_in.refusal;
  shift::Context context;
  context.who = signed_in.who;
  context.now = now;
  return context;
}

Result<std::int64_t> KeyDesk::agree(const shift::Context& first, const std::string& second, const Error& needed) {
  const shift::ApprovalRequest request{needed.details.at("action"), needed.details.at("content"), needed.details.at("content")};
  TRY(asked, books_->run({first.who.name, request.action, ""},
                         [&](const books::Reader& reader) { return shift::ask_approval(reader, request, first); }));
  fmt::print(stderr, "A second person is needed: {}.\n", request.content);
  const auto name = second.empty() ? ask("Name of the second person") : second;
  TRY(who, sign_in(name));
  TRY(decided, books_->run({name, request.action, ""}, [&](const books::Reader& reader) {
    return shift::decide_approval(reader, {asked.number, true, ""}, who);
  }));
  return decided.number;
}

}  // namespace kwota::app
