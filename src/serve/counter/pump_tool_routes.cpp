// Tool cards of a pump crew at the card desk: what one would do is shown before anybody asks for it; then a second person agrees, and the card on the
// reader is written. Out of the token that the counter seals with: a PSAM and a load SAM have no maintenance key that seals an order.
#include "sell/customer/change.h"
#include "serve/counter/pump_tool_routes.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "serve/api/asked.h"
#include "serve/desk/card_desk.h"
#include "serve/desk/till_reader.h"
#include "serve/words/words.h"
#include "work/counter_vault/counter_vault.h"
#include "work/handheld_office/collect_card.h"
#include "work/teller/key_policy.h"
#include "work/teller/pump_tools.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using counter::PumpTool;

Result<counter::PumpToolRequest> request_in(const Asked& asked) {
  counter::PumpToolRequest request;
  const auto tool = parse_word<PumpTool>(asked.text("tool"));
  if (!tool) return error(Fault::request, "unknown_kind", "There is no such tool card.", {{"kind", asked.text("tool")}});
  request.tool = *tool;
  if (asked.has("days")) request.days = static_cast<int>(std::clamp<std::int64_t>(asked.number("days"), 0, counter::pump_tool_days_max + 1));
  if (asked.has("meter")) {
    TRY(meter, parse_meter_number(asked.text("meter")));
    request.meter = meter;
  }
  if (asked.has("at")) {
    TRY(at, parse_local(asked.text("at")));
    request.at = at;
  }
  request.watering = asked.number("watering");
  request.after_edition = asked.number("after_edition");
  request.seconds = asked.number("seconds");
  for (const auto& one : asked.objects("parameters")) request.parameters.push_back({one.number("number"), one.number("value")});
  request.set = asked.number("set");
  if (asked.has("basis")) request.basis = basis_numbered(asked.number("basis"));
  for (const auto& one : asked.objects("prices")) request.prices.push_back({one.number("rate"), one.number("price_e4")});
  for (const auto& one : asked.objects("periods")) request.periods.push_back({one.number("hour"), one.number("minute"), one.number("rate")});
  return request;
}

std::string parameters_said(const std::string& language, const counter::PumpToolRequest& asked) {
  std::vector<std::string> out;
  for (const auto& one : asked.parameters)  // whose numbers were judged
    out.push_back(fmt::format("{} = {}", say(language, fmt::format("pump_tool.parameter.{}", word_of(static_cast<PumpParameter>(one.number - 1)))), one.value));
  return fmt::format("{}", fmt::join(out, "; "));
}

std::string prices_said(const std::string& language, const counter::PumpToolRequest& asked) {
  std::vector<std::string> out;
  for (const auto& one : asked.prices) {
    const auto price = format_decimal(one.e4, 4);
    if (one.rate <= pump_rate::last_of_energy) out.push_back(fmt::format("{} {}", say(language, "pump_tool.rate_number", {{"rate", fmt::format("{}", one.rate)}}), price));
    else out.push_back(fmt::format("{} {}", price, say(language, asked.basis == ChargeBasis::time ? "proposal.basis.2" : "proposal.basis.3")));
  }
  return fmt::format("{}", fmt::join(out, "; "));
}

/// What the card will do, in the reader's language.
std::string said(const std::string& language, const counter::PumpToolContent& content) {
  const auto& asked = content.asked;
  Details details{{"last_day", format_date(content.last_day)},
                  {"meter", asked.meter ? to_text(*asked.meter) : ""},
                  {"well", content.well},
                  {"number", fmt::format("{}", asked.watering)},
                  {"card", to_text(content.card)},
                  {"edition", fmt::format("{}", content.edition)},
                  {"cards", fmt::format("{}", content.cards.size())},
                  {"seconds", fmt::format("{}", asked.seconds)},
                  {"terminal", content.terminal},
                  {"area", content.area},
                  {"set", fmt::format("{}", asked.set)},
                  {"count", fmt::format("{}", asked.parameters.size())},
                  {"values", parameters_said(language, asked)},
                  {"prices", prices_said(language, asked)},
                  {"at", asked.at ? format_local(*asked.at).substr(0, 16) : ""}};
  return say(language, fmt::format("pump_tool.{}", word_of(asked.tool)), details);
}

object shown(const std::string& language, const counter::PumpToolContent& content) {
  array cards;
  for (const auto& card : content.cards) cards.emplace_back(to_text(card));
  return {{"tool", word_of(content.asked.tool)}, {"says", said(language, content)}, {"last_day", format_date(content.last_day)}, {"cards", std::move(cards)}};
}

void preview(ServerParts& server, const CallPtr& call) {
  const auto request = request_in(Asked(call->body));
  if (!request) return call->refuse(request.error());
  const auto context = context_of(server, *call);
  const auto content = server.books.read([&](const books::Reader& books) { return counter::pump_tool_content(books, *request, context); });
  if (!content) return call->refuse(content.error());
  call->answer(shown(call->language, *content));
}

