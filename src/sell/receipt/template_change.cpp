#include "sell/receipt/template_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "books/lookup.h"
#include "people/people.h"
#include "people/station.h"
#include "sell/settings/moment.h"

namespace kwota::receipt {
namespace {

using books::SlipTemplate;
using people::Part;

/// A line as the second person reads it: what stands there, when, and how it looks.
void add_line(people::Proposal& content, const SlipLine& line) {
  content.word(Part::line, "slip_fact", word_of(line.fact));
  for (const auto* text : {&line.text_zh, &line.text_en, &line.text_ru}) content.text(Part::own_text, *text);
  if (line.when != SlipCondition::always) content.word(Part::line_when, "slip_condition", word_of(line.when));
  if (line.align != SlipAlign::left) content.word(Part::line_look, "slip_align", word_of(line.align));
  if (line.emphasis != SlipEmphasis::plain) content.word(Part::line_look, "slip_emphasis", word_of(line.emphasis));
}

/// It names what was drawn before, and what of it is drawn no more: when that has changed meanwhile, it is another request.
people::Proposal content_of(const TemplateRequest& request, const std::optional<SlipTemplate>& before, const std::optional<Instant>& from, const people::Context& context) {
  people::Proposal content(people::Proposed::change_slip_template);
  content.word(Part::slip, "slip_kind", word_of(request.kind));
  if (before) content.number(Part::value_before, before->number);
  if (from) content.time(Part::from, context.zone.local(*from));
  else content.word(Part::from, "setting", "at_once");
  for (const auto& line : before ? before->lines : builtin_lines(request.kind))
    if (std::ranges::none_of(request.lines, [&](const SlipLine& one) { return one.fact == line.fact; })) content.word(Part::line_gone, "slip_fact", word_of(line.fact));
  for (const auto& line : request.lines) add_line(content, line);
  return content;
}

Result<void> admit_request(const TemplateRequest& request, const std::optional<SlipTemplate>& before) {
  MUST(admit_lines(request.kind, request.lines));
  if ((before ? before->lines : builtin_lines(request.kind)) == request.lines)
    return error(Fault::refused, "slip_same", "Slips look like that by then anyway; nothing was changed.");
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the second person has to judge it.", {{"field", "reason"}, {"action", template_right.word()}});
  return Done{};
}

}  // namespace

Result<books::Decision<SlipTemplate>> change_template(const books::Reader& books, const TemplateRequest& request, const people::Context& context) {
  MUST(people::require_for_whole_utility(context.who, template_right));
  TRY(from, settings::moment_of(request.from, context));
  const auto before = template_in_force(books, request.kind, from.value_or(context.now));
  MUST(admit_request(request, before));
  SlipTemplate row;
  row.why_alone = people::why_alone(books);
  TRY(second, settings::agreed_by_two(books, row.why_alone, {template_right, content_of(request, before, from, context), request.approval}, context));
  TRY(in_force, settings::moment_alone(from, row.why_alone, context));
  row.number = books::next_number<SlipTemplate>(books);
  row.kind = request.kind;
  row.lines = request.lines;
  row.in_force = in_force;
  return settings::agreed(std::move(row), second, request.reason, context);
}

Result<books::Decision<SlipTemplate>> withdraw_template(const books::Reader& books, const TemplateWithdrawal& request, const people::Context& context) {
  MUST(people::require_for_whole_utility(context.who, template_right));
  auto row = books.find<SlipTemplate>(request.number);
  if (!row) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", fmt::format("slip template {}", request.number)}});
  MUST(settings::may_be_withdrawn({row->number, row->state, row->in_force}, template_right, request.reason, context));
  people::Proposal content(people::Proposed::withdraw_slip_template);
  content.number(Part::number, row->number).word(Part::slip, "slip_kind", word_of(row->kind)).time(Part::from, context.zone.local(row->in_force));
  TRY(second, settings::agreed_by_two(books, people::why_alone(books), {template_right, content, request.approval}, context));
  return settings::withdrawn(*std::move(row), second, request.reason, context);
}

std::vector<SlipTemplate> history_of(const books::Reader& books, SlipKind kind, std::size_t most) { return books.newest(SlipTemplate::of_kind, most, kind); }

}  // namespace kwota::receipt
