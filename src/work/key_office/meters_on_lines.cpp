#include "work/key_office/meters_on_lines.h"

#include <fstream>

#include "carry/dlt645/key_link.h"

namespace kwota::key_office {
namespace {

Result<Bytes> over_the_line(const MetersOnLines::Ask& ask, MeterNumber meter, ByteView command) {
  TRY(question, dlt645::key_question(meter, command));
  TRY(answer, ask(question));
  return dlt645::key_answer_of(meter, command, answer);
}

Result<Bytes> file_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  Bytes bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file || bytes.empty())
    return error(Fault::request, "factory_file_missing", "This certificate is missing or empty: " + path.string() + ".",
                 {{"file", path.string()}});
  return bytes;
}

}  // namespace

Result<ToModule> MetersOnLines::open(MeterNumber meter) {
  TRY(line, borrow_(meter));
  if (line) return ToModule{[ask = *std::move(line), meter](ByteView command) { return over_the_line(ask, meter, command); }};
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
