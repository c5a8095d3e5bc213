#include "sell/remote/parameters.h"

#include <fmt/format.h>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "sell/counter/order/command_book.h"
#include "sell/remote/link.h"

namespace kwota::remote {
namespace {

using books::MeterCommand;
using books::MeterParameter;
using devices::Settings;

/// How long a meter that nobody reaches is waited for. [K]
constexpr auto parameters_deadline = Duration::days(30);

MeterCommand command_of(std::int64_t number, MeterNumber meter, const Settings& set, const Context& context) {
  const auto deadline = context.now + parameters_deadline;
  auto row = counter::new_command(number, meter, books::CommandKind::parameters, context.who.name, context.now, deadline);
  set_parameters(row, set);
  return row;
}

MeterParameter row_of(const books::Reader& books, MeterNumber meter, const std::string& item) {
  auto row = books.find<books::MeterParameter>(meter, item).value_or(MeterParameter{});
  row.meter = meter;
  row.item = item;
  return row;
}

/// Those that are to be set, without those that are no longer wanted.
Settings texts_of(const Settings& set) {
  auto out = set;
  std::erase_if(out, [](const auto& one) { return one.second.empty(); });
  return out;
}

Result<std::string> model_of(const books::Reader& books, MeterNumber meter) {
  const auto known = books.find<books::Meter>(meter);
  if (!known)
    return error(Fault::request, "unknown_meter", "The meter is not in the books; nothing was changed.",
                 {{"meter", to_text(meter)}});
  return known->model;
}

/// Nothing: no second person is needed for it.
Result<std::optional<books::Approval>> agreed(const books::Reader& books, const ParametersRequest& request,
                                              const Context& context) {
  const auto content = worth_money(people::Part::meter, to_text(request.meter), request.set);
  if (!content) return std::optional<books::Approval>{};
  return people::second_person(books, {"meter_limits", *content, {}, {}, request.approval}, context);
}

/// No longer wanted; the meter keeps what it has.
void forget(const books::Reader& books, const ParametersRequest& request, books::Changes& changes) {
  for (const auto& [name, text] : request.set) {
    if (!text.empty() || !books.find<books::MeterParameter>(request.meter, name)) continue;
    auto row = row_of(books, request.meter, name);
    row.wanted.clear();
    changes.put.emplace_back(std::move(row));
  }
}

}  // namespace

std::optional<people::Proposal> worth_money(people::Part of_what, std::string_view whose, const Settings& set) {
  people::Proposal out(people::Proposed::meter_limits);
  out.text(of_what, whose);
  bool any = false;
  for (const auto& [name, text] : set) {
    const auto* row = devices::parameter(name);
    if (row == nullptr || !row->is_worth_money || text.empty()) continue;
    any = true;
    out.word(people::Part::parameter, "parameter", name).figure(people::Part::value, text);
  }
  return any ? std::optional(std::move(out)) : std::nullopt;
}

Result<MeterCommand> want(const books::Reader& books, std::int64_t number, MeterNumber meter, const Settings& set,
                          const Context& context, books::Changes& changes) {
  TRY(model, model_of(books, meter));
  TRY(good, devices::checked(model, context.devices.facts_of(model), set));
  auto all = good;
  for (const auto& old : books.select(books::MeterCommand::open_of, meter)) {
    if (old.kind != books::CommandKind::parameters || old.state != books::CommandStatus::queued) continue;
    const auto waits = set_of(old);
    if (waits.empty() != good.empty()) continue;  // reading everything and setting something wait beside each other
    for (const auto& one : waits) all.insert(one);
    changes.put.emplace_back(
        counter::settled(old, books::CommandStatus::cancelled, fmt::format("Command {} takes its place.", number), {}, context.now));
  }
  for (const auto& [name, text] : good) {
    auto row = row_of(books, meter, name);
    row.wanted = text;
    changes.put.emplace_back(std::move(row));
  }
  auto row = command_of(number, meter, all, context);
  changes.put.emplace_back(row);
  return row;
}

Result<books::Decision<MeterCommand>> order_parameters(const books::Reader& books, const ParametersRequest& request,
                                                       const Context& context) {
  MUST(people::require(context.who, "meter_parameters"));
  MUST(usable_link(books, request.meter));
  const auto texts = texts_of(request.set);
  TRY(model, model_of(books, request.meter));
  TRY(good, devices::checked(model, context.devices.facts_of(model), texts));
  TRY(approval, agreed(books, request, context));
  books::Decision<MeterCommand> out;
  forget(books, request, out.changes);
  if (!texts.empty() || request.set.empty()) {
    TRY(row, want(books, books::next_number<books::MeterCommand>(books), request.meter, good, context, out.changes));
    if (approval) {
      row.approved_by = approval->decided_by;
      out.changes.put.back() = row;
    }
    out.answer = std::move(row);
  }
  if (approval) out.changes.put.emplace_back(*approval);
  return out;
}

std::optional<MeterCommand> command_to_send(const books::Reader& books, MeterCommand command) {
  auto set = set_of(command);
  if (set.empty()) return command;
  for (auto& [name, text] : set) {
    const auto row = books.find<books::MeterParameter>(command.meter, name);
    text = row ? row->wanted : std::string{};
  }
  std::erase_if(set, [](const auto& one) { return one.second.empty(); });
  if (set.empty()) return std::nullopt;
  set_parameters(command, set);
  return command;
}

void keep_parameters(const books::Reader& books, const MeterCommand& command, const std::vector<ReportedParameter>& reported, Instant now,
                     books::Changes& changes) {
  for (const auto& one : reported) {
    auto row = row_of(books, command.meter, one.item);
    row.held = one.text;
    row.received = now;
    row.command = command.number;
    changes.put.emplace_back(std::move(row));
  }
}

}  // namespace kwota::remote
