#include "carry/meter_keys/refusals.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/ids_text.h"

namespace kwota::meter_keys {
namespace {

std::string text(std::uint8_t version) { return fmt::format("{}", version); }

Error not_higher(const KeyOrder& order, const MeterIdentity& meter) {
  return error(Fault::refused, "key_version_not_higher",
               fmt::format("The meter has version {} and takes a higher one only; {} was offered. Nothing was changed.",
                           meter.current, order.version),
               {{"has", text(meter.current)}, {"offered", text(order.version)}});
}

Error wrong_state(const KeyOrder& order, const MeterIdentity& meter) {
  if (order.work == Work::download)
    return error(Fault::refused, "meter_has_keys_already",
                 fmt::format("The meter has a utility's keys already, version {}: update them, or restore the factory's first.",
                             meter.current),
                 {{"version", text(meter.current)}});
  return error(Fault::refused, "meter_has_no_keys", "The meter still has its factory's keys: download the utility's keys first.");
}

std::string command_name(std::uint8_t ins) {
  switch (ins) {
    case ins::identity: return "identity";
    case ins::authenticate: return "authenticate";
    case ins::certificate: return "certificate";
    case ins::utility_certificate: return "utility certificate";
    case ins::ukey_certificate: return "UKEY certificate";
    case ins::open: return "open";
    case ins::prove: return "prove";
    case ins::put_key: return "put key";
    default: return "change";
  }
}

Error not_proven(const iso7816::Command& asked) {
  if (asked.ins == ins::authenticate)
    return error(Fault::meter, Cause::meter_has_other_keys,
                 "The meter does not know our identity key: it holds other keys than its version says. Nothing was changed.");
  return error(
      Fault::forged, "utility_not_believed",
      "The meter does not believe that we are the utility: an old or changed message. Nothing was changed; begin again.");
}

}  // namespace

Error other_answers(MeterNumber wanted, MeterNumber answered) {
  return error(Fault::meter, "other_meter_answers",
               fmt::format("Meter {} answers instead of meter {}: nothing was changed. Connect the right one.", to_text(answered),
                           to_text(wanted)),
               {{"wanted", to_text(wanted)}, {"answered", to_text(answered)}}).trying(Again::after_a_person);
}

Result<void> check_work(const KeyOrder& order, const MeterIdentity& meter) {
  if (meter.meter != order.meter) return other_answers(order.meter, meter.meter);
  const bool may_have_it = order.carried && meter.own_keys && brings_keys(order.work) && order.version == meter.current;
  if (may_have_it) return {};
  if (meter.own_keys == (order.work == Work::download)) return wrong_state(order, meter);
  if (brings_keys(order.work) && order.version <= meter.current) return not_higher(order, meter);
  return {};
}

Error refusal_of(const KeyOrder& order, const MeterIdentity& meter, const iso7816::Command& asked, std::uint16_t status) {
  switch (status) {
    case status::not_proven: return not_proven(asked);
    case status::not_in_this_state: return wrong_state(order, meter);
    case status::version_not_higher: return not_higher(order, meter);
    case status::certificate_refused:
      return error(Fault::refused, "utility_not_known_to_factory",
                   "The meter's factory has not certified us: it takes no keys from us. Ask the factory for a certificate.");
    case status::other_utility:
      return error(Fault::refused, "meter_of_another_utility",
                   "The meter belongs to another utility; only that one can give it up. Nothing was changed.");
    case status::ukey_not_certified:
      return error(Fault::refused, "ukey_not_certified",
                   "The meter does not believe the UKEY: the utility's identity has not certified it. Nothing was changed; issue "
                   "another one.");
    case status::ukey_out_of_date:
      return error(Fault::refused, "ukey_out_of_date",
                   "By the meter's clock the UKEY's last day has passed, or the meter's clock has stopped. Nothing was changed; "
                   "see to the clock, or use the office's vault.");
    case status::ukey_brings_keys_only:
      return error(Fault::refused, "ukey_brings_keys_only",
                   "A UKEY brings a meter its keys and nothing else. Nothing was changed; only the key office itself puts a meter "
                   "back or makes it forget, over its line or at the bench.");
    case status::set_not_signed:
      return error(Fault::forged, "meter_set_not_signed",
                   "These keys were not made for this meter by its utility, or were changed on the way. Its old keys stay; have "
                   "the key office make the set anew.");
    case status::no_identity:
      return error(Fault::meter, "meter_without_identity",
                   "The meter has no certificate of a factory: no keys are given to it. Exchange the meter.");
    case status::cryptogram_refused: {
      const auto purpose = std::string{seal::name_of(static_cast<seal::Purpose>(asked.p1))};
      return error(
          Fault::forged, "key_cryptogram_refused",
          fmt::format(
              "The meter could not open the key {}: made for another meter, or changed on the way. Its old keys stay.",
              purpose),
          {{"purpose", purpose}});
    }
    case status::incomplete:
      return error(Fault::meter, "meter_keys_incomplete",
                   "The meter did not get the whole set of keys: its old ones stay. Begin again.");
    case status::memory_failed:
      return error(Fault::meter, "meter_memory_failed",
                   "The meter's memory did not keep the keys: its old ones stay. Exchange the meter.");
    default: break;
  }
  const auto command = command_name(asked.ins), word = fmt::format("{:04X}", status);
  return error(Fault::meter, "meter_refused_keys",
               fmt::format("The meter refused \"{}\" with {}: its keys are unchanged.", command, word),
               {{"command", command}, {"status", word}});
}

Error strange_answer(const char* what) {
  return error(Fault::meter, "meter_answer_strange",
               fmt::format("The meter's or the vault's answer to \"{}\" cannot be read: nothing was changed. Begin again.", what),
               {{"what", what}});
}

Error not_genuine(const char* why) {
  return error(Fault::forged, "meter_not_genuine",
               fmt::format("What answers is not the meter of its certificate: {}. No key was given to it.", why), {{"why", why}});
}

Error of_another_factory(MeterNumber meter) {
  return error(Fault::forged, Cause::meter_of_another_factory,
               fmt::format("Meter {} was certified by a factory that we do not trust: no key was given to it. Enter the "
                           "factory's certificate if it is ours.",
                           to_text(meter)),
               {{"meter", to_text(meter)}});
}

}  // namespace kwota::meter_keys
