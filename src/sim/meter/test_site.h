// What the tests of keys in a meter share: a utility, a factory, a meter fresh from it, and the way to its security module – the
// key link itself, or the meter's line.
#pragma once
#include <variant>

#include <gtest/gtest.h>

#include "base/ids_text.h"
#include "carry/dialogue/breaks.h"
#include "carry/dlt645/key_link.h"
#include "carry/dlt645/security.h"
#include "carry/meter_keys/change.h"
#include "models/ddsy1352.h"
#include "seal/cipher/certificate.h"
#include "seal/meter_keys/prepare.h"
#include "seal/ukey/ukey_certificate.h"
#include "seal/vault/meter_vault.h"
#include "seal/vault/software_vault.h"
#include "sim/meter/test_world.h"

namespace kwota::sim::key_site {

using meter_keys::KeyOrder;
using meter_keys::KeysChanged;
using meter_keys::Outcome;
using meter_keys::Work;
using seal::KeyRef;

/// County keys of a version.
inline seal::Key county_key(seal::Purpose purpose, std::uint8_t version) {
  return seal::diversify(seal::test_root(purpose), {version, 0, 0, 0, 0, 0, 0, 2});
}

inline constexpr std::uint8_t highest = 4;

/// What a utility with this identity says of a UKEY's.
inline seal::UkeyCertificate certified(const seal::SigningKey& utility, const seal::SigningKey& ukey, std::string_view valid_to,
                                const char* role = seal::role_key_ukey) {
  const seal::CertificateOrder order{.public_key = ukey.public_key(),
                                     .common_name = "ukey-0a0b0c0d",
                                     .organisation = role,
                                     .issuer = "utility",
                                     .valid_to = parse_instant(valid_to).value()};
  const auto signs = [&utility](ByteView message) -> Result<Bytes> { return to_bytes(utility.sign(seal::sha256(message))); };
  return {utility.public_key(), seal::certify(order, signs).value()};
}

inline seal::SigningKey copy_of(const seal::SigningKey& key) { return *seal::SigningKey::from_private_key(key.private_key()); }

inline constexpr auto next_year = "2027-12-31T15:59:59Z";

/// A key UKEY in our memory: sets that an office made, and a pair of its own that opens none of them.
class CarryingUkey final : public seal::MeterVault {
 public:
  CarryingUkey(std::vector<seal::MeterSet> sets, seal::SigningKey own, seal::UkeyCertificate certificate)
      : sets_(std::move(sets)), own_(std::move(own)), certificate_(std::move(certificate)) {}
  Result<Bytes> perform(const seal::MeterKeyStep& step) override {
    if (step.step == seal::MeterKeyStep::Step::sign) return to_bytes(own_.sign(seal::sha256(step.message)));
    return sets_.perform(step);
  }
  Result<Bytes> public_key() override { return certificate_.utility_key; }
  Bytes ukey_certificate() const override { return certificate_.certificate; }
  std::optional<std::array<std::uint8_t, 8>> prepared_challenge(const seal::Factor& meter, std::uint8_t version) override {
    const auto set = sets_.find(meter, version);
    return set.ok() ? std::optional{(*set)->challenge} : std::nullopt;
  }
  const seal::CarriedSets& sets() const { return sets_; }

