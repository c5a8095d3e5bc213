#include "store/verify/tail.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "store/draft/needs_vault.h"
#include "store/sqlite/anchors.h"
#include "store/sqlite/columns.h"
#include "store/verify/restoration_rows.h"

namespace kwota::store {
namespace {

template <class Digits>
void take_digits(Digits& to, ByteView from) {
  if (from.size() == to.size()) std::copy(from.begin(), from.end(), to.begin());
}

Error forged(std::string_view where, std::string_view why) {
  return error(Fault::forged, "books_forged",
               fmt::format("The books are not as the vault signed them: {}, {}. Nothing was changed. Do not sell, keep the folder, run verify "
                           "with the auditor's key, restore the newest backup.",
                           where, why),
               {{"where", std::string(where)}});
}

/// Rows behind the last group were never part of one.
Result<void> nothing_behind(Connection& connection, std::int64_t newest) {
  for (const auto* table : books::all_tables()) {
    if (!table->chained) continue;
    TRY(last, connection.number(fmt::format("SELECT coalesce(max(id), 0) FROM {}", in_quotes(table->name))));
    if ((last >> leaf_bits) > newest) return forged(table->name, "rows stand behind the last group");
  }
  return Done{};
}

/// The key of the row that a cursor on `sql_of(table).select` stands on, as name_of() writes it.
std::string name_at(const Cursor& cursor, const books::Table& table) {
  return std::string(table.name) + "/" + key_at(table, cursor, 0);
}

/// Names the rows of one kind in a group and says whether any of them needs the vault.
Result<void> add_rows(Connection& connection, const books::Table& table, std::int64_t anchor, UnsignedGroups& groups) {
  auto cursor = connection.prepare(sql_of(table).select + " WHERE id>=? AND id<? ORDER BY id");
  cursor.integer(row_id(anchor, 0));
  cursor.integer(row_id(anchor + 1, 0));
  const bool audit = &table == &books::table_of<books::Audit>();
  const auto content = table.column_named("content_hash"), object = table.column_named("object");
  for (;;) {
    TRY(there, cursor.step());
    if (!there) return Done{};
    auto name = name_at(cursor, table);
    bool guarded = needs_vault(table);
    if (audit && cursor.is_blob(content)) {
      name = cursor.get_text(object);
      guarded = table_needs_vault(std::string_view(name).substr(0, name.find('/')));
    }
    ++groups.rows;
    groups.by_process = groups.by_process && !guarded;
    if (groups.names.size() < UnsignedGroups::names_max) groups.names.push_back(std::move(name));
  }
}

Result<void> add_rows(Connection& connection, std::int64_t anchor, UnsignedGroups& groups) {
  for (const auto* table : books::all_tables())
    if (table->chained) MUST(add_rows(connection, *table, anchor, groups));
  return Done{};
}

bool signed_by_its_process(const Anchor& anchor, const std::vector<Process>& processes, const SignatureCheck& check) {
  const auto process = std::find_if(processes.begin(), processes.end(), [&](const Process& one) { return one.number == anchor.process; });
  if (process == processes.end() || !anchor.process_signature || anchor.number <= process->after) return false;
  if (!check(hash_of(*process), process->signature)) return false;
  const auto own = check_by_public_key(process->public_key);
  return own && (*own)(anchor.hash, *anchor.process_signature);
}

Result<void> write_acceptance(Connection& connection, const Signer& vault, const Persons& by, std::int64_t from, std::int64_t to, const Digest& to_hash,
                              Instant now) {
  TRY(alone, connection.number("SELECT count(*) FROM utility WHERE one_person=1"));
  if (by.first == by.second || by.first.empty() || (by.second.empty() && alone == 0))
    return error(Fault::request, "same_person", "Two different persons accept groups together. Nothing was changed. Call the second one.");
  TRY(last, connection.number("SELECT coalesce(max(number), 0) FROM acceptance"));
  Acceptance one{last + 1, from, to, to_hash, by.first, by.second, by.reason, now, {}};
  TRY(signature, vault(hash_of(one)));
  auto cursor = connection.prepare(
      "INSERT INTO acceptance(number, from_anchor, to_anchor, to_hash, first, second, reason, time, signature) VALUES(?,?,?,?,?,?,?,?,?)");
  cursor.integer(one.number);
  cursor.integer(one.from);
  cursor.integer(one.to);
  cursor.blob(one.to_hash);
  cursor.text(one.first);
  cursor.text(one.second);
  cursor.text(one.reason);
  cursor.integer(one.time.ms());
  cursor.blob(signature);
  return cursor.run();
}

/// Whether a later acceptance that the vault signed covers this anchor: so it is good whoever signed what stands before it.
bool covered(const std::vector<Acceptance>& acceptances, std::int64_t anchor) {
  return std::any_of(acceptances.begin(), acceptances.end(), [&](const Acceptance& one) { return one.from <= anchor && anchor <= one.to; });
}

}  // namespace

Digest hash_of(const Acceptance& acceptance) {
  Bytes bytes = to_bytes(view_of("kwota acceptance 1"));
  append_be64(bytes, acceptance.number);
  append_be64(bytes, acceptance.from);
  append_be64(bytes, acceptance.to);
  append(bytes, acceptance.to_hash);
  append_text(bytes, acceptance.first);
  append_text(bytes, acceptance.second);
  append_text(bytes, acceptance.reason);
  append_be64(bytes, acceptance.time.ms());
  return sha256(bytes);
}

Result<std::vector<Acceptance>> read_acceptances(Connection& connection) {
  std::vector<Acceptance> found_rows;
  auto cursor =
      connection.prepare("SELECT number, from_anchor, to_anchor, to_hash, first, second, reason, time, signature FROM acceptance ORDER BY number");
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return found_rows;
    Acceptance one{cursor.get_integer(0), cursor.get_integer(1), cursor.get_integer(2), {}, std::string(cursor.get_text(4)),
                   std::string(cursor.get_text(5)), std::string(cursor.get_text(6)), Instant::from_ms(cursor.get_integer(7)), {}};
    take_digits(one.to_hash, cursor.get_blob(3));
    take_digits(one.signature, cursor.get_blob(8));
    found_rows.push_back(std::move(one));
  }
}

