#include "store/draft/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/cause.h"
#include "books/audit_entry.h"
#include "store/draft/closing.h"
#include "store/draft/difference.h"
#include "store/draft/needs_vault.h"
#include "store/draft/telling.h"

namespace kwota::store {
namespace {

Error changed_by_hand() {
  return error(Fault::forged, "books_changed_by_hand",
               "Somebody else wrote into the file of the books while this program had it open. Nothing was booked. Stop selling, keep the file, "
               "run verify.");
}

/// What stood under a row's key.
struct Before {
  Difference differs;
  Words words;
  bool nature_differs = false;  ///< of the utility: sample books, or real ones
};

Before before_of(const books::RowRef& row, const books::ValueSource& old) {
  const bool utility = row.table == &books::table_of<books::Utility>();
  return {.differs = difference(old, row),
          .words = words_of(*row.table, old),
          .nature_differs = utility && old.get_text(row.table->column_named("nature")) != word_of(static_cast<const books::Utility*>(row.row)->nature)};
}

}  // namespace

Draft::Draft(Engine& engine, ChainHeads& known_heads, bool guarded)
    : engine_(engine), known_heads_(known_heads), guarded_(guarded), reader_(engine.reader(balances_)) {}

Result<void> Draft::begin(Instant now, const std::optional<Anchor>& newest) {
  now_ = now;
  MUST(engine_.begin());
  TRY(found, engine_.newest_anchor());
  if (newest && (newest->number != found.number || newest->hash != found.hash)) return changed_by_hand();
  last_ = found;
  return Done{};
}

Result<void> Draft::apply(const books::Actor& actor, books::Changes& changes) {
  if (guarded_) MUST(engine_.mark());
  const auto leaves = leaves_.size();
  const bool vault_only = vault_only_;
  auto applied = while_it_reads(engine_, [&] { return apply_all(actor, changes); });
  if (!applied) {
    leaves_.resize(leaves);
    vault_only_ = vault_only;
    engine_.forget_held();
    if (guarded_ && engine_.in_group()) MUST(engine_.back_to_mark());
  } else {
    for (auto& [chain, head] : decision_heads_) heads_[std::move(chain)] = head;
    for (const auto& [account, amount] : decision_balances_) balances_[account] += amount;
    sheets_.join(decision_sheets_);
  }
  decision_heads_.clear();
  decision_balances_.clear();
  decision_sheets_.clear();
  followers_.clear();
  tells_.clear();
  if (guarded_ && engine_.in_group()) MUST(engine_.forget_mark());
  return applied;
}

Result<void> Draft::apply_all(const books::Actor& actor, books::Changes& changes) {
  for (const books::Register& row : changes.put) MUST(put(actor, books::ref(row)));
  MUST(put_followers(actor, changes));
  for (books::Chained& row : changes.append) {
    MUST(append_any(actor, row, books::ChainedKinds{}));
    MUST(note_action(actor, books::ref(row)));
  }
  for (const books::Register& row : changes.remove) MUST(remove(actor, books::ref(row)));
  return Done{};
}

template <class... Rows>
Result<void> Draft::append_any(const books::Actor& actor, books::Chained& row, books::Kinds<Rows...>) {
  // A sale says itself by which permission it was booked.
  if (auto* sale = row.as<books::Sale>()) sale->action = actor.action;
  Result<void> appended{};
  const auto append_if = [&](auto* one) {
    if (one != nullptr) appended = append(std::move(*one));
    return one != nullptr;
  };
  (void)(append_if(row.as<Rows>()) || ...);
  return appended;
}

Result<void> Draft::put(const books::Actor& actor, const books::RowRef& row) {
  vault_only_ = vault_only_ || needs_vault(*row.table);
  if (row.table->follows_whole) {
    follow(row, telling_of(row));
    return Done{};
  }
  Before before;
  TRY(there, engine_.find(row, [&](const books::ValueSource& old) { before = before_of(row, old); }));
  if (there && before.nature_differs)
    return error(Fault::refused, "nature_for_ever",
                 "Books are sample books or real ones from their first row on. Nothing was changed: begin others in an empty folder.");
  if (!there) before.differs.details = difference(row);
  bool only_follows = false;
  if (row.table->follows) {
    const bool moved = there ? before.differs.followed : !is_blank(*row.table, telling_of(row));
    only_follows = there && moved && before.differs.changed.none();
    if (moved) follow(row, telling_of(row));
  }
  if (only_follows) return Done{};
  auto audit = books::audit_entry(actor, name_of(row));
  audit.details = std::move(before.differs.details);
  audit.content_hash = to_hex(content_hash(row));
  MUST(append(std::move(audit)));
  MUST(engine_.note_words(search_object(row), before.words, words_of(row)));
  if (!there) return engine_.put_new(row);
  return before.differs.changed.none() ? Result<void>(Done{}) : engine_.put_changed(row, before.differs.changed);
}

/// Its audit entry says what it said, so that whoever puts the books back can put it back. Of which chained rows tell, that was used.
Result<void> Draft::remove(const books::Actor& actor, const books::RowRef& row) {
  const auto& table = *row.table;
  vault_only_ = vault_only_ || needs_vault(table);
  auto audit = books::audit_entry(actor, name_of(row));
  Words words_before;
  TRY(there, engine_.find(row, [&](const books::ValueSource& old) {
    words_before = words_of(table, old);
    audit.details = difference(table, old);
  }));
  if (!there) return Done{};
  TRY(told, engine_.is_told(row));
  if (table.follows_whole || told) return error(Fault::refused, "in_use", "Something in the books refers to it; it stays.", {{"object", audit.object}});
  audit.content_hash = std::string(removed_row_hash);
  MUST(append(std::move(audit)));
  MUST(engine_.note_words(search_object(row), words_before, {}));
  return engine_.remove(row);
}

/// The last word on a row is the one that counts.
void Draft::follow(const books::RowRef& row, std::string telling) {
  const auto same = std::ranges::find(followers_, object_of(telling), [](const Follower& one) { return object_of(one.telling); });
  if (same != followers_.end())
    *same = {row, std::move(telling)};
  else
    followers_.push_back({row, std::move(telling)});
}

/// Writes what follows from the decision's rows. The first of them tells of it; where there is none, an audit entry does.
Result<void> Draft::put_followers(const books::Actor& actor, const books::Changes& changes) {
  if (followers_.empty()) return Done{};
  const auto teller = next_id();
  for (const auto& one : followers_) {
    MUST(one.row.table->follows_whole ? engine_.put_told(one.row, teller) : engine_.put_on(one.row, teller));
    (tells_ += tells_.empty() ? "" : "\n") += one.telling;
  }
  return changes.append.empty() ? append(books::audit_entry(actor, std::string(object_of(followers_.front().telling)))) : Result<void>(Done{});
}

/// What somebody did stands in the audit trail of where he works.
Result<void> Draft::note_action(const books::Actor& actor, const books::RowRef& row) {
  return row.table->audited ? append(books::audit_entry(actor, name_of(row))) : Result<void>(Done{});
}

template <class Row>
Result<void> Draft::append(Row&& row) {
  TRY(head, head_of(row.chain));
  // The running number of audit and journals is the place in the chain: it rises, with gaps where a chain holds other rows too.
  if constexpr (std::is_same_v<Row, books::Audit> || std::is_same_v<Row, books::JournalEntry> || std::is_same_v<Row, books::KeyEvent>)
    row.number = head.position + 1;
  // The trail bears the time of its group, which is the books' own while the clock is in doubt: whoever decided had only the clock.
  if constexpr (std::is_same_v<Row, books::Audit>) row.time = now_;
  if constexpr (std::is_same_v<Row, books::Statement>) {
    TRY(number, engine_.next_statement_number(row.meter));
    row.number = number;
  }
  if constexpr (std::is_same_v<Row, books::Entry>) MUST(append_legs(row));
  if constexpr (std::is_same_v<Row, books::Sale> || std::is_same_v<Row, books::Entry>) {
    TRY(edition, edition_of(reader_, row.business_day));
    counting().take(row, reader_, edition);
  }
  return append_row(books::ref(row), row.chain, head);
}

Result<void> Draft::append_row(const books::RowRef& row, const std::string& chain, const ChainHead& head) {
  if (chain.empty())
    return error(Fault::ours, "chain_missing",
                 fmt::format("A row of \"{}\" names no chain: a defect of Kwota. Nothing was booked.", row.table->name),
                 {{"table", std::string(row.table->name)}});
  if (!row.table->composed.column.empty() && row.table->composed_text(row.row) != chain)
    return error(Fault::ours, "chain_missing",
                 fmt::format("A row of \"{}\" names another chain than its own: a defect of Kwota. Nothing was booked.", row.table->name),
                 {{"table", std::string(row.table->name)}});
  if (static_cast<std::int64_t>(leaves_.size()) >= leaves_max)
    return error(Fault::request, "too_many_rows",
                 "This changes more rows at once than one group holds. Nothing was booked. Split the import.");
  vault_only_ = vault_only_ || needs_vault(*row.table);
  const auto position = head.position + 1;
  const auto tells = std::exchange(tells_, {});
  const auto hash = sha256(head.hash, content_hash(row, tells));
  MUST(engine_.append(row, {next_id(), position, hash, tells}));
  if (const auto known = std::ranges::find(decision_heads_, chain, &NamedHead::first); known != decision_heads_.end())
    known->second = {position, hash};
  else
    decision_heads_.emplace_back(chain, ChainHead{position, hash});
  leaves_.push_back(hash);
  return Done{};
}

Result<void> Draft::append_legs(const books::Entry& entry) {
  Money sum;
  for (const auto& leg : entry.legs) {
    if (leg.amount.minor() > money_minor_max || leg.amount.minor() < -money_minor_max)
      return error(Fault::request, Cause::overflow,
                   "The amount is larger than any sale may be. Nothing was booked. Check what was typed.",
                   {{"text", std::to_string(leg.amount.minor())}});
    sum += leg.amount;
    decision_balances_[leg.account] += leg.amount;
  }
  if (!sum.is_zero())
    return error(Fault::ours, "unbalanced_entry",
                 fmt::format("The entry {} does not add up to zero: a defect of Kwota. Nothing was booked.", entry.number),
                 {{"entry", entry.number}});
  return engine_.append_legs(next_id(), entry.legs);
}

Result<ChainHead> Draft::head_of(const std::string& chain) {
  if (const auto found = std::ranges::find(decision_heads_, chain, &NamedHead::first); found != decision_heads_.end()) return found->second;
  if (const auto found = heads_.find(chain); found != heads_.end()) return found->second;
  if (const auto found = known_heads_.find(chain); found != known_heads_.end()) return found->second;
  return engine_.head_of(chain);
}

Result<std::optional<Anchor>> Draft::seal(Sealer& sealer) {
  MUST(engine_.add_to_balances(balances_));
  MUST(engine_.add_to_sheets(sheets_));
  MUST(close_days());
  MUST(engine_.put_heads(heads_));
  if (leaves_.empty()) return std::optional<Anchor>();
  TRY(anchor, write_anchor(sealer));
  return std::optional<Anchor>(std::move(anchor));
}

/// With the first group after their cut-off; what this group itself booked for them is counted before.
Result<void> Draft::close_days() {
  if (leaves_.empty()) return Done{};
  TRY(days, while_it_reads(engine_, [&]() -> Result<std::vector<books::ClosedDay>> { return days_to_close(reader_, now_, next_id()); }));
  for (auto& day : days) {
    const books::Actor server{.operator_name = "server", .action = "close_day", .station = day.station};
    books::Changes closing;
    closing.put.emplace_back(std::move(day));
    MUST(apply(server, closing));
  }
  return Done{};
}

Result<Anchor> Draft::write_anchor(Sealer& sealer) {
  Anchor anchor;
  anchor.number = last_.number + 1;
  anchor.time = now_;
  anchor.count = static_cast<std::int64_t>(leaves_.size());
  anchor.root = merkle_root(leaves_);
  anchor.previous = last_.hash;
  TRY(nature, while_it_reads(engine_, [&]() -> Result<books::Nature> { return nature_of(reader_); }));
  anchor.nature = nature;
  anchor.hash = hash_of(anchor);
  auto sealed = sealer.sign(anchor, vault_only_);
  vault_refused_ = !sealed;
  MUST(std::move(sealed));
  MUST(engine_.put_anchor(anchor));
  return anchor;
}

Result<void> Draft::commit() {
  MUST(engine_.commit());
  while (!heads_.empty()) {
    auto known = known_heads_.insert(heads_.extract(heads_.begin()));
    if (!known.inserted) known.position->second = known.node.mapped();
  }
  return Done{};
}

void Draft::roll_back() {
  engine_.roll_back();
  known_heads_.clear();
}

}  // namespace kwota::store
