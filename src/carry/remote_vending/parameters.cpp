#include "carry/remote_vending/parameters.h"

#include <algorithm>

#include "carry/dlt645/settable.h"
#include "carry/remote_vending/refusal.h"
#include "models/all.h"

namespace kwota::dlt645 {

using dialogue::attempt;
using dialogue::ok;

namespace {

using devices::Parameter;
using devices::Values;

Error refusal(std::string_view code, std::string what, const Parameter& row, const std::string& reason = {}) {
  Details details{{"item", std::string{row.name}}};
  if (!reason.empty()) details["reason"] = reason;
  return error(Fault::meter, std::string{code}, std::move(what), std::move(details)).trying(Again::never);
}

/// Nothing: the meter has it not, or no value of it.
Dialogue<std::optional<std::int64_t>> read_number(Address address, const Parameter* row) {
  const auto bytes = co_await attempt(read_bytes(address, identifier_of(*row)));
  if (!bytes.ok() && is_refusal_of_item(bytes.error())) co_return std::optional<std::int64_t>{};
  if (!bytes.ok()) co_return bytes.error();
  co_return bytes->size() == item_of(*row).bytes ? number_in(item_of(*row), *bytes) : std::nullopt;
}

Dialogue<Values> read_numbers(Address address, std::vector<const Parameter*> rows) {
  Values out;
  for (const auto* row : rows) {
    const auto number = co_await read_number(address, row);
    if (number) out[std::string{row->name}] = *number;
  }
  co_return out;
}

/// Rows of the order; without any: all that the model has.
std::vector<const Parameter*> rows_of(const ParameterOrder& order) {
  std::vector<const Parameter*> out;
  const auto& facts = models::facts_of(order.model);
  for (const auto& row : devices::parameters())
    if (order.set.empty() ? devices::has(facts, row.name) : order.set.contains(row.name)) out.push_back(&row);
  return out;
}

std::vector<ParameterHeld> held_of(const std::vector<const Parameter*>& rows, const Values& has) {
  std::vector<ParameterHeld> out;
  for (const auto* row : rows) {
    ParameterHeld one;
    one.row = row;
    if (const auto number = has.find(row->name); number != has.end()) one.text = devices::text_of(*row, number->second);
    out.push_back(std::move(one));
  }
  return out;
}

using Refusals = std::map<std::string, Error, std::less<>>;

/// Each under the seal. A meter that refuses one of them takes the others.
Dialogue<Refusals> write_all(Station station, Random1 random1, std::vector<devices::Write> writes) {
  Refusals refused;
  const auto session = co_await authenticate(station, random1);
  for (const auto& write : writes) {
    const auto& row = *write.parameter;
    const auto written = co_await attempt(write_in(station, session, identifier_of(row), *bytes_of(item_of(row), write.value)));
    if (written.ok()) continue;
    const bool about_who_asks = written.error().again == Again::if_authorised;
    if (about_who_asks || !is_refusal_of_item(written.error())) co_return written.error();
    refused.insert_or_assign(std::string{row.name}, written.error());
  }
  co_return refused;
}

void judge(ParameterHeld& one, const Values& wanted, const Values& now, const Refusals& refused) {
  const auto want = wanted.find(one.row->name);
  if (want == wanted.end()) return;
  const auto has = now.find(one.row->name);
  const auto no = refused.find(one.row->name);
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
  order.set = co_await ok(devices::checked(order.model, models::facts_of(order.model), order.set));
  const auto rows = rows_of(order);
  const auto before = co_await read_numbers(order.station.address, rows);
  const auto wanted = devices::values_of(order.set);
  auto possible = wanted;
  std::erase_if(possible, [&](const auto& one) { return !before.contains(one.first); });
  const auto writes = devices::writes_of(possible, before);
  if (writes.empty()) {
    auto held = held_of(rows, before);
    for (auto& one : held) judge(one, wanted, before, {});
    co_return held;
  }
  const auto refused = co_await write_all(order.station, order.random1, writes);
  const auto after = co_await read_numbers(order.station.address, rows);
  auto held = held_of(rows, after);
  for (auto& one : held) {
    one.written = std::ranges::any_of(writes, [&](const devices::Write& write) { return write.parameter == one.row; });
    judge(one, wanted, after, refused);
  }
  co_return held;
}

}  // namespace kwota::dlt645