Result<std::optional<UnsignedGroups>> unsigned_groups(Moment& moment, const SignatureCheck& check) {
  auto& connection = sqlite_of(moment);
  TRY(newest, newest_anchor(connection));
  if (newest.number > 0 && hash_of(newest) != newest.hash) return forged("the newest group", "its content does not fit its hash");
  MUST(nothing_behind(connection, newest.number));
  TRY(processes, read_processes(connection));
  TRY(acceptances, read_acceptances(connection));
  // What a later acceptance covers was signed by a vault that is no more.
  for (auto one = acceptances.rbegin(); one != acceptances.rend(); ++one) {
    const bool later = std::any_of(acceptances.rbegin(), one, [&](const Acceptance& other) { return other.from == 1 && one->to <= other.to; });
    if (!later && !check(hash_of(*one), one->signature)) return forged("an acceptance of unsigned groups", "its signature is not the vault's");
    TRY(last, read_anchor(connection, one->to));
    if (!last || last->hash != one->to_hash) return forged("accepted groups", "they are not the ones that were accepted");
  }
  if (newest.signature && !covered(acceptances, newest.number) && !check(newest.hash, *newest.signature))
    return forged("the newest group", "its signature is not the vault's");
  auto cursor = connection.prepare(fmt::format("SELECT {} FROM anchor WHERE length(signature) = 0 ORDER BY number", anchor_columns));
  UnsignedGroups found;
  for (;;) {
    TRY(row, cursor.step());
    if (!row) break;
    const auto anchor = anchor_at(cursor);
    if (covered(acceptances, anchor.number)) continue;
    if (found.groups++ == 0) found.from = anchor.number;
    found.to = anchor.number;
    found.to_hash = anchor.hash;
    found.by_process = found.by_process && hash_of(anchor) == anchor.hash && signed_by_its_process(anchor, processes, check);
    MUST(add_rows(connection, anchor.number, found));
  }
  return found.groups == 0 ? std::optional<UnsignedGroups>() : std::optional<UnsignedGroups>(std::move(found));
}

Result<void> hold_tail(Moment& moment, const SignatureCheck& check) {
  auto& connection = sqlite_of(moment);
  TRY(found, unsigned_groups(connection, check));
  if (!found) return Done{};
  std::string names;
  for (const auto& name : found->names) names += (names.empty() ? "" : ", ") + name;
  return error(Fault::refused, Cause::groups_unsigned,
               fmt::format("The groups {} to {} of the books have no signature of the vault: they were written while it was away, by a program that ended "
                           "before it was back – or by somebody else. They hold {} rows: {}. Nothing was started. Compare these rows with what was done; "
                           "then two persons accept them (kwota accept) or put the books back before them (kwota accept --put-back).",
                           found->from, found->to, found->rows, names),
               {{"from", std::to_string(found->from)}, {"to", std::to_string(found->to)}, {"rows", std::to_string(found->rows)}, {"names", names}});
}

Result<UnsignedGroups> accept_groups(Moment& moment, const SignatureCheck& check, const Signer& vault, const Persons& by, Instant now) {
  auto& connection = sqlite_of(moment);
  TRY(found, unsigned_groups(connection, check));
  if (!found) return error(Fault::request, "nothing_to_accept", "All groups of these books are signed or accepted. Nothing was changed.");
  if (!found->by_process)
    return error(Fault::forged, "groups_not_acceptable",
                 "These groups carry no signature of a program that the vault knows, or hold rows that only the vault may sign: somebody wrote them "
                 "by hand. Nothing was changed. Put the books back before them (kwota accept --put-back) or restore a backup.");
  MUST(write_acceptance(connection, vault, by, found->from, found->to, found->to_hash, now));
  return std::move(*found);
}

Result<void> accept_all(Moment& moment, const Signer& vault, const Persons& by, Instant now) {
  auto& connection = sqlite_of(moment);
  TRY(newest, newest_anchor(connection));
  return write_acceptance(connection, vault, by, 1, newest.number, newest.hash, now);
}

}  // namespace kwota::store
