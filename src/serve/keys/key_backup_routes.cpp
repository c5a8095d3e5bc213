// Backup and recovery of keys over HTTP. A share is shown to its holder once and typed in by him again; it passes through.
#include "keys/journal/note.h"
#include "serve/api/routes.h"
#include "serve/keys/key_work.h"
#include "serve/router/answer.h"

namespace kwota::serve {
namespace {

void make_backup_key(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  key_office::KeyOffice::ShareRequest request{static_cast<unsigned>(std::clamp<std::int64_t>(asked.number("needed"), 0, 255)),
                                {},
                                asked.text("reason"),
                                asked.number("approval")};
  if (const auto* names = call->body.is_object() ? call->body.get_object().if_contains("holders") : nullptr;
      names != nullptr && names->is_array())
    for (const auto& name : names->get_array())
      if (name.is_string()) request.holders.emplace_back(name.get_string());
  key_work(
      server, call, [request](key_office::KeyOffice& room, const people::Context& context) { return room.make_backup_key(request, context); },
      [&server](Done) -> Result<object> {
        TRY(tree, tree_view(server));
        return object{{"backup", tree["backup"]}};
      });
}

void collect_share(ServerParts& server, const CallPtr& call) {
  key_work(
      server, call, [](key_office::KeyOffice& room, const people::Context& context) { return room.collect_share(context); },
      [](const SecretBytes& text) {
        return object{{"text", std::string_view(reinterpret_cast<const char*>(text.view().data()), text.size())}};
      });
}

void back_up(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  key_work(
      server, call,
      [reason = asked.text("reason"), approval = asked.number("approval")](key_office::KeyOffice& room, const people::Context& context) {
        return room.back_up(reason, approval, context);
      },
      [](const key_office::KeyOffice::Backup& backup) {
        return object{{"file", backup.file}, {"keys", backup.keys}};
      });
}

void download(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto file = call->path.at("file");
    const auto bytes = server.keys->backup_file(file);
    if (!bytes) return call->refuse(bytes.error());
    call->respond(answer_download(std::string(bytes->begin(), bytes->end()), "application/octet-stream", file));
  });
}

void give_share(ServerParts& server, const CallPtr& call) {
  auto typed = Asked(call->body).text("text");
  SecretBytes text(view_of(typed));
  wipe({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
  key_work(
      server, call,
      [text = std::move(text)](key_office::KeyOffice& room, const people::Context& context) { return room.give_share(text.view(), context); },
      [](const key_office::KeyOffice::SharesGiven& shares) {
        return object{{"given", shares.given}, {"needed", shares.needed}};
      });
}

void restore(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  key_work(
      server, call,
      [request = key_office::KeyOffice::RestoreRequest{asked.text("file"), asked.text("reason"), asked.flag("older"), asked.number("approval")}](
          key_office::KeyOffice& room, const people::Context& context) { return room.restore(request, context); },
      [](const key_office::KeyOffice::Restored& restored) {
        boost::json::array rows, destroyed;
        for (const auto& one : restored.keys)
          rows.push_back(object{{"purpose", seal::name_of(one.key.key.purpose)},
                                {"version", one.key.key.version},
                                {"check_value", keys::text_of(one.key.check_value)},
                                {"agrees", one.agrees}});
        for (const auto& row : restored.destroyed)
          destroyed.push_back(object{{"purpose", row.purpose}, {"version", row.version}, {"check_value", row.check_value}});
        return object{{"restored", std::move(rows)}, {"destroyed", std::move(destroyed)}, {"made", time_text(restored.made)}};
      });
}

}  // namespace

void add_key_backup_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/keys/backup/key", "key_backup", make_backup_key);
  on("POST", "/keys/backup/share", "key_ceremony", collect_share, AnswerKept::never);
  on("POST", "/keys/backup", "key_backup", back_up);
  on("GET", "/keys/backup/{file}", "key_backup", download);
  on("POST", "/keys/restore/share", "key_ceremony", give_share, AnswerKept::never);
  on("POST", "/keys/restore", "key_backup", restore);
}

}  // namespace kwota::serve
