#include "work/key_office/person_desk.h"

#include <fmt/format.h>

#include "keys/office/certificates.h"

namespace kwota::key_office {

Result<void> prove_person(const books::KeyPerson& certified, seal::PersonTokens& tokens, Random& random, const SecretBytes& pin) {
  constexpr std::size_t challenge_bytes = 32;
  const auto& name = certified.person;
  const auto challenge = fmt::format("kwota sign-in at a key office\n{}\n{}\n", to_hex(view_of(name)), to_hex(random.bytes(challenge_bytes)));
  TRY(signature, tokens.sign(name, pin, view_of(challenge)));
  if (keys::is_signed(certified.public_key, challenge, to_hex(signature))) return {};
  return error(Fault::forged, "person_token_foreign",
               fmt::format("What is plugged in as the token of {} is not the one that was certified. Nothing was done. Plug in his own, or have a new one certified.", name),
               {{"person", name}});
}

Result<void> PersonDesk::prove(const std::string& name, const SecretBytes& pin) {
  TRY(certificate, parts_.books.read([&](const books::Reader& reader) { return keys::certificate_of(reader, name); }));
  return prove_person(certificate, parts_.tokens, parts_.random, pin);
}

Result<books::Operator> PersonDesk::certify(keys::Appointment request, const Pins& pins, const books::Actor& actor, const people::Context& context) {
  // What would be refused is refused before a token is touched.
  TRY(row, parts_.books.read([&](const books::Reader& reader) { return keys::draft_certificate(reader, request, context); }));
  TRY(key, parts_.tokens.make({request.person.name, pins.person, pins.label}, parts_.random));
  request.person.public_key = row.public_key = to_hex(key);
  TRY(text, parts_.books.read([&](const books::Reader& reader) -> Result<std::string> { return keys::certificate_text(reader, row); }));
  TRY(first, parts_.tokens.sign(row.first, pins.first, view_of(text)));
  TRY(second, parts_.tokens.sign(row.second, pins.second, view_of(text)));
  request.first_signature = to_hex(first);
  request.second_signature = to_hex(second);
  return parts_.books.run(actor, [&](const books::Reader& reader) { return keys::certify(reader, request, context); });
}

}  // namespace kwota::key_office
