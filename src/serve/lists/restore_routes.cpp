// An older copy in place of the books, from the page: what it lacks, two persons, and the way to the next start. And how big everything is.
#include <algorithm>

#include "base/cause.h"
#include "people/leaving.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/lists/made/backups.h"
#include "serve/words/words.h"
#include "store/archive.h"
#include "store/restoration.h"

namespace kwota::serve {
namespace {

namespace fs = std::filesystem;
using boost::json::array;
using boost::json::value;

Result<Copy> copy_named(const ServerParts& server, const std::string& file) {
  const auto copies = copies_in(server.data);
  const auto found = std::ranges::find(copies, file, &Copy::file);
  if (found == copies.end()) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", file}});
  return *found;
}

/// One moment of the books beside the copy.
Result<store::Missing> missing_of(const ServerParts& server, const Copy& copy) {
  TRY(books, store::open_moment(server.data / store::books_file, store::Moment::Mode::read));
  TRY(other, store::open_file(server.data / "backups" / copy.file, store::Moment::Mode::read));
  return store::missing_in(*books, *other);
}

/// Nobody of one station decides about the books of all.
Result<void> of_all_stations(const Call& call) {
  if (call.who->station.empty()) return Done{};
  return error(Fault::refused, Cause::permission_denied, "Whoever belongs to one station does not put the books of all back. Call somebody of no station.", {{"permission", "restore"}});
}

void get_missing(ServerParts& server, const CallPtr& call) {
  if (const auto whole = of_all_stations(*call); !whole) return call->refuse(whole.error());
  server.workers.run([&server, call] {
    const auto copy = copy_named(server, call->path.at("file"));
    if (!copy) return call->refuse(copy.error());
    const auto missing = missing_of(server, *copy);
    if (!missing) return call->refuse(missing.error());
    const Shown shown{minor_digits(server)};
    auto last = server.books.read([&](const books::Reader& books) -> Result<array> {
      array out;
      for (const auto& sale : missing->last) {
        object one{{"number", sale.number}, {"time", time_text(sale.time)}, {"kind", word_of(sale.kind)}, {"station", sale.station}, {"operator", sale.operator_name}, {"amount", shown.money(sale.tendered)}};
        say_people(books, one, {"operator"});
        out.push_back(std::move(one));
      }
      return out;
    });
    if (!last) return call->refuse(last.error());
    call->answer(object{{"file", copy->file}, {"proved", time_text(copy->proved)}, {"group", store::short_text(missing->copy)}, {"group_time", time_text(missing->copy_time)},
                        {"newest_group", store::short_text(missing->books)}, {"sold", missing->sold}, {"booked", missing->booked}, {"invoiced", missing->invoiced}, {"last", *std::move(last)}});
  });
}

/// What both persons say yes to, in words that change when what is lost changes.
people::Proposal content_of(const Copy& copy, const store::Missing& missing) {
  return people::Proposal(people::Proposed::restore).text(people::Part::file, copy.file).text(people::Part::group, store::short_text(missing.copy)).count(people::Part::receipts_lost, missing.sold);
}

Error sold_since(std::int64_t sold) {
  return error(Fault::refused, "sold_since", "Something was sold since you looked: " + std::to_string(sold) + " receipts are not in the copy. Nothing was changed. Look at them, then agree again.",
               {{"sold", std::to_string(sold)}});
}

struct Wanted {
  Copy copy;
  store::Missing missing;
  std::string reason;
  std::int64_t approval = 0;
};

Result<Wanted> wanted_by(const ServerParts& server, const Call& call) {
  MUST(of_all_stations(call));
  const Asked asked(call.body);
  TRY(copy, copy_named(server, call.path.at("file")));
  TRY(reason, asked.required("reason"));
  if (!copy.proved)
    return error(Fault::refused, "copy_unproven", "This copy was not proved yet: put it back beside the books and verify it there first. Nothing was changed.", {{"file", copy.file}});
  TRY(missing, missing_of(server, copy));
  if (missing.sold != asked.number("sold")) return sold_since(missing.sold);
  return Wanted{std::move(copy), std::move(missing), std::move(reason), asked.number("approval")};
}

/// The word of both, as the last thing that the books know of it.
Result<books::Approval> agree(ServerParts& server, const Call& call, const Wanted& wanted) {
  const auto context = context_of(server, call);
  const people::RestoreRequest request{content_of(wanted.copy, wanted.missing), wanted.copy.file, wanted.reason, wanted.approval};
  return server.books.run(actor_of(call, "restore"), [&](const books::Reader& books) { return people::agree_to_restore(books, request, context); });
}

std::string kept_name(Instant now) {
  auto name = "before-restore-" + format_utc(now);
  std::replace(name.begin(), name.end(), ':', '.');
  return name;
}

/// Proved once more, by what will stand there; then ordered. Nothing is sold meanwhile, and what was still on its way into the books is counted.
Result<void> prepare(const ServerParts& server, const Wanted& wanted, const books::Approval& approval) {
  const auto now = server.clock.now();
  {
    // The next start asks them, too: better now, while everything still runs.
    TRY(connection, own_connection(server));
    MUST(store::hold_witnesses(*connection, server.books.witnesses(), server.check));
  }
  TRY(from, store::stage(server.data / "backups" / wanted.copy.file, server.data, server.check, now));
  TRY(missing, missing_of(server, wanted.copy));
  if (missing.sold != wanted.missing.sold) return sold_since(missing.sold);
  store::Restoration row{.from = from, .former = missing.books, .copy = wanted.copy.file, .sold = missing.sold, .first = approval.requested_by, .second = approval.decided_by, .reason = wanted.reason, .time = now,
                         .kept = kept_name(now)};
  return store::order(server.data, std::move(row), [&server](const store::Digest& digest) { return server.vault.sign_root(digest); });
}

void note_failed(ServerParts& server, const Call& call, const std::string& file, const Error& why) {
  server.restoring->failed(file, why);
  server.events.publish("job", object{{"what", "restore"}, {"file", file}}, {.permission = "restore"});
  static_cast<void>(server.books.run(actor_of(call, "restore"), [&](const books::Reader&) -> Result<books::Decision<Done>> { return people::restore_failed(file, why, call.who->name); }));
}

void restore(ServerParts& server, const CallPtr& call) {
  server.checks->run([&server, call] {
    const auto wanted = wanted_by(server, *call);
    if (!wanted) return call->refuse(wanted.error());
    const auto& file = wanted->copy.file;
    if (wanted->approval != 0 && !server.restoring->begin(file)) return call->refuse(books_being_restored());
    const auto agreed = agree(server, *call, *wanted);
    if (!agreed) {
      if (wanted->approval != 0) server.restoring->forget();
      return refuse_or_ask(server, call, agreed.error());
    }
    call->answer(object{{"state", word_of(RestoreState::proving)}, {"file", file}});
    server.events.publish("job", object{{"what", "restore"}, {"file", file}}, {.permission = "restore"});
    if (const auto prepared = prepare(server, *wanted, *agreed); !prepared) return note_failed(server, *call, file, prepared.error());
    server.restoring->restarting();
    if (server.restart) server.restart();
  });
}

void get_restores(ServerParts& server, const CallPtr& call) {
  const auto rows = server.books.query([](store::Moment& connection) { return store::read_restorations(connection); });
  if (!rows) return call->refuse(rows.error());
  auto told = server.books.read([&](const books::Reader& books) -> Result<array> {
    array out;
    for (auto row = rows->rbegin(); row != rows->rend(); ++row) {
      object one{{"time", time_text(row->time)}, {"file", row->copy}, {"group", store::short_text(row->from)}, {"former_group", store::short_text(row->former)},
                 {"sold", row->sold}, {"first", row->first}, {"second", row->second}, {"reason", row->reason}, {"kept", row->kept}};
      say_people(books, one, {"first", "second"});
      out.push_back(std::move(one));
    }
    return out;
  });
  if (!told) return call->refuse(told.error());
  const auto now = server.restoring->now();
  call->answer(object{{"state", word_of(now.state)}, {"file", now.file}, {"code", now.why ? value(now.why->code) : value(nullptr)}, {"said", now.why ? value(say(call->language, *now.why)) : value(nullptr)}, {"done", *std::move(told)}});
}

// How big everything is.

struct Size {
  std::int64_t bytes = 0, files = 0;
};
Size size_of(const fs::path& path) {
  Size out;
  std::error_code failed;
  if (fs::is_regular_file(path, failed)) return {static_cast<std::int64_t>(fs::file_size(path, failed)), 1};
  for (auto at = fs::recursive_directory_iterator(path, failed); !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
    std::error_code gone;  // while we look
    if (!at->is_regular_file(gone)) continue;
    const auto bytes = at->file_size(gone);
    if (gone) continue;
    out.bytes += static_cast<std::int64_t>(bytes);
    ++out.files;
  }
  return out;
}

object part(const char* name, const Size& size) { return {{"part", name}, {"bytes", size.bytes}, {"files", size.files}}; }

/// Books that were put aside by restores, copies that were not put in place.
Size put_aside(const fs::path& data) {
  Size out;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(data, failed)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with("before-restore-") && !name.starts_with("before-put-back-") && !name.starts_with("restore-refused-")) continue;
    const auto one = size_of(entry.path());
    out.bytes += one.bytes;
    out.files += one.files;
  }
  return out;
}

