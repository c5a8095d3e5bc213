#include "serve/office/outlet_view.h"

#include "sell/settings/in_force.h"
#include "serve/api/called.h"

namespace kwota::serve {

using boost::json::array;
using boost::json::object;

object outlet_view(const books::Reader& books, const Shown& shown, const books::Outlet& outlet, const people::Context& context) {
  const auto day = settings::business_day(books, context.now, context.zone);
  const auto today = outlets::day_of(books, outlet.code, day);
  const Money sold = today.sold - today.given_back;
  return {{"code", outlet.code},
          {"station", outlet.station},
          {"name", outlet.name},
          {"contact", outlet.contact},
          {"state", word_of(outlet.state)},
          {"float", shown.money(outlets::in_float(books, outlet.code))},
          {"credit_limit", shown.money(outlet.credit_limit)},
          {"available", shown.money(outlets::available(books, outlet))},
          {"sale_limit", outlet.sale_limit.is_zero() ? boost::json::value(nullptr) : shown.money(std::optional(outlet.sale_limit))},
          {"day_limit", outlet.day_limit.is_zero() ? boost::json::value(nullptr) : shown.money(std::optional(outlet.day_limit))},
          {"business_day", day},
          {"sold_today", shown.money(sold)},
          {"sales_today", today.sales},
          {"commission_owed", shown.money(outlets::owed_to(books, outlet.code))},
          {"per_mille", outlets::per_mille_on(books, outlet.code, day)},
          {"opened", time_text(outlet.opened)},
          {"last_sale", time_text(outlet.last_sale)}};
}

namespace {

object outlet_day_figures(const Shown& shown, const books::OutletDay& day) {
  return {{"topped_up", shown.money(day.topped_up)},   {"withdrawn", shown.money(day.withdrawn)}, {"sales", day.sales},
          {"sold", shown.money(day.sold)},             {"back", day.back},                        {"given_back", shown.money(day.given_back)},
          {"netted", shown.money(day.netted)},         {"earned", shown.money(day.earned)},       {"settled", shown.money(day.paid)},
          {"first_receipt", day.first_receipt},        {"last_receipt", day.last_receipt}};
}

}  // namespace

object move_view(const Shown& shown, const books::OutletMove& row) {
  return {{"number", row.number},       {"kind", word_of(row.kind)},   {"money", word_of(row.money)},         {"amount", shown.money(row.amount)},
          {"reference", row.reference}, {"remark", row.remark},        {"time", time_text(row.time)},         {"business_day", row.business_day},
          {"operator", row.operator_name}, {"approved_by", row.approved_by}};
}

object commission_view(const books::Reader& books, const books::OutletCommission& row) {
  object out{{"number", row.number}, {"from", row.from},         {"per_mille", row.per_mille},     {"reason", row.reason},
             {"asked_by", row.asked_by}, {"approved_by", row.approved_by}, {"agreed", time_text(row.agreed)}};
  say_people(books, out, {"asked_by", "approved_by"});
  return out;
}

object client_view(const books::Reader& books, const books::OutletClient& row, Instant now) {
  object out{{"key", outlets::key_name(row)}, {"client", row.client},         {"name", row.name},           {"good", outlets::usable(row, now)},
          {"made", time_text(row.made)},   {"made_by", row.made_by},       {"until", time_text(row.until)}, {"revoked", time_text(row.revoked)},
          {"revoked_by", row.revoked_by},  {"reason", row.reason}};
  say_people(books, out, {"made_by", "revoked_by"});
  return out;
}

object statement_view(const Shown& shown, const outlets::Statement& statement) {
  array days, moves;
  Money running = statement.moved.opening;
  for (const auto& day : statement.moved.days) {
    auto row = outlet_day_figures(shown, day);
    row["business_day"] = day.business_day;
    row["opening"] = shown.money(running);
    running += day.moved();
    row["closing"] = shown.money(running);
    days.push_back(std::move(row));
  }
  for (const auto& move : statement.moves) moves.push_back(move_view(shown, move));
  auto out = outlet_day_figures(shown, statement.moved.sum);
  out["outlet"] = statement.outlet.code;
  out["name"] = statement.outlet.name;
  out["from"] = statement.from;
  out["to"] = statement.to;
  out["opening"] = shown.money(statement.moved.opening);
  out["closing"] = shown.money(statement.moved.closing());
  out["commission_opening"] = shown.money(statement.moved.commission_opening);
  out["commission_closing"] = shown.money(statement.moved.commission_closing());
  out["per_mille"] = statement.per_mille;
  out["days"] = std::move(days);
  out["moves"] = std::move(moves);
  return out;
}

Result<outlets::Statement> statement_asked(const books::Reader& books, const std::string& code, std::string_view from, std::string_view to, const people::Context& context) {
  const auto today = settings::business_day(books, context.now, context.zone);
  const auto begin = from.empty() ? today.substr(0, 8) + "01" : std::string(from);
  return outlets::statement(books, code, begin, to.empty() ? today : std::string(to));
}

}  // namespace kwota::serve
