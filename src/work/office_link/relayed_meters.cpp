// Meters on the counters' lines, as the office reaches them.
#include "base/ids_text.h"
#include "base/json_members.h"
#include "work/key_office/meters_on_lines.h"
#include "work/office_link/counters_link.h"

namespace kwota::office_link {
namespace {

namespace json = boost::json;
using json::object;

/// The line is given back when the last copy of the way goes.
struct HeldLine {
  HeldLine(CountersLink& counters, MeterNumber number) : link(counters), meter(number) {}
  HeldLine(const HeldLine&) = delete;
  CountersLink& link;
  MeterNumber meter;
  ~HeldLine() { static_cast<void>(link.ask(object{{"what", "close_meter"}, {"meter", to_text(meter)}})); }
};

Result<Bytes> hex_at(const object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  if (value == nullptr || !value->is_string()) return key_office::counters_away("a strange answer");
  return from_hex(std::string_view(value->get_string()));
}

/// Nothing of whose it is.
Result<void> keep_row(store::Books& books, MeterNumber meter, const object& published) {
  const auto* version = published.if_contains("key_version");
  const auto* model = published.if_contains("model");
  MUST(books.run({"kwota", "meter_keys", ""}, [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
    auto row = reader.find<books::Meter>(meter).value_or(books::Meter{});
    row.number = meter;
    if (model != nullptr && model->is_string()) row.model = std::string(model->get_string());
    if (version != nullptr && version->is_int64()) row.key_version = static_cast<std::uint8_t>(version->get_int64());
    return books::Decision<Done>{{{row}, {}}, Done{}};
  }));
  return {};
}

}  // namespace

Result<void> RelayedMeters::learn(MeterNumber meter) {
  TRY(known, link_.ask(object{{"what", "know_meter"}, {"meter", to_text(meter)}}));
  return keep_row(books_, meter, known);
}

Result<key_office::ToModule> RelayedMeters::open(MeterNumber meter) {
  TRY(opened, link_.ask(object{{"what", "open_meter"}, {"meter", to_text(meter)}}));
  const auto held = std::make_shared<HeldLine>(link_, meter);
  MUST(keep_row(books_, meter, opened));
  return key_office::ToModule{[held](ByteView command) -> Result<Bytes> {
    TRY(answer, held->link.ask(object{{"what", "ask_meter"}, {"meter", to_text(held->meter)}, {"command", to_hex(command)}}));
    return hex_at(answer, "answer");
  }};
}

Result<std::vector<meter_keys::TrustedFactory>> RelayedMeters::factories(ByteView utility_key, const std::string& utility_name) {
  key_office::MetersOnLines own([](MeterNumber) -> Result<std::optional<key_office::MetersOnLines::Line>> { return std::optional<key_office::MetersOnLines::Line>{}; },
                    nullptr, factories_);
  TRY(all, own.factories(utility_key, utility_name));
  TRY(samples, books_.read([](const books::Reader& reader) -> Result<bool> { return books::nature_of(reader) == books::Nature::sample; }));
  if (!samples) return all;
  TRY(answer, link_.ask(object{{"what", "factories"}, {"utility_key", to_hex(utility_key)}, {"utility", utility_name}}));
  for (const auto& row : objects_at(answer, "factories")) {
    TRY(certificate, hex_at(row, "certificate"));
    TRY(ours, hex_at(row, "utility"));
    all.push_back({std::move(certificate), std::move(ours)});
  }
  return all;
}

}  // namespace kwota::office_link
