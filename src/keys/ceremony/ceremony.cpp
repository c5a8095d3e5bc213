#include "keys/ceremony/ceremony.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "keys/ceremony/component.h"
#include "seal/cipher/card_crypto.h"

namespace kwota::keys {
namespace {

Error not_in_it(const std::string& who) {
  return error(Fault::refused, "not_in_ceremony", "This person was not named for the ceremony. Nothing was kept.",
               {{"operator", who}});
}

bool among(const std::vector<std::string>& officers, const std::string& name) {
  return std::find(officers.begin(), officers.end(), name) != officers.end();
}

}  // namespace

Result<OpenCeremony> OpenCeremony::start(Setup setup) {
  if (setup.officers.size() < officers_min)
    return error(Fault::request, "officers_too_few", "Nobody forms a key alone: name more officers. Nothing was started.",
                 {{"required", fmt::format("{}", officers_min)}});
  if (setup.officers.size() > officers_max)
    return error(Fault::request, "officers_too_many", "So many officers do not fit around a table. Nothing was started.",
                 {{"most", fmt::format("{}", officers_max)}});
  for (auto one = setup.officers.begin(); one != setup.officers.end(); ++one)
    if (std::find(setup.officers.begin(), one, *one) != one)
      return error(Fault::request, "same_person_twice", "One person cannot be two officers. Nothing was started.",
                   {{"operator", *one}});
  return OpenCeremony(std::move(setup));
}

bool OpenCeremony::has_given(const std::string& officer) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) { return part.officer == officer; });
}

Result<void> OpenCeremony::still_open(Instant now) const {
  if (!expired(now)) return Done{};
  return error(Fault::refused, "ceremony_expired", "The ceremony rested too long; its components were wiped. Begin a new one.");
}

Result<void> OpenCeremony::may_give(const std::string& officer, Instant now) const {
  MUST(still_open(now));
  if (!among(setup_.officers, officer)) return not_in_it(officer);
  if (has_given(officer))
    return error(Fault::refused, "component_given", "You have given your component already; nothing was changed.");
  return Done{};
}

Result<seal::KeyCheckValue> OpenCeremony::check(ByteView component, ByteView repeated) const {
  if (!equal_secret(component, repeated))
    return error(Fault::request, Cause::components_differ, "The two entries differ. Nothing was kept; type both again.");
  MUST(check_component(setup_.suite, component));
  for (const auto& part : parts_)
    if (equal_secret(part.component.view(), component))
      return error(Fault::refused, Cause::component_of_another,
                   "Another officer gave the same component. Nothing was kept; choose it anew by dice.");
  TRY(key, seal::Key::make(setup_.suite, component));
  return seal::check_value(key);
}

Result<seal::KeyCheckValue> OpenCeremony::give(const std::string& officer, ByteView component, ByteView repeated, Instant now) {
  MUST(may_give(officer, now));
  TRY(value, check(component, repeated));
  parts_.push_back({officer, SecretBytes(component)});
  last_step_ = now;
  return value;
}

Result<seal::KeyCheckValue> OpenCeremony::form(const std::string& by, Instant now, const Inside& inside) {
  MUST(still_open(now));
  if (by != setup_.started_by)
    return error(Fault::refused, "ceremony_of_another", "Who began the ceremony ends it. Nothing was formed.",
                 {{"operator", setup_.started_by}});
  if (parts_.size() < setup_.officers.size())
    return error(Fault::refused, "components_missing", "Not all officers have given their components. Nothing was formed.",
                 {{"given", fmt::format("{}", parts_.size())}, {"required", fmt::format("{}", setup_.officers.size())}});
  std::vector<SecretBytes> components;
  for (const auto& part : parts_) components.push_back(part.component);
  TRY(formed, inside(components));
  parts_.clear();
  return formed;
}

Result<void> OpenCeremony::may_abandon(const std::string& who) const {
  if (who == setup_.started_by || among(setup_.officers, who)) return Done{};
  return not_in_it(who);
}

}  // namespace kwota::keys
