#include "people/notices/own_mail.h"

#include <algorithm>

#include "base/text/address_gate.h"
#include "base/text/parts.h"
#include "people/notices/notices.h"
#include "people/permissions.h"

namespace kwota::people {

using books::NoticeEvent;

Result<books::Decision<books::Operator>> set_own_mail(const books::Reader& books, const std::string& mail, const std::vector<std::string>& events, const Context& context) {
  MUST(require(context.who, "own_password"));
  auto row = books.find<books::Operator>(context.who.name);
  if (!row) return error(Fault::request, "unknown_operator", "There is no operator of this name.", {{"name", context.who.name}});
  if (!mail.empty()) MUST(address_gate::admit_mail(mail));
  std::vector<NoticeEvent> wanted;
  for (const auto& word : events) {
    const auto event = parse_word<NoticeEvent>(word);
    if (!event) return error(Fault::request, "unknown_event", "The house tells of no such thing; nothing was changed.", {{"event", word}});
    if (std::ranges::find(wanted, *event) == wanted.end()) wanted.push_back(*event);
  }
  row->mail = mail;
  row->mail_of.clear();
  for (const auto event : wanted) row->mail_of += (row->mail_of.empty() ? "" : ",") + std::string(word_of(event));
  books::Decision<books::Operator> decision{{}, *row};
  decision.changes.put.emplace_back(*row);
  return decision;
}

std::vector<NoticeEvent> mailed_events(const books::Operator& who) {
  std::vector<NoticeEvent> out;
  for (const auto word : parts_of(who.mail_of))
    if (const auto event = parse_word<NoticeEvent>(word)) out.push_back(*event);
  return out;
}

std::vector<NoticeEvent> events_for(const books::Operator& who) {
  std::vector<NoticeEvent> out;
  for (const auto& facts : notice_facts())
    if (facts.right.empty() || best_granted(who, facts.right) != Grant::no) out.push_back(facts.event);
  return out;
}

}  // namespace kwota::people
