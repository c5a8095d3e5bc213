// What is said between pump, card and security module when a card is swiped, as a table without I/O (irrigation.md 2, 4, 5; cards.md
// 2.4, 2.5, 3.2): it says whom to ask and what, and takes the answer.
//   on:  select - lock proof - areas - INIT - [E0 40] - GREY LOCK - [E0 42], and the relay closes              5 commands of the card
//   off: select - lock proof - [E0 44, E0 46] - DEBIT - collected                                              4 commands of the card
// A card that is grey from here is settled first, and starts with another swipe. Without a card the same table asks the module who it
// is, and for the GMAC of users who hang.
// Guarantees: a number that the module drew has its record in storage before the card hears of it; the amount and its GMAC are stored
// before the debit, and a debit is sent once a session; a GMAC is one that the module has said twice. Never: a key. Begin with asks(), receive(), finished().
#pragma once
#include "meter/pump/pump.h"

namespace kwota::meter {

class PumpSession {
 public:
  enum class Party : std::uint8_t { nobody, card, module };
  enum class Begin : std::uint8_t { card, module_alone };

  /// `pump` outlives the session.
  explicit PumpSession(Pump& pump, Begin begin = Begin::card);

  /// Whom the command that is open now goes to; nobody: the session is over.
  Party asks() const { return row().party; }
  bool finished() const { return step_ == Step::done; }
  ByteView command() const { return ByteView{buffer_}.first(length_); }
  /// The answer: data and status word.
  void receive(ByteView answer);
  /// Card or module was pulled, or does not answer.
  void silent();
  /// The reader finds more than one card before it: it speaks to none of them, and this ends before its first command. Who waters goes on. Of the reader's
  /// own code, for it alone asks for this.
  void several_cards() {
    if (!finished()) step_ = end(PumpRefusal::two_cards);
  }

  PumpRefusal refusal() const { return refusal_; }
  const CardSerial& card() const { return card_; }
  /// The amount that this session took from the card; nothing: it took none.
  std::optional<Money> paid() const { return paid_; }
  Money balance() const { return balance_; }
  /// What a tool card was told; nothing: it was none, or none that proved itself a card of ours.
  std::optional<pump::ToolAnswer> tool_answer() const { return tool_answer_; }

  enum class Step : std::uint8_t {
    module_select,
    module_pin,
    module_terminal,
    select,
    proof,
    areas,
    init,
    draw,
    lock,
    certify,
    gmac,
    gmac_again,
    debit,
    collect,
    tool_select,
    tool_random,
    tool_key,
    tool_read,
    tool_mac,
    answer_look,
    answer_random,
    answer_mac,
    answer_write,
    done,
  };
  Step step() const { return step_; }

 private:
  struct Row {
    Step step;
    Party party;
    std::uint16_t size;  ///< bytes of a good answer, without its status word
    void (*ask)(PumpSession&);
    Step (*take)(PumpSession&, ByteView answer);
    Step (*refused)(PumpSession&, std::uint16_t sw);  ///< sw 0: silence
  };
  // A pointer to a member takes twice the room of one to a function.
  template <auto ask>
  static void to_ask(PumpSession& session) {
    (session.*ask)();
  }
  template <auto take, class Answer>
  static Step to_take(PumpSession& session, Answer answer) {
    return (session.*take)(answer);
  }
  template <auto ask, auto take, auto refused>
  static constexpr Row row_of(Step step, Party party, std::uint16_t size) {
    return {step, party, size, &to_ask<ask>, &to_take<take, ByteView>, &to_take<refused, std::uint16_t>};
  }
  static const Row procedure[];
  const Row& row() const { return procedure[static_cast<std::size_t>(step_)]; }

  static std::optional<ByteView> issuer_data(ByteView fci);
  void go(Step next);
  Step end(PumpRefusal refusal);
  Step settle(const Debt& debt);

  void ask_nothing() {}
  void ask_module_select(), ask_module_pin(), ask_module_terminal(), ask_select(), ask_proof(), ask_areas(), ask_init(), ask_draw();
  void ask_lock(), ask_certify(), ask_gmac(), ask_gmac_again(), ask_debit(), ask_collect();
  Step take_module_select(ByteView), take_module_pin(ByteView), take_module_terminal(ByteView), take_select(ByteView), take_proof(ByteView),
      take_areas(ByteView), take_init(ByteView), take_draw(ByteView), take_lock(ByteView), take_certify(ByteView), take_gmac(ByteView),
      take_debit(ByteView), take_collect(ByteView);
  Step no_module(std::uint16_t), no_pin(std::uint16_t), no_card(std::uint16_t), no_proof(std::uint16_t), no_number(std::uint16_t), no_lock(std::uint16_t),
      not_certified(std::uint16_t), no_gmac(std::uint16_t), no_gmac_at_all(std::uint16_t), no_debit(std::uint16_t), not_collected(std::uint16_t);

  // A tool card (session_tools.cpp).
  void ask_tool_select(), ask_tool_random(), ask_tool_key(), ask_tool_read(), ask_tool_mac(), ask_answer_look(), ask_answer_random(),
      ask_answer_mac(), ask_answer_write();
  Step take_tool_select(ByteView), take_tool_random(ByteView), take_tool_key(ByteView), take_tool_read(ByteView), take_tool_mac(ByteView),
      take_answer_look(ByteView), take_answer_random(ByteView), take_answer_mac(ByteView), take_answer_write(ByteView);
  Step no_purse(std::uint16_t), no_tool_key(std::uint16_t), no_answer(std::uint16_t);
  Step end_tool(pump::ToolAnswer answer);
  Step other_version();
  void put_row();
  void put_start();

  Step begin_card();
  Step start();
  void put_header(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, std::uint8_t third);
  void put(ByteView bytes);
  void put(std::uint8_t byte) { buffer_[length_++] = byte; }
  void put_number(std::uint32_t number, std::size_t bytes);

  // What is asked most often stands first: a small processor reaches the first bytes of an object with the shortest instructions.
  Pump& pump_;
  std::size_t length_ = 0;  ///< of what stands in buffer_
  Step step_ = Step::done;
  Begin begin_;
  PumpRefusal refusal_ = PumpRefusal::none;
  PumpRefusal after_settling_ = PumpRefusal::none;  ///< what is said when a lock that never ran is off the card again
  std::uint8_t gmacs_left_ = PumpStore::hung_kept;
  std::uint8_t row_ = 0, usage_rows_ = 0;  ///< of a collect card: the one that is written, and those with waterings; before it see other_version()
  std::optional<pump::ToolAnswer> tool_answer_{};
  std::uint16_t status_ = 0;
  std::array<std::uint8_t, 6> random_{};  ///< of the card, with version and algorithm of its key
  CardSerial card_;
  pump::Proof proof_{};                   ///< MAC2 of the card
  std::array<std::uint8_t, 8> drawn_{};   ///< of the module: its random number and MAC1
  Money balance_;
  std::optional<Money> paid_;
  Debt debt_{};
  LockRequest lock_{};
  pump::ToolHead tool_{};
  purse_card::ApplicationFile file_{};
  /// The frame of a tool card stays where its module is asked about it.
  static constexpr std::size_t tool_bytes = 0xFF - 8, tool_at = 5 + 8;
  std::array<std::uint8_t, tool_at + tool_bytes> buffer_{};
};

}  // namespace kwota::meter
