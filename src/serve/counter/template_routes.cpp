// How slips are laid out: what counts and what is coming, each layout drawn on both papers in all languages before it counts, a change and its withdrawal by two.
#include "books/lookup.h"
#include "sell/receipt/sample.h"
#include "sell/receipt/template_change.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/seen.h"
#include "serve/counter/slip_paper.h"
#include "serve/desk/agreement.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;
using books::SlipTemplate;
using receipt::SlipFact;
using receipt::SlipKind;
using receipt::SlipLine;
using receipt::SlipLines;

constexpr std::size_t templates_shown = 100;

array lines_view(const SlipLines& lines) {
  array out;
  for (const auto& line : lines) {
    object row{{"fact", word_of(line.fact)}, {"when", word_of(line.when)}, {"align", word_of(line.align)}, {"emphasis", word_of(line.emphasis)}};
    if (line.fact == SlipFact::own_text) row.insert({{"text_en", line.text_en}, {"text_zh", line.text_zh}, {"text_ru", line.text_ru}});
    out.push_back(std::move(row));
  }
  return out;
}

object template_view(const books::Reader& books, const SlipTemplate& row, const std::optional<SlipTemplate>& counts, Instant now) {
  object out{{"number", row.number}, {"kind", word_of(row.kind)}, {"in_force", time_text(row.in_force)}, {"lines", lines_view(row.lines)}};
  show_agreement(books, row, agreement_state(row, counts, now), out);
  return out;
}

/// What counts and what is coming: who asks for another layout has seen both.
std::string layout_version(const books::Reader& books, SlipKind kind, Instant now) {
  std::vector<SlipTemplate> rows;
  if (const auto counts = receipt::template_in_force(books, kind, now)) rows.push_back(*counts);
  for (const auto& row : books.select(SlipTemplate::agreed_rows, kind))
    if (row.in_force > now) rows.push_back(row);
  return version_of(rows);
}

object kind_view(const books::Reader& books, SlipKind kind, Instant now) {
  const auto counts = receipt::template_in_force(books, kind, now);
  array coming;
  for (const auto& row : books.select(SlipTemplate::agreed_rows, kind))
    if (row.in_force > now) coming.push_back(object{{"number", row.number}, {"in_force", time_text(row.in_force)}});
  return {{"kind", word_of(kind)},
          {"number", counts ? value(counts->number) : value(nullptr)},
          {"since", counts ? value(time_text(counts->in_force)) : value(nullptr)},
          {"lines", lines_view(receipt::lines_in_force(books, kind, now))},
          {"coming", std::move(coming)},
          {"version", layout_version(books, kind, now)}};
}

/// What may be put onto such a slip, in the order in which it stands there as delivered.
array facts_view(SlipKind kind) {
  array out;
  const auto add = [&](SlipFact fact) { out.push_back(object{{"fact", word_of(fact)}, {"form", word_of(receipt::form_of(fact))}, {"stays", receipt::must_stay(kind, fact)}}); };
  for (const auto fact : {SlipFact::own_text, SlipFact::rule}) add(fact);
  for (const auto& line : receipt::builtin_lines(kind))
    if (line.fact != SlipFact::rule) add(line.fact);
  return out;
}

Result<SlipKind> kind_asked(const Call& call) {
  const auto& word = call.path.at("kind");
  if (const auto kind = parse_word<SlipKind>(word)) return *kind;
  return error(Fault::request, "slip_kind_unknown", "There are no such slips; nothing was changed.", {{"kind", word}});
}

/// The description of the API lets no other words through.
template <class E>
E word_or(const Asked& asked, std::string_view name, E usual) { return parse_word<E>(asked.text(name)).value_or(usual); }

Result<SlipLine> line_in(const Asked& asked, const std::string& line) {
  const auto fact = parse_word<SlipFact>(asked.text("fact"));
  if (!fact) return error(Fault::request, "slip_fact_unknown", "Slips of this kind do not have this; nothing was changed.", {{"line", line}, {"fact", asked.text("fact")}});
  return SlipLine{*fact, word_or(asked, "when", receipt::SlipCondition::always), word_or(asked, "align", receipt::SlipAlign::left),
                  word_or(asked, "emphasis", receipt::SlipEmphasis::plain), asked.text("text_en"), asked.text("text_zh"), asked.text("text_ru")};
}

Result<SlipLines> lines_asked(const Call& call) {
  SlipLines out;
  for (const auto& one : Asked(call.body).objects("lines")) {
    TRY(line, line_in(one, std::to_string(out.size() + 1)));
    out.push_back(std::move(line));
  }
  return out;
}

void all_templates(ServerParts& server, const CallPtr& call) {
  const auto now = server.clock.now();
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    array kinds;
    for (const auto word : words_of(SlipKind{})) kinds.push_back(kind_view(books, *parse_word<SlipKind>(word), now));
    return object{{"kinds", std::move(kinds)}};
  }));
}

/// With everything that may be put onto it, and its history.
object whole_kind(const books::Reader& books, SlipKind kind, Instant now) {
  auto out = kind_view(books, kind, now);
  out["as_delivered"] = lines_view(receipt::builtin_lines(kind));
  out["facts"] = facts_view(kind);
  out["most"] = receipt::slip_lines_most;
  array conditions, history;
  for (const auto condition : receipt::conditions_of(kind)) conditions.push_back(value(word_of(condition)));
  out["conditions"] = std::move(conditions);
  const auto counts = receipt::template_in_force(books, kind, now);
  for (const auto& row : receipt::history_of(books, kind, templates_shown)) history.push_back(template_view(books, row, counts, now));
  out["history"] = std::move(history);
  return out;
}