 private:
  seal::CarriedSets sets_;
  seal::SigningKey own_;
  seal::UkeyCertificate certificate_;
};

/// A utility with county keys of versions 1 to 4 and its own identity. The keys go to meters out of its office, or by a key UKEY.
struct Utility {
  Utility() : identity(seal::SigningKey::generate()), vault(county()), office(meter_side(), copy_of(identity)) {}
  /// From now on a key UKEY does the work, which carries sets of all versions for the meter of that public key.
  void take_ukey(const Bytes& meter_key, MeterNumber meter, std::string_view valid_to = next_year,
                 const char* role = seal::role_key_ukey) {
    auto own = seal::SigningKey::generate();
    auto certificate = certified(identity, own, valid_to, role);
    std::vector<seal::MeterSet> sets;
    SystemRandom random;
    for (std::uint8_t version = 1; version <= highest; ++version)
      sets.push_back(meter_keys::prepare_set(
                         office, [this](const seal::Request& asked) { return vault.perform(asked); },
                         {.meter = meter, .public_key = meter_key, .version = version, .identity_versions = {1, 2, 3, 4}}, random)
                         .value());
    ukey = std::make_shared<CarryingUkey>(std::move(sets), std::move(own), std::move(certificate));
  }
  void take_office() { ukey.reset(); }
  seal::MeterVault& keys() { return ukey ? static_cast<seal::MeterVault&>(*ukey) : office; }
  static std::map<seal::Purpose, seal::Key> county_of(std::uint8_t version) {
    std::map<seal::Purpose, seal::Key> all;
    for (const auto purpose : meter_keys::purposes_of_a_meter) all.emplace(purpose, county_key(purpose, version));
    return all;
  }
  static seal::SoftwareVault::Roots county() {
    seal::SoftwareVault::Roots roots;
    for (const auto purpose : meter_keys::purposes_of_a_meter)
      for (std::uint8_t version = 1; version <= highest; ++version)
        roots.emplace(KeyRef{purpose, version}, county_key(purpose, version));
    return roots;
  }
  static seal::SoftwareMeterVault::CountyKeys meter_side() {
    const auto roots = county();
    return {roots.begin(), roots.end()};
  }
  Result<Bytes> answer(const seal::Request& request) {
    if (const auto* step = std::get_if<seal::MeterKeyStep>(&request)) return keys().perform(*step);
    const auto* proof = std::get_if<seal::Authenticate>(&request);
    return ukey && proof != nullptr ? ukey->sets().proof(*proof) : vault.perform(request);
  }
  /// Certified by that factory.
  meter_keys::TrustedFactory at(const Factory& factory) {
    return {factory.certificate(), factory.certify_utility(keys().public_key().value(), "Example Hills").value()};
  }
  seal::SigningKey identity;
  seal::SoftwareVault vault;
  seal::SoftwareMeterVault office;
  std::shared_ptr<CarryingUkey> ukey;
};

/// Who brings the keys changes hands: another utility stands at the meter.
inline void swap_keys(Utility& one, Utility& other) {
  std::swap(one.office, other.office);
  std::swap(one.ukey, other.ukey);
}

inline const Factory& works() {
  static const auto made = Factory::make("works of the tests");
  return made;
}

/// A meter fresh from the works, and the line to it.
struct Site {
  explicit Site(MeterNumber number = test::meter_number, Bytes image = Bytes(EsamChip::bytes, 0xFF))
      : random(7), chip(std::make_shared<MemoryStorage>(std::move(image))) {
    SimulatedMeter::Setup setup{
        .model = &models::ddsy1352, .number = number, .factory = &works(), .esam = std::make_unique<EsamChip>(torn, key)};
    meter =
        SimulatedMeter::open(std::move(setup), std::make_shared<MemoryStorage>(MeterMemory::bytes), random, test::noon).value();
  }
  dialogue::Parties parties() {
    dialogue::Parties all;
    all.device = [this](const iso7816::Command& command) -> Result<iso7816::Response> {
      received.push_back(command);
      const auto bytes = iso7816::encode(command);
      TRY(answer, by_line ? over_the_line(bytes) : Result<Bytes>(meter->key_link(bytes)));
      if (answer.empty()) return dialogue::gone(dialogue::Party::device);
      return iso7816::decode_response(answer);
    };
    all.vault = [this](const seal::Request& request) { return utility.answer(request); };
    all.journal = [this](const dialogue::JournalNote& note) -> Result<void> {
      notes.push_back(note);
      return {};
    };
    return all;
  }
  static dlt645::Address address() { return dlt645::Address::parse(kwota::to_text(test::meter_number)).value(); }
  /// Function 03 of DL/T 645, as a head-end would ask it.
  Result<Bytes> over_the_line(ByteView command) {
    TRY(question, dlt645::key_question(address(), command));
    TRY(asked, dlt645::Exchange::begin(question));
    const auto answer = asked.receive(meter->receive_line(asked.sends()));
    if (!answer) return Bytes{};
    frames.push_back(asked.request());
    return dlt645::key_answer_of(test::meter_number, command, *answer);
  }
  KeyOrder order(Work work, std::uint8_t version = 0) {
    auto made = meter_keys::order_for(work, test::meter_number, version, {utility.at(works())}, random);
    made.ukey_certificate = utility.keys().ukey_certificate();
    made.carried = utility.ukey != nullptr;
    if (const auto prepared = utility.keys().prepared_challenge(meter_keys::factor_of(test::meter_number), version))
      made.random1 = *prepared;
    return made;
  }
  /// Its certified public key, as anybody may read it.
  Bytes public_key() {
    auto all = parties();
    all.device = [this](const iso7816::Command& command) { return iso7816::decode_response(meter->key_link(iso7816::encode(command))); };
    const auto brought =
        dialogue::run(meter_keys::bring_certificate(test::meter_number, {utility.at(works())}), all);
    return brought.value().public_key;
  }
  void take_ukey(std::string_view valid_to = next_year, const char* role = seal::role_key_ukey) {
    utility.take_ukey(public_key(), test::meter_number, valid_to, role);
  }
  KeysChanged change(const KeyOrder& order) { return dialogue::run(meter_keys::change_meter_keys(order), parties()).value(); }
  KeysChanged change(Work work, std::uint8_t version = 0) { return change(order(work, version)); }
  std::string refused(Work work, std::uint8_t version = 0) { return code(change(work, version)); }
  static std::string code(const KeysChanged& changed) {
    EXPECT_EQ(changed.outcome, Outcome::not_done);
    return changed.cause ? changed.cause->code : "";
  }
  std::uint32_t key_info() const { return meter->core().state().key_info; }

