#include "sell/counter/order/sent_prices.h"

#include <boost/json.hpp>

namespace kwota::counter {
namespace {

bool sent_ahead(const SentPrices& sent, const SentPrices& until, std::string_view coming_plan) {
  return sent.plan == until.plan ? sent.version > until.version : sent.plan == coming_plan;
}

}  // namespace

SentPrices sent_prices(const books::MeterCommand& command) {
  boost::json::error_code bad;
  const auto value = boost::json::parse(command.content, bad);
  if (bad || !value.is_object()) return {};
  const auto text = [&](std::string_view name) {
    const auto* found = value.get_object().if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
  };
  return {text("plan"), text("version"), text("mark")};
}

std::string to_text(const SentPrices& prices) {
  boost::json::object out{{"plan", prices.plan}, {"version", prices.version}};
  if (!prices.mark.empty()) out["mark"] = prices.mark;
  return boost::json::serialize(out);
}

std::optional<SentPrices> newest_sent_prices(const books::Reader& books, MeterNumber meter, const SentPrices& until, std::string_view coming_plan) {
  if (!books.last(books::MeterCommand::of_kind, meter, books::CommandKind::prices)) return std::nullopt;  // most meters: nobody walks through their orders
  std::optional<books::MeterCommand> newest;
  for (auto& row : books.select(books::MeterCommand::of_number, meter, SequenceNumber{})) {
    if (row.kind != books::CommandKind::prices || row.state != books::CommandStatus::done || sent_ahead(sent_prices(row), until, coming_plan)) continue;
    if (!newest || *row.settled >= *newest->settled) newest = std::move(row);
  }
  if (!newest) return std::nullopt;
  return sent_prices(*newest);
}

bool line_brings_prices(const books::Reader& books, MeterNumber meter) {
  const auto link = books.find<books::MeterLink>(meter);
  const auto sent = books.last(books::MeterCommand::of_kind, meter, books::CommandKind::prices);
  return link && link->state == books::LinkStatus::active && sent && sent->state != books::CommandStatus::refused && sent->state != books::CommandStatus::cancelled &&
         sent->state != books::CommandStatus::expired;
}

}  // namespace kwota::counter