array sizes_of(const fs::path& data) {
  const auto log = size_of(data / "books.db-wal");
  return {part("books", size_of(data / store::books_file)), part("books_log", log), part("anchors", size_of(data / store::anchor_log_file)), part("archives", size_of(data / store::archives_folder)), part("backups", size_of(data / "backups")),
          part("jobs", size_of(data / "jobs")), part("put_aside", put_aside(data))};
}

Result<array> rows_by_kind(const ServerParts& server) {
  TRY(moment, store::open_moment(server.data / store::books_file, store::Moment::Mode::read));
  std::vector<std::pair<std::int64_t, std::string>> counted;
  for (const auto* table : books::all_tables()) {
    TRY(rows, store::count_rows(*moment, *table));
    if (rows > 0) counted.emplace_back(rows, table->name);
  }
  std::ranges::sort(counted, std::ranges::greater{});
  array out;
  for (const auto& [rows, name] : counted) out.push_back(object{{"kind", name}, {"rows", rows}});
  return out;
}

void get_sizes(ServerParts& server, const CallPtr& call) {
  server.checks->run([&server, call] {
    auto rows = rows_by_kind(server);
    if (!rows) return call->refuse(rows.error());
    call->answer(object{{"parts", sizes_of(server.data)}, {"rows", std::move(*rows)}});
  });
}

}  // namespace

void add_restore_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/backups/{file}/missing", "restore", [&server](const CallPtr& call) { get_missing(server, call); }});
  router.add({"POST", "/backups/{file}/restore", "restore", [&server](const CallPtr& call) { restore(server, call); }});
  router.add({"GET", "/restores", "backup", [&server](const CallPtr& call) { get_restores(server, call); }});
  router.add({"GET", "/data-sizes", "backup", [&server](const CallPtr& call) { get_sizes(server, call); }});
}

}  // namespace kwota::serve
