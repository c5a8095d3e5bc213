#include "sell/remote/command_content.h"

#include <boost/json.hpp>

namespace kwota::remote {
namespace {

namespace json = boost::json;
using books::MeterCommand;

constexpr std::string_view moved_to = "moved_to", to_card = "card";
constexpr std::string_view relay_order = "order", relay_minutes = "minutes";
constexpr std::string_view settlement_day = "day", settlement_hour = "hour";
constexpr std::string_view confirmed = "confirmed", edition = "edition", parameters = "set";

/// One that is damaged says nothing.
json::object content_of(const MeterCommand& command) {
  json::error_code bad;
  const auto content = json::parse(command.content, bad);
  return bad || !content.is_object() ? json::object{} : content.get_object();
}

std::optional<std::int64_t> number_in(const json::object& content, std::string_view name) {
  const auto* value = content.if_contains(name);
  return value != nullptr && value->is_int64() ? std::optional{value->get_int64()} : std::nullopt;
}

}  // namespace

void bring_by(MeterCommand& credit, BroughtBy carrier) {
  credit.content = json::serialize(carrier == BroughtBy::card ? json::object{{moved_to, to_card}} : json::object{});
}

BroughtBy brought_by(const MeterCommand& credit) { return content_of(credit).contains(moved_to) ? BroughtBy::card : BroughtBy::line; }

std::string to_text(const RelayContent& relay) { return json::serialize(json::object{{relay_order, word_of(relay.order)}, {relay_minutes, relay.minutes}}); }

std::optional<devices::RelayOrder> relay_order_of(const MeterCommand& command) {
  const auto content = content_of(command);
  const auto* name = content.if_contains(relay_order);
  return name != nullptr && name->is_string() ? parse_word<devices::RelayOrder>(name->get_string()) : std::nullopt;
}

std::string_view relay_order_text(const MeterCommand& command) {
  const auto order = relay_order_of(command);
  return order ? word_of(*order) : std::string_view{};
}

std::string to_text(const Settlement& settlement) { return json::serialize(json::object{{settlement_day, settlement.day}, {settlement_hour, settlement.hour}}); }

std::optional<Settlement> settlement_of(const MeterCommand& command) {
  const auto content = content_of(command);
  const auto day = number_in(content, settlement_day), hour = number_in(content, settlement_hour);
  return day && hour ? std::optional{Settlement{*day, *hour}} : std::nullopt;
}

void confirm(MeterCommand& clock) { clock.content = json::serialize(json::object{{confirmed, true}}); }

bool is_confirmed(const MeterCommand& command) {
  const auto content = content_of(command);
  const auto* said = content.if_contains(confirmed);
  return said != nullptr && said->is_bool() && said->get_bool();
}

void list_up_to(MeterCommand& list, std::int64_t newest) { list.content = json::serialize(json::object{{edition, newest}}); }

std::int64_t edition_of(const MeterCommand& list) { return number_in(content_of(list), edition).value_or(0); }

void set_parameters(MeterCommand& command, const devices::Settings& set) {
  json::object texts;
  for (const auto& [name, text] : set) texts[name] = text;
  command.content = json::serialize(json::object{{parameters, std::move(texts)}});
}

devices::Settings set_of(const MeterCommand& command) {
  devices::Settings out;
  const auto content = content_of(command);
  const auto* set = content.if_contains(parameters);
  if (set == nullptr || !set->is_object()) return out;
  for (const auto& [name, text] : set->get_object())
    if (text.is_string()) out.emplace(std::string{name}, std::string{text.get_string()});
  return out;
}

}  // namespace kwota::remote