  bool by_line = false;
  std::vector<dlt645::Frame> frames;
  SeededRandom random;
  Utility utility;
  SecretBytes key{Bytes(32, 0x5A)};
  std::shared_ptr<MemoryStorage> chip;
  std::shared_ptr<TornStorage> torn = std::make_shared<TornStorage>(chip);
  std::unique_ptr<SimulatedMeter> meter;
  std::vector<iso7816::Command> received;
  std::vector<dialogue::JournalNote> notes;
};

/// A meter with version 1 that shall get version 2.
struct Updating {
  explicit Updating(bool by_ukey, bool by_line = false) {
    site->by_line = by_line;
    EXPECT_EQ(site->change(Work::download, 1).outcome, Outcome::done);
    if (by_ukey) site->take_ukey();
  }
  dialogue::Parties parties() { return site->parties(); }
  std::unique_ptr<Site> site = std::make_unique<Site>();
};

/// Whatever is cut, wherever: the meter has the old set or the new one, the verdict never lies, and the same order ends well.
inline void cut_at_every_step(bool by_ukey, bool by_line = false) {
  const auto questions = dialogue::for_each_break(
      [by_ukey, by_line] { return Updating{by_ukey, by_line}; },
      [](Updating& world) { return meter_keys::change_meter_keys(world.site->order(Work::update, 2)); },
      [](Updating& world, const std::optional<dialogue::Break>& happened, const std::optional<Result<KeysChanged>>& verdict) {
        const auto where = happened ? dialogue::to_text(*happened) : "unharmed";
        const auto now = world.site->key_info();
        EXPECT_TRUE(now == 0x01010000u || now == 0x01020100u) << where << std::hex << now;
        if (verdict) {
          EXPECT_TRUE((*verdict)->outcome != Outcome::done || now == 0x01020100u) << where;
          EXPECT_TRUE((*verdict)->outcome != Outcome::not_done || now == 0x01010000u) << where;
        }
        const auto again = world.site->change(Work::update, 2);
        EXPECT_TRUE(again.outcome == Outcome::done || again.cause->code == "key_version_not_higher") << where;
        EXPECT_EQ(world.site->key_info(), 0x01020100u) << where;
      });
  EXPECT_GT(questions, 20u);
}

}  // namespace kwota::sim::key_site
