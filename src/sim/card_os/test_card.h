// What the tests of this room share: a desk that speaks to a card in plain APDUs, and the personalisation of a user card.
#pragma once
#include <deque>
#include <functional>

#include "seal/cipher/secure_messaging.h"
#include "sim/card_os/card_os.h"

namespace kwota::sim::test {

inline const Bytes transport_key = hex("F0E1D2C3B4A5968778695A4B3C2D1E0F");
inline const Bytes master_key = hex("00112233445566778899AABBCCDDEEFF");
inline const Bytes credit_key = hex("25B9D7F5E935699316481CD028916A7A");
inline const Bytes return_key = hex("102132435465768798A9BACBDCEDFE0F");
inline const Bytes meter_key = hex("BE278A2F52C8A0132BF009135DB148CE");
inline const CardSerial serial{{0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x00, 0x07}};

/// Gives the challenges that a captured exchange had.
class ScriptedRandom final : public Random {
 public:
  void next(const Bytes& bytes) { queue_.insert(queue_.end(), bytes.begin(), bytes.end()); }
  void fill(MutableBytes out) override {
    for (auto& byte : out) {
      byte = queue_.empty() ? std::uint8_t{0x5A} : queue_.front();
      if (!queue_.empty()) queue_.pop_front();
    }
  }

 private:
  std::deque<std::uint8_t> queue_;
};

/// Sends APDUs until the card falls silent; says only what came back.
class Desk {
 public:
  explicit Desk(CardOs& card) : card_(card) {}

  /// The whole answer as hexadecimal text; "silent" when the card lost its power.
  std::string send(ByteView apdu) {
    const auto response = card_.execute(apdu);
    return response.ok() ? to_hex(iso7816::encode(*response)) : "silent";
  }
  std::string send(std::string_view apdu) { return send(hex(apdu)); }

  Bytes challenge(std::uint8_t count) {
    const auto response = card_.execute(Bytes{0x00, 0x84, 0x00, 0x00, count});
    return response.ok() ? response->data : Bytes(count);
  }
  seal::Challenge challenge4() {
    const auto random = challenge(4);
    seal::Challenge out{};
    std::copy(random.begin(), random.end(), out.begin());
    return out;
  }
  std::string authenticate(std::uint8_t id, const Bytes& key) {
    return send(seal::external_authenticate(seal::Key::des(key), id, challenge(8)));
  }
  std::string write_key(const Bytes& master, std::uint8_t p1, std::uint8_t id, const Bytes& record) {
    return send(seal::write_key(seal::Key::des(master), challenge4(), p1, id, record));
  }
  std::string protect(const Bytes& key, std::string_view header, const Bytes& data,
                      seal::Secrecy secrecy = seal::Secrecy::mac_only) {
    seal::Header bytes{};
    const auto given = hex(header);
    std::copy(given.begin(), given.end(), bytes.begin());
    return send(seal::protect(seal::Key::des(key), challenge4(), bytes, data, secrecy));
  }

 private:
  CardOs& card_;
};

inline Bytes join(std::string_view head, const Bytes& tail) {
  auto bytes = hex(head);
  append(bytes, tail);
  return bytes;
}

/// One step of a card's life: what is sent, and what must come back.
struct Step {
  std::string_view what;
  std::function<std::string(Desk&)> run;
};

/// From a blank card to a user card, as the counter does it.
inline std::vector<Step> personalisation() {
  return {
      {"MF", [](Desk& desk) { return desk.send("00A40000023F00"); }},
      {"transport key", [](Desk& desk) { return desk.authenticate(0, transport_key); }},
      {"create DF01", [](Desk& desk) { return desk.send("80E0DF010D 38 0600 AA AA 00 FFFF 4B574F5441"); }},
      {"DF01", [](Desk& desk) { return desk.send("00A4000002DF01"); }},
      {"key file", [](Desk& desk) { return desk.send("80E0000007 3F 00C8 FF AA FFFF"); }},
      {"master key", [](Desk& desk) { return desk.write_key(transport_key, 0x01, 0, join("F9F0AA0A33", master_key)); }},
      {"master state", [](Desk& desk) { return desk.authenticate(0, master_key); }},
      {"credit key", [](Desk& desk) { return desk.write_key(master_key, 0x01, 1, join("F6F0AAFF33", credit_key)); }},
      {"return key", [](Desk& desk) { return desk.write_key(master_key, 0x01, 2, join("F6F0AAFF33", return_key)); }},
      {"meter key", [](Desk& desk) { return desk.write_key(master_key, 0x01, 2, join("F9F0AA0233", meter_key)); }},
      {"instruction file", [](Desk& desk) { return desk.send("80E0000107 A8 002D F0 F0 FF FE"); }},
      {"purse file", [](Desk& desk) { return desk.send("80E0000207 A8 0008 F0 F0 FF FA"); }},
      {"returned file", [](Desk& desk) { return desk.send("80E0000507 A8 0031 F0 22 FF F9"); }},
      {"instruction", [](Desk& desk) { return desk.protect(credit_key, "04D68100", Bytes(0x2D, 0x11)); }},
      {"back to the MF", [](Desk& desk) { return desk.send("00A40000023F00"); }},
      {"transport key again", [](Desk& desk) { return desk.authenticate(0, transport_key); }},
      {"transport key replaced",
       [](Desk& desk) { return desk.write_key(transport_key, 0x39, 0, join("F9F0AA0A33", master_key)); }},
  };
}

/// A sale at the counter and the meter's answer.
inline std::vector<Step> sale() {
  return {
      {"DF01", [](Desk& desk) { return desk.send("00A4000002DF01"); }},
      {"purse", [](Desk& desk) { return desk.protect(credit_key, "04D68200", hex("0000271000000001")); }},
      {"instruction", [](Desk& desk) { return desk.protect(credit_key, "04D68100", Bytes(0x2D, 0x22)); }},
      {"meter", [](Desk& desk) { return desk.authenticate(2, meter_key); }},
      {"returned data", [](Desk& desk) { return desk.protect(return_key, "04D68500", Bytes(0x31, 0x68)); }},
  };
}

}  // namespace kwota::sim::test
