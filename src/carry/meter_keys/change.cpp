#include "carry/meter_keys/change.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/meter_keys/refusals.h"
#include "seal/cipher/certificate.h"
#include "seal/cipher/secure_messaging.h"
#include "seal/vaults/sample_keys.h"

namespace kwota::meter_keys {

using dialogue::attempt;
using dialogue::ok;
using dialogue::to_device;
using dialogue::to_journal;
using dialogue::to_vault;
using iso7816::Command;
using seal::MeterKeyStep;

namespace {

constexpr std::size_t check_value_at = 1;  // suite 1 || check value 3 || wrapped key

/// What both sides have come to.
struct Agreed {
  MeterIdentity meter;
  Bytes certificate;
  Bytes meter_key;  ///< SubjectPublicKeyInfo out of it
  KeysKept kept = KeysKept::in_firmware;
  SetHeader set;
  SetContent content;
  Bytes set_signature;
  seal::Digest transcript{};
  std::vector<GivenKey> given;
};

Command command(std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, Bytes data, bool answers) {
  Command made{.cla = cla, .ins = ins, .p1 = p1, .p2 = p2, .data = std::move(data)};
  if (answers) made.le = std::uint8_t{0};
  return made;
}
Command at_offset(std::uint8_t ins, std::size_t offset, Bytes data, bool answers) {
  return command(ins, static_cast<std::uint8_t>(offset >> 8), static_cast<std::uint8_t>(offset), std::move(data), answers);
}

/// Data of a 9000 answer, else what the status word means at this place of the conversation.
Dialogue<Bytes> ask(KeyOrder order, MeterIdentity meter, Command asked) {
  auto answer = co_await to_device(asked);
  if (!answer.sw.ok()) co_return refusal_of(order, meter, asked, answer.sw.value);
  co_return std::move(answer.data);
}

template <std::size_t size>
Result<std::array<std::uint8_t, size>> exactly(const Bytes& bytes, const char* what) {
  std::array<std::uint8_t, size> out{};
  if (bytes.size() != size) return strange_answer(what);
  std::ranges::copy(bytes, out.begin());
  return out;
}

// ---- identity authentication (DL/T 645-2007, 07 00 00 FF)

seal::Authenticate identity_request(const KeyOrder& order, std::uint8_t version) {
  return {.key = {seal::Purpose::meter_identity, version}, .serial = {factor_of(order.meter)}, .challenge = order.random1};
}

/// The factory's keys, which are the published test keys, are public: no vault is needed to answer under them.
Bytes proof_under_public_keys(const KeyOrder& order) {
  const auto own = seal::diversify(seal::test_root(seal::Purpose::meter_identity), factor_of(order.meter));
  return seal::answer_challenge(own, order.random1);
}

Dialogue<Done> show_proof(KeyOrder order, MeterIdentity meter, Bytes data) {
  append(data, order.random1);
  append(data, factor_of(order.meter));
  const auto answer = co_await ask(order, meter, command(ins::authenticate, 0, 0, data, true));
  constexpr std::size_t random2 = 4;
  if (answer.size() != random2 + meter.serial.size() || !equal(ByteView{answer}.subspan(random2), meter.serial))
    co_return strange_answer("identity authentication");
  co_return Done{};
}

/// Errors besides those of the vault and the line: `key_missing`, `meter_has_other_keys`.
Dialogue<Done> prove_by(KeyOrder order, MeterIdentity meter, std::uint8_t version) {
  const Bytes proof = co_await to_vault(identity_request(order, version));
  co_return co_await show_proof(order, meter, proof);
}

/// The meter may have other keys than these: another proof may fit.
bool may_have_others(const Error& why) { return cause_of(why) == Cause::key_missing || cause_of(why) == Cause::meter_has_other_keys; }

/// A meter of a bench may have the sample keys of before the utility's own, under the same number, or the published test keys: these
/// open it as well, so that it gets its own or can be put back.
Dialogue<Done> authenticate(KeyOrder order, MeterIdentity meter) {
  const Bytes known_to_all = proof_under_public_keys(order);
  if (!meter.own_keys) co_return co_await show_proof(order, meter, known_to_all);
  const auto own = co_await attempt(prove_by(order, meter, meter.current));
  if (own.ok()) co_return Done{};
  if (!may_have_others(own.error())) co_return own.error();
  const auto sample = co_await attempt(prove_by(order, meter, seal::sample_keys_of_before));
  if (sample.ok()) co_return Done{};
  if (!may_have_others(sample.error())) co_return sample.error();
  const auto shown = co_await attempt(show_proof(order, meter, known_to_all));
  if (!shown.ok()) co_return cause_of(own.error()) != Cause::key_missing || cause_of(shown.error()) != Cause::meter_has_other_keys ? shown.error() : own.error();
  co_return Done{};
}

// ---- certificates

Dialogue<Bytes> read_certificate_of(KeyOrder order, MeterIdentity meter) {
  Bytes whole;
  for (std::size_t length = 1; whole.size() < length;) {
    const auto chunk = co_await ask(order, meter, at_offset(ins::certificate, whole.size(), Bytes{}, true));
    if (chunk.size() <= 2) co_return strange_answer("certificate");
    length = std::size_t{chunk[0]} << 8 | chunk[1];
    append(whole, ByteView{chunk}.subspan(2));
  }
  co_return whole;
}

Dialogue<Done> show_certificate(KeyOrder order, MeterIdentity meter, std::uint8_t ins, Bytes certificate) {
  for (std::size_t at = 0; at < certificate.size(); at += chunk_bytes) {
    const auto piece = ByteView{certificate}.subspan(at, std::min(chunk_bytes, certificate.size() - at));
    co_await ask(order, meter, at_offset(ins, at, to_bytes(piece), false));
  }
  co_return Done{};
}

/// The factory that made this very meter, if it is one of ours; the meter's public key, and where it keeps keys.
struct Believed {
  TrustedFactory factory;
  Bytes meter_key;
  KeysKept kept = KeysKept::in_firmware;
};
Result<Believed> believed(const std::vector<TrustedFactory>& factories, const MeterIdentity& meter,
                                                  const Bytes& certificate) {
  for (const auto& factory : factories) {
    const auto facts = seal::check_certificate(certificate, factory.certificate);
    if (!facts.ok()) continue;
    const auto kept = kept_by(facts->organisation);
    if (!kept || facts->common_name != certificate_name(meter.meter, meter.serial))
      return not_genuine("its certificate names another device");
    return Believed{factory, facts->public_key, *kept};
  }
  return of_another_factory(meter.meter);
}

// ---- opening

MeterKeyStep start_step(const KeyOrder& order) {
  return {.step = MeterKeyStep::Step::start,
          .key = {seal::Purpose::meter_identity, order.version},
          .factors = {factor_of(order.meter)}};
}

MeterKeyStep sign_step(const seal::Digest& transcript) {
  return {.step = MeterKeyStep::Step::sign, .message = message_to_sign(Signer::utility, transcript)};
}

seal::Digest signed_by_meter(const seal::Digest& transcript) { return seal::sha256(message_to_sign(Signer::meter, transcript)); }

/// The set that is to come: its ephemeral key and its number.
Dialogue<SetHeader> begin_set(KeyOrder order) {
  SetHeader set{.meter = order.meter, .version = order.version};
  if (!brings_keys(order.work)) co_return set;
  const Bytes begun = co_await to_vault(start_step(order));
  if (begun.size() != set.point.size() + set.number.size()) co_return strange_answer("set of keys");
  std::copy_n(begun.begin(), set.point.size(), set.point.begin());
  std::copy_n(begun.begin() + static_cast<std::ptrdiff_t>(set.point.size()), set.number.size(), set.number.begin());
  co_return set;
}

Dialogue<Agreed> agree(KeyOrder order, MeterIdentity meter) {
  Agreed agreed;
  agreed.meter = meter;
  agreed.certificate = co_await read_certificate_of(order, meter);
  const auto known = co_await ok(believed(order.factories, meter, agreed.certificate));
  agreed.meter_key = known.meter_key;
  agreed.kept = known.kept;
  co_await show_certificate(order, meter, ins::utility_certificate, known.factory.utility_certificate);
  co_await show_certificate(order, meter, ins::ukey_certificate, order.ukey_certificate);

  agreed.set = co_await begin_set(order);
  const Opening opening{.work = order.work,
                        .version = order.version,
                        .random = order.random,
                        .number = agreed.set.number,
                        .point = agreed.set.point};
  const Bytes answer = co_await ask(order, meter, command(ins::open, 0, 0, encode(opening), true));
  const auto opened = decode_opened(answer);
  if (!opened) co_return strange_answer("opening");
  agreed.transcript = transcript_of(meter, opening, opened->random, agreed.certificate, known.factory.utility_certificate,
                                    order.ukey_certificate);
  if (!seal::verify_signature(agreed.meter_key, signed_by_meter(agreed.transcript), opened->signature))
    co_return not_genuine("its signature does not fit its certificate");
  const Bytes signature = co_await to_vault(sign_step(agreed.transcript));
  co_await ask(order, meter, command(ins::prove, 0, 0, signature, false));
  co_return agreed;
}

// ---- keys

MeterKeyStep wrap_step(const Agreed& agreed, const Point& meter_point, seal::Purpose purpose) {
  MeterKeyStep step{.step = MeterKeyStep::Step::wrap, .key = {purpose, agreed.set.version}};
  if (is_the_meters_own(purpose)) step.factors.push_back(factor_of(agreed.set.meter));
  step.point = meter_point;
  step.context = key_context(agreed.set, purpose);
  return step;
}

Dialogue<Bytes> give_key(KeyOrder order, Agreed agreed, seal::Purpose purpose) {
  const auto meter_point = co_await ok(point_of(agreed.meter_key));
  const Bytes wrapped = co_await to_vault(wrap_step(agreed, meter_point, purpose));
  if (wrapped.size() <= check_value_at + sizeof(seal::KeyCheckValue)) co_return strange_answer("wrapped key");
  co_await ask(order, agreed.meter, command(ins::put_key, static_cast<std::uint8_t>(purpose), order.version, wrapped, false));
  co_return wrapped;
}

Dialogue<Agreed> give_set(KeyOrder order, Agreed agreed) {
  for (const auto purpose : purposes_of(agreed.kept)) {
    const Bytes wrapped = co_await give_key(order, agreed, purpose);
    agreed.content.add(purpose, wrapped);
    auto& given = agreed.given.emplace_back(GivenKey{.purpose = purpose, .check_value = {}});
    std::copy_n(wrapped.begin() + check_value_at, given.check_value.size(), given.check_value.begin());
  }
  const MeterKeyStep sign{.step = MeterKeyStep::Step::sign_set, .message = agreed.content.message(agreed.set)};
  agreed.set_signature = co_await to_vault(sign);
  co_return agreed;
}

dialogue::JournalNote about_to_change(const KeyOrder& order, const MeterIdentity& meter) {
  return dialogue::JournalNote{"change_meter_keys",
                               {{"work", std::string{name_of(order.work)}},
                                {"meter", to_text(order.meter)},
                                {"module", to_hex(meter.serial)},
                                {"version", fmt::format("{}", order.version)},
                                {"had", fmt::format("{}", meter.current)}}};
}

/// Everything before the change: until here the meter has what it had.
Dialogue<Agreed> prepare(KeyOrder order, MeterIdentity meter) {
  co_await ok(check_work(order, meter));
  co_await authenticate(order, meter);
  auto agreed = co_await agree(order, meter);
  if (brings_keys(order.work)) agreed = co_await give_set(order, agreed);
  co_await to_journal(about_to_change(order, meter));
  co_return agreed;
}

// ---- the change, and what became of it

Command change_command(const Agreed& agreed) {
  Bytes list;
  for (const auto& key : agreed.given) {
    list.push_back(static_cast<std::uint8_t>(key.purpose));
    append(list, key.check_value);
  }
  append(list, agreed.set_signature);
  return command(ins::change, 0, 0, std::move(list), true);
}

MeterIdentity expected_after(const KeyOrder& order, MeterIdentity meter) {
  const bool has_it = meter.own_keys && brings_keys(order.work) && meter.current == order.version;
  if (has_it) return meter;
  const auto had = meter.own_keys ? meter.current : std::uint8_t{0};
  meter.previous = 0;
  if (brings_keys(order.work)) {
    meter.own_keys = true;
    meter.current = order.version;
    meter.previous = had;
  } else if (order.work == Work::restore) {
    meter.own_keys = false;
    meter.current = 0;
  }
  return meter;
}

bool receipt_fits(const Agreed& agreed, const MeterIdentity& expected, const Bytes& answer) {
  const auto info = key_info_of(expected);
  seal::Signature signature{};
  if (answer.size() != 4 + signature.size() || get_be32(answer.data()) != info) return false;
  std::copy(answer.begin() + 4, answer.end(), signature.begin());
  return seal::verify_signature(agreed.meter_key, seal::sha256(message_of_receipt(agreed.transcript, info)), signature);
}

KeysChanged verdict(Outcome outcome, std::string evidence, const Agreed& agreed) {
  KeysChanged changed;
  changed.outcome = outcome;
  changed.evidence = std::move(evidence);
  changed.before = agreed.meter;
  changed.given = agreed.given;
  changed.certificate = agreed.certificate;
  return changed;
}

/// The answer to the change was lost, strange, or a refusal: the meter itself says what it holds. Where it held that version
/// before, only its signature tells whether it is this very set; a refusal is believed then.
Dialogue<KeysChanged> find_out(Agreed agreed, MeterIdentity expected, Error cause, bool refused = false) {
  const auto now = co_await attempt(ask_identity());
  auto changed = verdict(Outcome::in_doubt, "nobody heard whether the meter changed its keys; ask it again", agreed);
  const bool reports = expected != agreed.meter;
  if (now.ok() && *now == expected && reports)
    changed = verdict(Outcome::done, "the answer was lost; asked again, the meter names the new keys", agreed);
  if (now.ok() && *now == agreed.meter && (reports || refused))
    changed = verdict(Outcome::not_done, "asked again, the meter names the keys that it had", agreed);
  if (now.ok()) changed.after = *now;
  if (changed.outcome != Outcome::done) changed.cause = std::move(cause);
  co_return changed;
}

}  // namespace

KeyOrder order_for(Work work, MeterNumber meter, std::uint8_t version, std::vector<TrustedFactory> factories, Random& random) {
  KeyOrder order{
      .work = work, .meter = meter, .version = brings_keys(work) ? version : std::uint8_t{0}, .factories = std::move(factories)};
  random.fill(order.random1);
  random.fill(order.random);
  return order;
}

Dialogue<MeterIdentity> ask_identity() {
  const auto asked = command(ins::identity, 0, 0, Bytes{}, true);
  const KeyOrder nothing_ordered;
  const MeterIdentity unknown;
  const Bytes answer = co_await ask(nothing_ordered, unknown, asked);
  const auto identity = decode_identity(answer);
  if (!identity) co_return strange_answer("identity");
  co_return *identity;
}

Dialogue<ModuleCertificate> bring_certificate(MeterNumber meter, std::vector<TrustedFactory> factories) {
  KeyOrder order;
  order.meter = meter;
  const auto identity = co_await ask_identity();
  if (identity.meter != meter) co_return other_answers(meter, identity.meter);
  const Bytes certificate = co_await read_certificate_of(order, identity);
  const auto facts = co_await ok(believed(factories, identity, certificate));
  co_return ModuleCertificate{identity.serial, certificate, facts.meter_key};
}

Result<ModuleCertificate> check_delivered(MeterNumber meter, const Bytes& certificate,
                                          const std::vector<TrustedFactory>& factories) {
  MeterIdentity named{.meter = meter};
  const auto facts = seal::read_certificate(certificate);
  const auto slash = facts.ok() ? facts->common_name.find('/') : std::string::npos;
  const auto serial = slash == std::string::npos ? Result<Bytes>(Bytes{}) : from_hex(facts->common_name.substr(slash + 1));
  if (!serial.ok() || serial->size() != named.serial.size()) return not_genuine("its certificate names no meter");
  std::ranges::copy(*serial, named.serial.begin());
  TRY(found, believed(factories, named, certificate));
  MUST(point_of(found.meter_key));
  return ModuleCertificate{named.serial, certificate, std::move(found.meter_key)};
}

Dialogue<KeysChanged> change_meter_keys(KeyOrder order) {
  KeysChanged nothing;
  nothing.outcome = Outcome::not_done;
  nothing.evidence = "the meter has the keys that it had";
  const auto meter = co_await attempt(ask_identity());
  if (!meter.ok()) {
    nothing.cause = meter.error();
    co_return nothing;
  }
  nothing.before = nothing.after = *meter;
  const auto agreed = co_await attempt(prepare(order, *meter));
  if (!agreed.ok()) {
    nothing.cause = agreed.error();
    co_return nothing;
  }
  const auto expected = expected_after(order, *meter);
  const auto asked = change_command(*agreed);
  const auto answer = co_await attempt(to_device(asked));
  if (!answer.ok()) co_return co_await find_out(*agreed, expected, answer.error());
  if (!answer->sw.ok()) co_return co_await find_out(*agreed, expected, refusal_of(order, *meter, asked, answer->sw.value), true);
  if (!receipt_fits(*agreed, expected, answer->data))
    co_return co_await find_out(*agreed, expected, not_genuine("its receipt does not fit"));
  auto changed = verdict(Outcome::done, "the meter signed that it holds the new state", *agreed);
  changed.after = expected;
  co_return changed;
}

}  // namespace kwota::meter_keys
