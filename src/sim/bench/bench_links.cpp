#include "sim/bench/bench_links.h"

#include "base/ids_text.h"
#include "meter/models/all.h"

namespace kwota::sim {

namespace {

Error not_reached(MeterNumber meter) {
  return error(Fault::wire, "meter_not_reached",
               "The meter does not answer: nothing was changed. See that it hangs there and has power.",
               {{"meter", to_text(meter)}});
}

Result<std::vector<meter_keys::TrustedFactory>> trusted(const Factory& factory, ByteView utility_key,
                                                        const std::string& utility_name) {
  TRY(certificate, factory.certify_utility(utility_key, utility_name));
  return std::vector{meter_keys::TrustedFactory{factory.certificate(), std::move(certificate)}};
}

}  // namespace

Result<serve::ToModule> BenchLinks::open(MeterNumber meter) {
  return serve::ToModule{[this, meter](ByteView command) -> Result<Bytes> {
    Bytes answer;
    const auto asked = bench_.with_meter(meter, [&](SimulatedMeter& there) { answer = there.key_link(command); });
    if (!asked || answer.empty()) return not_reached(meter);
    return answer;
  }};
}

Result<std::vector<meter_keys::TrustedFactory>> BenchLinks::factories(ByteView utility_key, const std::string& utility_name) {
  return trusted(bench_.factory(), utility_key, utility_name);
}

Result<serve::ToModule> FolderLinks::open(MeterNumber meter) {
  const auto files = folder_ / "meters";
  const auto name = to_text(meter);
  if (!std::filesystem::exists(files / (name + ".esam"))) return not_reached(meter);
  TRY(sealing_key, sealing_key_of(folder_));
  TRY(memory, FileStorage::open(files / (name + ".meter"), MeterMemory::bytes));
  TRY(module, FileStorage::open(files / (name + ".esam"), EsamChip::bytes));
  // The link ends in the security module: which model stands around it does not matter here.
  SimulatedMeter::Setup setup{
      .model = meter::all_models().front(), .number = meter, .esam = std::make_unique<EsamChip>(std::move(module), sealing_key)};
  TRY(running, SimulatedMeter::open(std::move(setup), std::shared_ptr<Storage>(std::move(memory)), random_,
                                    zone_.local(clock_.now() + saved_offset(folder_))));
  return serve::ToModule{[meter, there = std::shared_ptr<SimulatedMeter>(std::move(running))](ByteView command) -> Result<Bytes> {
    auto answer = there->key_link(command);
    if (answer.empty()) return not_reached(meter);
    return answer;
  }};
}

Result<std::vector<meter_keys::TrustedFactory>> FolderLinks::factories(ByteView utility_key, const std::string& utility_name) {
  TRY(sealing_key, sealing_key_of(folder_));
  TRY(factory, Factory::open(folder_ / "factory", "the meter factory of the bench", sealing_key));
  return trusted(factory, utility_key, utility_name);
}

}  // namespace kwota::sim