/// The order is on the card; and the card in the register, so that nobody takes it for a lost one.
Result<void> register_card(ServerParts& server, const Call& call, const CardSerial& serial, std::int64_t order, const people::Context& context) {
  const auto put = server.books.run(actor_of(call, "tool_cards"), [&](const books::Reader& books) -> Result<books::Decision<books::ToolOrder>> {
    TRY(written, counter::pump_tool_written(books, order, context));
    TRY(card, customer::put_tool_card(serial, teller::pump_tool_product(), books::CardKind::preset, context.now));
    written.changes.join(std::move(card.changes));
    return written;
  });
  if (!put) return put.error();
  return {};
}

void write_card(ServerParts& server, const CallPtr& call, teller::CardOnReader& card, const teller::Inspection& look) {
  if (const auto may = teller::may_carry_pump_tool(look); !may) return call->refuse(may.error());
  const Asked asked(call->body);
  const auto request = request_in(asked);
  if (!request) return call->refuse(request.error());
  const auto& serial = look.recognition.serial;
  const auto context = context_of(server, *call);
  const counter::PumpToolBooking booking{server.vault.name(), asked.text("reason"), serial, asked.number("approval")};
  const auto permitted = server.books.run(actor_of(*call, "tool_cards"),
                                          [&](const books::Reader& books) { return counter::permit_pump_tool(books, *request, booking, context); });
  if (!permitted) return refuse_or_ask(server, call, permitted.error());
  const auto version = server.books.read(
      [&](const books::Reader& books) -> Result<std::uint8_t> { return teller::version_for_tool(books, std::nullopt, context.today()); });
  const teller::ToolBench bench{card, serial, server.vault, *server.desk.teller().families().maker_of(teller::pump_tool_product()), version.ok() ? *version : books::KeyNumber::first};
  if (const auto written = teller::write_pump_tool(bench, *permitted); !written) return call->refuse(written.error());
  if (const auto kept = register_card(server, *call, serial, permitted->number, context); !kept) return call->refuse(kept.error());
  auto answer = shown(call->language, permitted->content);
  answer["number"] = permitted->number;
  answer["serial"] = to_text(serial);
  answer["approved_by"] = permitted->approved_by;
  call->answer(answer);
}

Error needs_token() {
  return error(Fault::request, "pump_tool_needs_token",
               "This counter seals with a card: a PSAM and a load SAM hold no key that seals a pump's orders. Nothing was written. Write it at a counter with a token.");
}

void issue(ServerParts& server, const CallPtr& call) {
  if (server.counter->kind() != seal::SealsWith::token) return call->refuse(needs_token());
  submit_card_work(server, call,
                   [&server, call](teller::CardOnReader& card, const teller::Inspection& look) { write_card(server, call, card, look); });
}

/// Command and answer in words.
object shown(const std::string& language, const handheld_office::ToolSaid& said) {
  constexpr int first_command = 21;
  const auto tool = said.command == 0 ? std::string{} : std::string(word_of(static_cast<PumpTool>(said.command - first_command)));
  return {{"tool", tool}, {"order", said.order}, {"answer", static_cast<int>(said.answer)},
          {"says", say(language, fmt::format("pump_tool.answer.{}", static_cast<int>(said.answer)))}, {"at", said.at ? format_local(*said.at) : ""}};
}

void take_in(ServerParts& server, const CallPtr& call, teller::CardOnReader& card, const teller::Inspection& look) {
  if (const auto is = teller::must_be_pump_tool(look); !is) return call->refuse(is.error());
  const auto context = context_of(server, *call);
  const auto& serial = look.recognition.serial;
  auto rows = teller::read_pump_answer(card);
  if (!rows) return call->refuse(rows.error());
  const auto taken = handheld_office::take_in_collect_card(server.books, server.vault, {serial, std::move(*rows)}, context);
  if (!taken) return call->refuse(taken.error());
  const auto version = server.books.read(
      [&](const books::Reader& books) -> Result<std::uint8_t> { return teller::version_for_tool(books, std::nullopt, context.today()); });
  const teller::ToolBench bench{card, serial, server.vault, *server.desk.teller().families().maker_of(teller::pump_tool_product()), version.ok() ? *version : books::KeyNumber::first};
  if (const auto emptied = teller::empty_pump_answer(bench); !emptied) return call->refuse(emptied.error());
  array said;
  for (const auto& one : taken->said) said.emplace_back(shown(call->language, one));
  const auto& row = taken->hand_over;
  call->answer(object{{"hand_over", row.number}, {"meter", to_text(taken->meter)}, {"usage", row.usage}, {"fresh", row.fresh}, {"known", row.known},
                      {"unreadable", row.unreadable}, {"proven", row.proven}, {"unproven", row.unproven}, {"open", row.open}, {"answers", std::move(said)}});
}

void take_in_card(ServerParts& server, const CallPtr& call) {
  if (server.counter->kind() != seal::SealsWith::token) return call->refuse(needs_token());
  submit_card_work(server, call,
                   [&server, call](teller::CardOnReader& card, const teller::Inspection& look) { take_in(server, call, card, look); });
}

}  // namespace

void add_pump_tool_routes(Router& router, ServerParts& server) {
  router.add({"POST", "/pump-tools/preview", "tool_cards", [&server](const CallPtr& call) { preview(server, call); }});
  router.add({"POST", "/pump-tools/take-in", "handheld_import", [&server](const CallPtr& call) { take_in_card(server, call); }});
  router.add({"POST", "/pump-tools", "tool_cards", [&server](const CallPtr& call) { issue(server, call); }});
}

}  // namespace kwota::serve
