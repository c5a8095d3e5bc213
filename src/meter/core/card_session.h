// The meter's procedure with an inserted card (cards.md 5.2, seen in two meter firmwares), as a table without I/O:
// it says whom to ask and what, and takes the answer; contacts and security module are somebody else's.
//   reset - select DF01 (of a key card DF02 [K]) - kind of card - internal authentication - external authentication -
//   files with MAC - decide and STORE - registers (SFI 06) - returned data (SFI 05)
// A key card takes the same way as far as its file; then the security module collects the keys that the card exports, one by
// one, and changes over at the end.
// Guarantees: a card pulled before the store is untouched and so is the meter; after it the credit is in the meter, and
// the next insertion (d = 0) takes the data home. Never: credits what the security module did not prove.
// Begin with asks(), receive(), finished().
#pragma once
#include "meter/core/meter.h"

namespace kwota::meter {

/// The keys that a key-modify card exports, in this order: numbers of seal::Purpose. Those from meter_parameter on are diversified
/// by the meter's number.
inline constexpr std::array<std::uint8_t, 8> exported_purposes{2, 3, 5, 6, 18, 19, 20, 21};
inline constexpr std::uint8_t first_own_purpose = 18;

/// Answers to check_card.
inline constexpr std::uint8_t proof_fits = 1, proof_voided = 2;

/// What the security module is asked. All keys are diversified by the card's serial.
struct SecurityRequest {
  enum class Kind : std::uint8_t {
    key_state,    ///< answer: key info 4, byte 0 is 01 with private keys
    challenge,    ///< answer: 8 random bytes
    check_card,   ///< `message` is the card's answer to `challenge`; answer: one byte 01, 02 of a voided card, or nothing
    answer_card,  ///< answer: 8 bytes that prove the meter to the card that sent `challenge`
    make_mac,     ///< over `message`, start value `challenge4 || 00*4`; answer: 4 bytes
    check_mac,    ///< `mac` over `message`; answer: one byte 01, or nothing
    take_key,      ///< `message` is the cryptogram of a key of that purpose and version, bound to the newest challenge; one byte 01, or nothing
    change_keys,   ///< all keys of `version` are there: they come into force; answer: key info 4, or nothing
    restore_keys,  ///< the factory's keys come into force; answer: key info 4, or nothing
    void_cards,    ///< `message` is a page of serials to add, `number` how far the list goes with it; answer: key info 4, or nothing
  };
  enum class Key : std::uint8_t { credit, return_data };  ///< for the MACs
  Kind kind = Kind::key_state;
  Key key = Key::credit;
  CardSerial serial;
  std::array<std::uint8_t, 8> challenge{};
  ByteView message;  ///< valid until the answer is heard
  std::array<std::uint8_t, 4> mac{};
  std::uint8_t purpose = 0, version = 0;
  std::uint32_t number = 0;
};

class CardSession {
 public:
  enum class Party : std::uint8_t { nobody, card_reset, card, security };

  /// A card was put in. `meter` outlives the session.
  explicit CardSession(Meter& meter);

  /// Whom the question that is open now goes to; nobody: the session is over.
  Party asks() const;
  bool finished() const { return step_ == Step::done; }
  /// For the card: a command APDU. After card_reset the answer is the ATR.
  ByteView command() const { return ByteView{buffer_}.first(length_); }
  const SecurityRequest& request() const { return request_; }

  /// The answer: ATR, data || SW, or what the security module said (nothing: it refuses).
  void receive(ByteView answer);
  /// The card was pulled or does not answer.
  void silent();

  Refusal refusal() const { return refusal_; }
  /// Whether the meter has stored an instruction of this card in this session.
  bool took() const { return verdict_.takes && verdict_.refusal == Refusal::none; }

 private:
  enum class Step : std::uint8_t {
    key_state,
    reset,
    select,
    select_key_card,
    kind,
    random,
    internal,
    check_card,
    challenge,
    answer,
    external,
    read_random,
    read,
    check,
    void_list,
    export_random,
    export_key,
    take_key,
    change_keys,
    returned,
    write_challenge,
    write_mac,
    write,
    done,
  };
  struct Row {
    Step step;
    Party party;
    void (CardSession::*ask)();
    std::size_t (CardSession::*size)() const;  ///< bytes of a good answer, without SW
    Step (CardSession::*take)(ByteView answer);
  };
  static const Row procedure[];
  const Row& row() const;

  void go(Step next);
  Step end(Refusal refusal);
  Step refused(std::uint16_t sw);

  void ask_nothing() {}
  void ask_select(), ask_select_key_card(), ask_kind(), ask_random(), ask_internal(), ask_check_card(), ask_challenge();
  void ask_answer(), ask_external();
  void ask_check(), ask_returned(), ask_write_challenge(), ask_write_mac();
  void ask_key_state();
  void ask_void_list(), ask_export_random(), ask_export(), ask_take_key(), ask_change();

  std::size_t none() const { return 0; }
  std::size_t one() const { return 1; }
  std::size_t four() const { return 4; }
  std::size_t eight() const { return 8; }
  std::size_t file_and_mac() const { return file_size() + 4; }
  std::size_t returned_size() const { return user_card::ReturnedFile::size; }
  std::size_t any() const { return any_size; }
  static constexpr std::size_t any_size = 0xFFFF;

  Step take_key_state(ByteView), take_atr(ByteView), take_select(ByteView), take_kind(ByteView), take_random(ByteView),
      take_internal(ByteView);
  Step take_check_card(ByteView), take_challenge(ByteView), take_answer(ByteView), take_external(ByteView);
  Step take_read_random(ByteView), take_read(ByteView), take_check(ByteView), take_returned(ByteView);
  Step take_write_challenge(ByteView), take_write_mac(ByteView), take_write(ByteView);
  Step take_void_list(ByteView), take_export_random(ByteView), take_export(ByteView), take_key_taken(ByteView), take_changed(ByteView);

  std::size_t file_size() const;
  bool keep_file();
  Step next_file();
  Step decide();
  Step decide_key_card();
  void put_header(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, std::uint8_t third);
  void put(ByteView bytes);

  Meter& meter_;
  Step step_ = Step::key_state;
  Refusal refusal_ = Refusal::none;
  Verdict verdict_{};
  user_card::Command kind_ = user_card::Command::user;
  std::uint8_t sfi_ = user_card::sfi::instruction;  ///< the file under way
  Offer offer_{};
  user_card::PresetFile preset_{};
  user_card::ClearFile clear_{};
  user_card::KeyCardFile key_card_{};
  user_card::VoidFile voids_{};
  std::size_t exported_ = 0;  ///< keys that the security module has taken
  SecurityRequest request_{};
  std::array<std::uint8_t, 5 + 255 + 1> buffer_{};  ///< the command, then the file that was read
  std::size_t length_ = 0;
};

}  // namespace kwota::meter