Result<object> whole_now(ServerParts& server, SlipKind kind) {
  const auto now = server.clock.now();
  return server.books.read([&](const books::Reader& books) -> Result<object> { return whole_kind(books, kind, now); });
}

void one_template(ServerParts& server, const CallPtr& call) {
  const auto kind = kind_asked(*call);
  if (!kind) return call->refuse(kind.error());
  call->answer(whole_now(server, *kind));
}

/// With which names a sample is drawn: two of the schemes that this program sells by.
receipt::SampleNames names_of(const ServerParts& server, const books::Utility& utility) {
  const auto& rows = server.schemes.rows();
  return {.utility = utility.name, .from_scheme = std::string(rows.front()->name), .to_scheme = std::string(rows.back()->name)};
}

struct Preview {
  SlipKind kind;
  SlipLines lines;
  bool reprint = false;
};

/// On both papers.
Result<array> drawn(const ServerParts& server, const books::Reader& books, const Preview& preview, const std::string& language, const people::Context& context) {
  const auto utility = books::utility_of(books);
  receipt::Print print{.style = style_of(utility, context.zone, language), .signature = "0000-0000-00", .qr = {}, .reprint = preview.reprint ? 1 : 0,
                       .reprinted_by = context.who.name, .reprinted = context.now};
  print.style.sample = true;
  const auto names = names_of(server, utility);
  const auto own_text = [&](const std::string& place) {
    if (!books::is_receipt(preview.kind)) return slip_text(books, place + "." + std::string(word_of(preview.kind)), language);
    return receipt_text(books, place, receipt::sample_booking(preview.kind, names, print.style, context.now).kind, language);
  };
  print.head = own_text("head");
  print.foot = own_text("foot");
  print.lines = [&preview](SlipKind) { return preview.lines; };
  TRY(slip, receipt::sample_slip(preview.kind, names, print, context.now));
  array out;
  for (const int columns : {wide_columns, narrow_columns}) out.push_back(object{{"language", language}, {"width", columns}, {"text", receipt::to_text(slip, columns)}});
  return out;
}

void preview_template(ServerParts& server, const CallPtr& call) {
  const auto kind = kind_asked(*call);
  if (!kind) return call->refuse(kind.error());
  auto lines = lines_asked(*call);
  if (!lines) return call->refuse(lines.error());
  const Preview preview{*kind, std::move(*lines), Asked(call->body).flag("reprint")};
  const auto context = context_of(server, *call);
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    MUST(receipt::admit_lines(preview.kind, preview.lines));
    array slips;
    for (const auto& language : languages()) {
      TRY(papers, drawn(server, books, preview, language, context));
      for (auto& paper : papers) slips.push_back(std::move(paper));
    }
    return object{{"slips", std::move(slips)}};
  }));
}

value changed(ServerParts& server, const SlipTemplate& row) {
  server.events.publish("settings", object{{"name", "slip_template"}});
  const auto now = server.clock.now();
  const auto view = server.books.read([&](const books::Reader& books) -> Result<object> {
    return template_view(books, row, receipt::template_in_force(books, row.kind, now), now);
  });
  return view.ok() ? value(*view) : value(object{{"number", row.number}});
}

void change_one(ServerParts& server, const CallPtr& call) {
  const auto kind = kind_asked(*call);
  if (!kind) return call->refuse(kind.error());
  auto lines = lines_asked(*call);
  if (!lines) return call->refuse(lines.error());
  const Asked body(call->body);
  const auto seen = body.required("version");
  if (!seen) return call->refuse(seen.error());
  const receipt::TemplateRequest request{.kind = *kind, .lines = std::move(*lines), .from = body.text("from"), .reason = body.text("reason"), .approval = body.number("approval")};
  const auto context = context_of(server, *call);
  show_beside_conflict(*call, [&server, kind = *kind] { return whole_now(server, kind); });
  decide(
      server, call, receipt::template_right,
      [request, context, seen = *seen](const books::Reader& books) -> Result<books::Decision<SlipTemplate>> {
        if (seen != layout_version(books, request.kind, context.now)) return version_conflict("slip_template/" + std::string(word_of(request.kind)));
        return receipt::change_template(books, request, context);
      },
      [&server](const SlipTemplate& row) { return changed(server, row); });
}

void withdraw_one(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const Asked body(call->body);
  const receipt::TemplateWithdrawal request{.number = path_number(*call, "number"), .reason = body.text("reason"), .approval = body.number("approval")};
  decide(
      server, call, receipt::template_right, [request, context](const books::Reader& books) { return receipt::withdraw_template(books, request, context); },
      [&server](const SlipTemplate& row) { return changed(server, row); });
}

}  // namespace

void add_template_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/slip-templates", "settings_read", all_templates);
  on("GET", "/slip-templates/{kind}", "settings_read", one_template);
  on("POST", "/slip-templates/{kind}/preview", "settings_read", preview_template);
  on("POST", "/slip-templates/{kind}", "settings_write", change_one);
  on("POST", "/slip-templates/{number}/withdraw", "settings_write", withdraw_one);
}

}  // namespace kwota::serve
