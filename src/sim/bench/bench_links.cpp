#include "sim/bench/bench_links.h"

#include "base/ids_text.h"

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

Result<key_office::ToModule> BenchLinks::open(MeterNumber meter) {
  return key_office::ToModule{[this, meter](ByteView command) -> Result<Bytes> {
    Bytes answer;
    const auto asked = bench_.with_meter(meter, [&](SimulatedMeter& there) { answer = there.key_link(command); });
    if (!asked || answer.empty()) return not_reached(meter);
    return answer;
  }};
}

Result<std::vector<meter_keys::TrustedFactory>> BenchLinks::factories(ByteView utility_key, const std::string& utility_name) {
  return trusted(bench_.factory(), utility_key, utility_name);
}

}  // namespace kwota::sim
