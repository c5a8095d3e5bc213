#include "store/put_back.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "store/books.h"
#include "store/force_out.h"
#include "store/restoration.h"
#include "store/sqlite/anchors.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/kept.h"
#include "store/sqlite/search_index.h"
#include "store/verify/sheets.h"
#include "store/verify/tellings.h"
#include "store/verify/undo.h"

namespace kwota::store {
namespace {

Error cannot(const std::string& row, std::string_view why) {
  return error(Fault::refused, "cannot_put_back",
               fmt::format("The books cannot be put back by themselves: {} ({}). Nothing was changed. Restore the newest backup.", row, why), {{"row", row}});
}

Result<void> undo_registers(Connection& connection, std::int64_t from) {
  MUST(undo_changes(connection, from));
  MUST(connection.run("DELETE FROM search_word"));
  return note_all_words(connection);
}

/// Heads of the chains that end earlier now.
Result<void> shorten(Connection& connection, const std::set<std::string>& chains) {
  for (const auto& chain : chains) {
    std::int64_t position = 0;
    Bytes hash;
    const auto look = [&](std::string_view table) -> Result<void> {
      auto cursor = connection.prepare(fmt::format("SELECT position, hash FROM {} WHERE chain=? ORDER BY position DESC LIMIT 1", in_quotes(table)));
      cursor.text(chain);
      TRY(row, cursor.step());
      if (!row || cursor.get_integer(0) <= position) return Done{};
      position = cursor.get_integer(0);
      hash = to_bytes(cursor.get_blob(1));
      return Done{};
    };
    for (const auto* table : books::all_tables())
      if (table->chained) MUST(look(table->name));
    auto cursor = connection.prepare(position == 0 ? "DELETE FROM chain_head WHERE chain=?" : "UPDATE chain_head SET position=?, hash=? WHERE chain=?");
    if (position != 0) {
      cursor.integer(position);
      cursor.blob(hash);
    }
    cursor.text(chain);
    MUST(cursor.run());
  }
  return Done{};
}

Result<void> remove_rows(Connection& connection, std::int64_t anchor) {
  const auto from = row_id(anchor, 0);
  TRY(recorded, told_since(connection, from));
  MUST(undo_registers(connection, from));
  MUST(connection.run(fmt::format(
      "WITH moved AS (SELECT a.name, sum(l.amount) AS amount FROM leg AS l JOIN ledger_account AS a ON a.number=l.account WHERE l.entry>={0} GROUP BY a.name) "
      "UPDATE balance SET amount=balance.amount-moved.amount FROM moved WHERE moved.name=balance.account; DELETE FROM leg WHERE entry>={0}; "
      "DELETE FROM balance WHERE amount=0 AND account NOT IN (SELECT name FROM ledger_account WHERE number IN (SELECT account FROM leg))",
      from)));
  std::set<std::string> chains;
  const auto remove = [&](std::string_view table) -> Result<void> {
    {
      auto cursor = connection.prepare(fmt::format("SELECT DISTINCT chain FROM \"{}\" WHERE id>={}", table, from));
      for (;;) {
        TRY(row, cursor.step());
        if (!row) break;
        chains.emplace(cursor.get_text(0));
      }
    }
    return connection.run(fmt::format("DELETE FROM \"{}\" WHERE id>={}", table, from));
  };
  for (const auto* table : books::all_tables())
    if (table->chained) MUST(remove(table->name));
  MUST(forget_unsaid(connection));
  MUST(tell_again(connection, recorded));
  MUST(add_up_anew(connection));
  MUST(connection.run(fmt::format("DELETE FROM anchor WHERE number>={}", anchor)));
  return shorten(connection, chains);
}

/// The log without its lines behind the groups that stay comes into the place of the one that stands there, which is kept.
Result<void> shorten_log(const std::filesystem::path& folder, const std::filesystem::path& kept, std::int64_t anchor) {
  const auto file = folder / anchor_log_file, fresh = folder / "anchors.log.part";
  std::error_code failed;
  std::filesystem::copy_file(file, kept / anchor_log_file, failed);
  std::ifstream in(file);
  std::ofstream out(fresh, std::ios::trunc);
  for (std::string line; std::getline(in, line);)
    if (std::strtoll(line.c_str(), nullptr, 10) < anchor) out << line << "\n";
  out.close();
  if (out) MUST(force_out(fresh));
  if (out) std::filesystem::rename(fresh, file, failed);
  return out && !failed ? force_folder(folder) : Result<void>(unavailable(file.string()));
}

}  // namespace

Result<UnsignedGroups> put_back(Moment& moment, const std::filesystem::path& folder, const SignatureCheck& check, Instant now, const RestoreHook& hook) {
  auto& connection = sqlite_of(moment);
  TRY(found, unsigned_groups(connection, check));
  if (!found) return error(Fault::request, "nothing_to_accept", "All groups of these books are signed or accepted. Nothing was changed.");
  TRY(behind, connection.number(fmt::format("SELECT count(*) FROM anchor WHERE number>={}", found->from)));
  if (behind != found->groups)
    return error(Fault::refused, "groups_not_last",
                 "Signed groups follow the unsigned ones: books are only put back at their end. Nothing was changed. Two persons accept them, or restore a backup.");
  auto name = "before-put-back-" + format_utc(now);
  std::replace(name.begin(), name.end(), ':', '.');
  const auto kept = folder / free_name(folder, name);
  std::error_code failed;
  std::filesystem::create_directories(kept, failed);
  MUST(connection.copy_to_new((kept / books_file).string()));
  MUST(connection.run("BEGIN IMMEDIATE"));
  auto removed = remove_rows(connection, found->from);
  if (removed) {
    auto report = verify(connection, {.check = check, .anchor_log = {}});
    if (!report)
      removed = std::move(report).error();
    else if (!report->ok())
      removed = cannot(report->first->table + "/" + report->first->key, report->first->why);
  }
  // The log first: one that knows more groups than the books would be a cut that nobody can put right; one that knows less, with the unsigned groups still
  // there, is where this begins again.
  if (removed) removed = shorten_log(folder, kept, found->from);
  if (!removed) {
    static_cast<void>(connection.run("ROLLBACK"));
    return std::move(removed).error();
  }
  if (hook) hook("log_shortened");
  MUST(connection.run("COMMIT"));
  if (hook) hook("committed");
  return std::move(*found);
}

}  // namespace kwota::store
