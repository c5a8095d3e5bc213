#include "sim/bench/bench_pump.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/rows/supply/well.h"
#include "sim/pump/names.h"

namespace kwota::sim {
namespace {

Error storage_failed(const std::filesystem::path& path) {
  return error(Fault::ours, "card_storage_failed", "The pump's file cannot be read or written.", {{"file", path.string()}});
}

}  // namespace

Result<std::shared_ptr<PumpFile>> PumpFile::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return storage_failed(path);
  std::shared_ptr<PumpFile> file(new PumpFile(descriptor));
  const auto there = ::pread(descriptor, file->bytes_.data(), file->bytes_.size(), 0);
  if (there < 0) return storage_failed(path);
  if (static_cast<std::size_t>(there) < file->bytes_.size()) MUST(file->write(0, Bytes(file->bytes_)));
  return file;
}

PumpFile::~PumpFile() { ::close(descriptor_); }

Bytes PumpFile::read(std::size_t offset, std::size_t count) {
  const auto from = bytes_.begin() + static_cast<std::ptrdiff_t>(offset);
  return {from, from + static_cast<std::ptrdiff_t>(count)};
}

/// Into the system's hands: what a killed program has written stays written.
Result<void> PumpFile::write(std::size_t offset, ByteView bytes) {
  std::ranges::copy(bytes, bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
  const auto written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
  if (written != static_cast<ssize_t>(bytes.size())) return error(Fault::ours, "card_storage_failed", "The pump's file cannot be written.");
  return {};
}

Result<PumpSite> site_at_well(const books::Reader& books, MeterNumber number) {
  const auto utility = books::utility_of(books);
  for (const auto& hung : books.select(books::WellMeter::of_meter, number)) {
    if (hung.to) continue;
    const auto well = books.find<books::Well>(hung.well);
    if (!well) break;
    TRY(area, parse_decimal(well->area_number, 0));
    return PumpSite{number, utility.county, static_cast<std::uint32_t>(area)};
  }
  return error(Fault::request, "meter_at_no_well", "This meter hangs at no well: enter it at its well first.", {{"meter", to_text(number)}});
}

BenchPumpView BenchPump::view() {
  auto& pump = well->pump();
  BenchPumpView view{.site = site, .pump = well->view(), .flow = well->flow(), .prices = pump.prices().current, .parameters = {}, .own_module = own_module, .last = last, .line = {}};
  for (const auto& row : pump_parameters) view.parameters.emplace_back(name_of(row.parameter), pump.parameters().of(row.parameter));
  view.black_list = pump.store().black_list().edition;
  view.black_cards = pump.store().black_list().count;
  if (line) view.line = address;
  view.window = window;
  return view;
}

}  // namespace kwota::sim
