#include "meter/esam/esam.h"

#include "seal/cipher/secure_messaging.h"

namespace kwota::esam {

using meter::SecurityRequest;

void Esam::install(KeySet keys) {
  keys_ = std::move(keys);
  state_ = KeyState::installed;
}

std::uint32_t Esam::key_info() const {
  const std::uint32_t version = keys_.version;
  return static_cast<std::uint32_t>(state_) << 24 | version << 16 | version << 8 | version;
}

Bytes Esam::answer(const SecurityRequest& request) {
  const auto proof_under = [&](const seal::Key& root) {
    return seal::answer_challenge(seal::diversify(root, request.serial.bytes), request.challenge);
  };
  switch (request.kind) {
    case SecurityRequest::Kind::key_state: {
      Bytes info(4);
      put_be32(info.data(), key_info());
      return info;
    }
    case SecurityRequest::Kind::challenge: return random_.bytes(8);
    case SecurityRequest::Kind::answer_card: return proof_under(keys_.meter_authentication);
    case SecurityRequest::Kind::check_card:
      return equal_secret(proof_under(keys_.card_authentication), request.message) ? Bytes{1} : Bytes{};
    case SecurityRequest::Kind::make_mac: return to_bytes(line_mac(request));
    case SecurityRequest::Kind::check_mac: return equal_secret(line_mac(request), request.mac) ? Bytes{1} : Bytes{};
  }
  return {};
}

seal::Mac Esam::line_mac(const SecurityRequest& request) const {
  const seal::Key& root = request.key == SecurityRequest::Key::credit ? keys_.credit : keys_.return_data;
  const seal::Challenge challenge{request.challenge[0], request.challenge[1], request.challenge[2], request.challenge[3]};
  return seal::line_mac(seal::diversify(root, request.serial.bytes), challenge, request.message);
}

}  // namespace kwota::esam
