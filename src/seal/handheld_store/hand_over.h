// The papers that go between a handheld and its office, as text that both sign: the manifest says what the handheld gives away,
// the receipt says that the office has it, the orders say what the handheld shall bring to the wells. Each is one line of JSON in
// one form only: members in the order of their structure, no blanks, files by meter's number, kinds by their number and only
// those that occur, times in UTC with milliseconds, digests in upper-case hexadecimal. Its signature is a file beside it: r || s
// of P-256 over the SHA-256 of the text, 128 hexadecimal digits. Guarantees: what a parser takes, the encoder writes again byte
// by byte; a member that is not known is refused. Never: signs, reads a key or a file. Begin with Manifest and Receipt.
#pragma once
#include "seal/cipher/ecdsa.h"
#include "seal/handheld_store/store_file.h"

namespace kwota::handheld {

/// What the office knows a handheld by: the first eight bytes of the hash of its public key, `40C1-CC9E-F710-3987`.
using Device = std::string;
Device device_of(ByteView public_key);

/// One meter's file, as it is handed over.
struct HandedFile {
  MeterNumber meter;
  std::uint64_t bytes = 0;
  seal::Digest sha256{};
  Counts counts{};
  friend bool operator==(const HandedFile&, const HandedFile&) = default;
};

/// By the device's key.
struct Manifest {
  Device device;
  Instant made_at;
  std::vector<HandedFile> files;  ///< by meter's number, each once
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// By the office's key: these very files were stored and counted.
struct Receipt {
  Device device;
  seal::Digest manifest{};  ///< SHA-256 of the manifest's text
  std::string utility;
  Counts taken_in{};  ///< entries of each kind, those that were known before among them
  Instant at;
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// A user who hung at this meter and has been settled or released elsewhere.
struct ReleasedUser {
  MeterNumber meter;
  std::uint32_t number = 0;  ///< transaction number of the watering
  friend auto operator<=>(const ReleasedUser&, const ReleasedUser&) = default;
};

/// A card that no well of its area numbers shall serve any more.
struct ListedCard {
  CardSerial card;                   ///< the last sixteen digits of its number
  std::vector<std::uint32_t> areas;  ///< eight digits each, rising; none: every well
  friend bool operator==(const ListedCard&, const ListedCard&) = default;
};
/// A hung record that another well has told the office of, and where its card may come.
struct HungElsewhere {
  std::array<std::uint8_t, 48> record{};
  std::vector<std::uint32_t> areas;  ///< as of a listed card
  friend bool operator==(const HungElsewhere&, const HungElsewhere&) = default;
};
/// Whose cards the pump of a well takes: those of its area number, and of the one before that it may not have been bound away from yet.
struct WellAreas {
  MeterNumber meter;
  std::vector<std::uint32_t> areas;  ///< rising
  friend bool operator==(const WellAreas&, const WellAreas&) = default;
};

/// By the office's key: what the handheld shall bring to the wells that it reads.
struct Orders {
  Device device;
  Instant at;
  std::uint16_t edition = 0;                       ///< of the black list
  std::vector<ListedCard> cards;                   ///< on it
  std::vector<WellAreas> wells;                    ///< by meter, each once
  std::vector<ReleasedUser> released;              ///< by meter and number, each once
  std::vector<HungElsewhere> hung;
  friend bool operator==(const Orders&, const Orders&) = default;
};

/// What of the orders concerns the well of this meter; all of it where nobody has said where that is.
std::vector<CardSerial> listed_at(const Orders& orders, MeterNumber meter);
/// Records of 48 bytes each, as the pump takes them.
std::vector<Bytes> hung_for(const Orders& orders, MeterNumber meter);

std::string encode(const Manifest& manifest);
std::string encode(const Receipt& receipt);
std::string encode(const Orders& orders);
/// What is signed.
seal::Digest digest_of(std::string_view paper);

/// A paper and the signature beside it.
struct Signed {
  std::string text, signature;
};

/// Errors `manifest_unreadable`, `receipt_unreadable`, `orders_unreadable`: not in the one form that there is.
Result<Manifest> parse_manifest(std::string_view text);
Result<Receipt> parse_receipt(std::string_view text);
Result<Orders> parse_orders(std::string_view text);

/// r || s, 128 hexadecimal digits in upper case and a line's end.
std::string signature_text(const seal::Signature& signature);
/// A line's end behind it does no harm. Error `signature_unreadable`.
Result<seal::Signature> parse_signature(std::string_view text);

/// The manifest's entry of a meter's file that holds whole entries only.
HandedFile handed_file(MeterNumber meter, ByteView file, const Store& store);

}  // namespace kwota::handheld
