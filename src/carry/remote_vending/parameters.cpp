#include "carry/remote_vending/parameters.h"

#include <algorithm>

namespace kwota::dlt645 {

using dialogue::attempt;
using dialogue::ok;

namespace {

using Numbers = std::map<std::uint32_t, std::int64_t>;

Identifier identifier_of(const Settable& row) { return {Edition::y2007, row.item}; }

Error refusal(std::string_view code, std::string what, const Settable& row, const std::string& reason = {}) {
  Details details{{"item", std::string{name_of(row)}}};
  if (!reason.empty()) details["reason"] = reason;
  return error(Fault::meter, std::string{code}, std::move(what), std::move(details));
}

/// A refusal that is not about this item but about who asks.
bool is_about_the_seal(const Error& error) {
  const auto reason = error.details.find("reason");
  return reason != error.details.end() && reason->second.find("authorisation") != std::string::npos;
}

/// Nothing: the meter has it not, or no value of it.
Dialogue<std::optional<std::int64_t>> read_number(Address address, const Settable* row) {
  const auto bytes = co_await attempt(read_bytes(address, identifier_of(*row)));
  if (!bytes.ok() && bytes.error().code == "meter_refused") co_return std::optional<std::int64_t>{};
  if (!bytes.ok()) co_return bytes.error();
  co_return bytes->size() == item_of(*row).bytes ? number_in(item_of(*row), *bytes) : std::nullopt;
}

Dialogue<Numbers> read_numbers(Address address, std::vector<const Settable*> rows) {
  Numbers out;
  for (const auto* row : rows) {
    const auto number = co_await read_number(address, row);
    if (number) out[row->item] = *number;
  }
  co_return out;
}

/// Rows of the order; without any: all that the model has.
std::vector<const Settable*> rows_of(const ParameterOrder& order) {
  std::vector<const Settable*> out;
  for (const auto& row : settables())
    if (order.set.empty() ? has(order.model, row) : order.set.contains(name_of(row))) out.push_back(&row);
  return out;
}

Numbers numbers_of(const SettableTexts& texts) {
  Numbers out;
  for (const auto& [name, text] : texts) {
    const auto* row = settable(name);
    out[row->item] = *number_in(item_of(*row), *write_value(item_of(*row), text));
  }
  return out;
}

std::vector<ParameterHeld> held_of(const std::vector<const Settable*>& rows, const Numbers& has) {
  std::vector<ParameterHeld> out;
  for (const auto* row : rows) {
    ParameterHeld one;
    one.row = row;
    if (const auto number = has.find(row->item); number != has.end())
      one.text = read_value(item_of(*row), *bytes_of(item_of(*row), number->second))->text();
    out.push_back(std::move(one));
  }
  return out;
}

using Refusals = std::map<std::uint32_t, Error>;

/// Each under the seal. A meter that refuses one of them takes the others.
Dialogue<Refusals> write_all(Station station, Random1 random1, std::vector<SettableWrite> writes) {
  Refusals refused;
  const auto session = co_await authenticate(station, random1);
  for (const auto& write : writes) {
    const auto written = co_await attempt(write_in(station, session, identifier_of(*write.row), write.value));
    if (written.ok()) continue;
    const bool about_the_item = written.error().code == "meter_refused" && !is_about_the_seal(written.error());
    if (!about_the_item) co_return written.error();
    refused.insert_or_assign(write.row->item, written.error());
  }
  co_return refused;
}

void judge(ParameterHeld& one, const Numbers& wanted, const Numbers& now, const Refusals& refused) {
  const auto want = wanted.find(one.row->item);
  if (want == wanted.end()) return;
  const auto has = now.find(one.row->item);
  const auto no = refused.find(one.row->item);
  if (has == now.end()) {
    one.refused = refusal("parameter_absent", "The meter has no such parameter. The others were told to it.", *one.row);
  } else if (has->second == want->second) {
    return;
  } else if (no != refused.end()) {
    const auto reason = no->second.details.find("reason");
    one.refused = refusal("parameter_refused", "The meter refused this value and kept its own. The others were told to it.",
                          *one.row, reason == no->second.details.end() ? std::string{} : reason->second);
  } else {
    one.refused = refusal("not_written", "The meter agreed and says another value; look at it before you go on.", *one.row);
  }
}

}  // namespace

Dialogue<std::vector<ParameterHeld>> settle_parameters(ParameterOrder order) {
  order.set = co_await ok(checked(order.model, order.set));
  const auto rows = rows_of(order);
  const auto before = co_await read_numbers(order.station.address, rows);
  auto wanted = numbers_of(order.set);
  auto possible = wanted;
  std::erase_if(possible, [&](const auto& one) { return !before.contains(one.first); });
  const auto writes = writes_of(possible, before);
  if (writes.empty()) {
    auto held = held_of(rows, before);
    for (auto& one : held) judge(one, wanted, before, {});
    co_return held;
  }
  const auto refused = co_await write_all(order.station, order.random1, writes);
  const auto after = co_await read_numbers(order.station.address, rows);
  auto held = held_of(rows, after);
  for (auto& one : held) {
    one.written = std::ranges::any_of(writes, [&](const SettableWrite& write) { return write.row == one.row; });
    judge(one, wanted, after, refused);
  }
  co_return held;
}

}  // namespace kwota::dlt645
