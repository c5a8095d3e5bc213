#include "people/notices/notices.h"

#include <algorithm>
#include <array>

#include "base/cause.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "people/station.h"

namespace kwota::people {
namespace {

using books::Notice;
using books::NoticeEvent;

//  event                                   critical  right              page
constexpr std::array notice_table{
    NoticeFacts{NoticeEvent::approval_waits,   false, "approvals",       "/office/approvals"},
    NoticeFacts{NoticeEvent::job_ended,        false, "",                "/office/jobs?open=#"},
    NoticeFacts{NoticeEvent::job_failed,       false, "",                "/office/jobs?open=#"},
    NoticeFacts{NoticeEvent::sale_in_doubt,    false, "settle",          "/office/in-doubt?q=#"},
    NoticeFacts{NoticeEvent::device_trouble,   true,  "sell",            "/office/key-office"},
    NoticeFacts{NoticeEvent::vault_quota,      true,  "sell",            "/office/key-office"},
    NoticeFacts{NoticeEvent::verify_failed,    true,  "verify",          "/office/jobs?open=#"},
    NoticeFacts{NoticeEvent::books_unbalanced, true,  "ledger_read",     "/office/jobs?open=#"},
    NoticeFacts{NoticeEvent::backup_old,       true,  "backup",          "/office/backup"},
    NoticeFacts{NoticeEvent::backup_unproven,  true,  "backup",          "/office/backup"},
    NoticeFacts{NoticeEvent::meter_silent,     false, "links_write",     "/office/collection"},
    NoticeFacts{NoticeEvent::tamper,           true,  "links_write",     "/office/meters?q=#"},
    NoticeFacts{NoticeEvent::clock_off,        false, "links_write",     "/office/meters?q=#"},
    NoticeFacts{NoticeEvent::sign_in_locked,   false, "operators_write", "/office/operators?q=#"},
    NoticeFacts{NoticeEvent::outlet_float_low, false, "outlets_write",   "/office/outlets?open=#"},
    NoticeFacts{NoticeEvent::loss_high,        false, "statements_read", "/office/collection"},
    // Whoever works at the till sees it there; told is who sends somebody, and who keeps tills.
    NoticeFacts{NoticeEvent::till_reader_away,   false, "shift_other|stations_write", "/office/tills"},
    NoticeFacts{NoticeEvent::till_reader_back,   false, "shift_other|stations_write", "/office/tills"},
    NoticeFacts{NoticeEvent::till_printer_fails, false, "shift_other|stations_write", "/office/tills"},
    NoticeFacts{NoticeEvent::till_printer_back,  false, "shift_other|stations_write", "/office/tills"},
    // Who has the books verified asks the witnesses.
    NoticeFacts{NoticeEvent::witness_away,     true,  "verify",          "/office/audit"},
};

constexpr bool notices_in_order() {
  for (std::size_t i = 0; i < notice_table.size(); ++i)
    if (notice_table[i].event != static_cast<NoticeEvent>(i)) return false;
  return notice_table.size() == words_of(NoticeEvent{}).size();
}
static_assert(notices_in_order(), "each event has one line, in the order of books::NoticeEvent");

bool was_told(const books::Reader& books, const Happened& what, const std::string& day, bool critical) {
  if (!books.select(Notice::once, what.event, what.object, day).empty()) return true;
  if (!critical) return false;
  const auto last = books.select(Notice::once, what.event, what.object);
  return std::ranges::any_of(last, [](const Notice& one) { return !one.seen; });
}

}  // namespace

bool concerns(const Notice& notice, const books::Operator& who) {
  if (!notice.operator_name.empty()) return notice.operator_name == who.name;
  return concerns(who, notice.station) && best_granted(who, facts_of(notice.event).right) != Grant::no;
}

std::span<const NoticeFacts> notice_facts() { return notice_table; }
const NoticeFacts& facts_of(NoticeEvent event) { return notice_table[static_cast<std::size_t>(event)]; }

Result<books::Decision<std::vector<Notice>>> raise(const books::Reader& books, const std::vector<Happened>& all, Instant now, const Zone& zone) {
  books::Decision<std::vector<Notice>> decision;
  const auto day = format_date(zone.local(now).date);
  auto number = books::next_number<Notice>(books);
  for (const auto& what : all) {
    const bool critical = facts_of(what.event).critical;
    if (was_told(books, what, day, critical)) continue;
    Notice row;
    row.number = number++;
    row.event = what.event;
    row.object = what.object;
    row.day = day;
    row.critical = critical;
    row.operator_name = what.operator_name;
    row.station = what.station;
    row.text = what.text;
    row.details = what.details;
    row.raised = now;
    decision.changes.put.emplace_back(row);
    decision.answer.push_back(std::move(row));
  }
  return decision;
}

bool waits(const Notice& notice, Instant now) { return !notice.seen && (notice.critical || now - notice.raised < unseen_for); }

std::vector<Notice> notices_for(const books::Reader& books, const books::Operator& who, std::size_t most) {
  auto out = books.newest<Notice>(most * 10);
  for (auto& old : books.select(Notice::unseen))
    if (std::ranges::find(out, old.number, &Notice::number) == out.end()) out.push_back(std::move(old));
  std::erase_if(out, [&](const Notice& notice) { return !concerns(notice, who); });
  std::ranges::sort(out, std::ranges::greater{}, &Notice::number);
  // What still waits stands above the cut.
  std::stable_partition(out.begin(), out.end(), [](const Notice& notice) { return !notice.seen && notice.critical; });
  if (out.size() > most) out.resize(most);
  return out;
}

namespace {

Notice seen_by(Notice notice, const Context& context) {
  notice.seen = context.now;
  notice.seen_by = context.who.name;
  return notice;
}

}  // namespace

Result<books::Decision<Notice>> see(const books::Reader& books, std::int64_t number, const Context& context) {
  auto notice = books.find<Notice>(number);
  if (!notice || !concerns(*notice, context.who)) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", std::to_string(number)}});
  if (notice->seen) return error(Fault::refused, "notice_seen", "Somebody has seen to it already.", {{"by", notice->seen_by}});
  auto row = seen_by(std::move(*notice), context);
  books::Decision<Notice> decision{{}, row};
  decision.changes.put.emplace_back(std::move(row));
  return decision;
}

Result<books::Decision<std::int64_t>> see_up_to(const books::Reader& books, std::int64_t number, const Context& context) {
  books::Decision<std::int64_t> decision{{}, 0};
  for (auto& notice : books.select(Notice::unseen)) {
    if (notice.number > number || notice.critical || !concerns(notice, context.who)) continue;
    if (decision.changes.put.size() == seen_at_once_most) break;
    decision.changes.put.emplace_back(seen_by(std::move(notice), context));
  }
  decision.answer = static_cast<std::int64_t>(decision.changes.put.size());
  return decision;
}

}  // namespace kwota::people
