#include "work/key_office/meters_on_lines.h"

#include "base/whole_file.h"
#include "carry/dialogue/parties.h"

namespace kwota::key_office {
namespace {

/// A meter on a line that is held. A silence is explained where it never answered: afterwards it is an answer that was lost.
struct HeldMeter {
  MetersOnLines::Line line;
  lines::Meter meter;
  bool answered = false;

  Result<Bytes> command(ByteView bytes) {
    const dialogue::Parties parties{.line = line.ask};
    auto answer = dialogue::run(line.driver->key_command(meter, to_bytes(bytes)), parties);
    answered = answered || answer.ok();
    if (answered) return answer;
    return dialogue::run(line.driver->why_silent(meter, answer.error()), parties).error();
  }
};

Result<Bytes> file_of(const std::filesystem::path& path) {
  auto bytes = whole_file<Bytes>(path);
  if (bytes.empty())
    return error(Fault::request, "factory_file_missing", "This certificate is missing or empty: " + path.string() + ".",
                 {{"file", path.string()}});
  return bytes;
}

}  // namespace

Result<ToModule> MetersOnLines::open(MeterNumber meter) {
  TRY(line, borrow_(meter));
  if (line) {
    const auto held = std::make_shared<HeldMeter>(HeldMeter{*std::move(line), {.number = meter}});
    return ToModule{[held](ByteView command) { return held->command(command); }};
  }
  if (others_ == nullptr) return no_line_to(meter);
  return others_->open(meter);
}

Result<std::vector<meter_keys::TrustedFactory>> MetersOnLines::factories(ByteView utility_key, const std::string& utility_name) {
  std::vector<meter_keys::TrustedFactory> all;
  if (others_ != nullptr) {
    TRY(known, others_->factories(utility_key, utility_name));
    all = std::move(known);
  }
  std::error_code none;
  for (const auto& folder : std::filesystem::directory_iterator(factories_, none)) {
    if (!folder.is_directory()) continue;
    TRY(certificate, file_of(folder.path() / "factory.der"));
    TRY(ours, file_of(folder.path() / "utility.der"));
    all.push_back({std::move(certificate), std::move(ours)});
  }
  return all;
}

}  // namespace kwota::key_office
