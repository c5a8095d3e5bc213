// The meter's side of DL/T 645-2007 without I/O: bytes of the line in, answer frames out. Facts: meters.md 1 (functions), 2
// (data), 3 (relay), 4 (security module); what it refuses, and by which bit, stands in docs/dlt645.md. Guarantees: nothing is
// answered that was not stored before; a credit goes through the meter's one door (Meter::take) only after the security module
// has proved it; a frame that comes twice changes nothing twice; after three wrong MACs the session ends, after fifteen within a
// day, of somebody who had proved in that very session that he has the key, the module is suspended for that day. Whoever has
// proved nothing – a stranger with recorded frames – is only slowed, at his port. Never: opens a port, waits, or believes a password where money or the relay of a
// meter with the utility's keys is concerned. Begin with receive().
#pragma once
#include "carry/dlt645/security.h"
#include "meter/dlt645/readings.h"
#include "meter/esam/esam.h"

namespace kwota::meter_line {

class Server {
 public:
  static constexpr unsigned session_failures_max = 3, wrong_passwords_max = 10;
  /// After three unproven failures in a row the next proof is listened to after 1, 2, 4 … seconds; until then nothing is answered.
  static constexpr std::uint32_t longest_pause = 60;

  /// All of them outlive the server; it lives as long as power is there. `answer_max`: data bytes of an answer to a read, for
  /// modules that carry less than 200; longer answers are read in parts.
  Server(meter::Meter& meter, esam::Esam& module, meter::Storage& memory, std::size_t answer_max = dlt645::read_data_max);

  /// Whatever came from the line, in any pieces; the answers, usually one or none.
  Bytes receive(ByteView bytes);
  /// The same from the infrared port, at 1200 baud. Until a handheld has proved itself there – and the meter itself to it – it is
  /// told its address, energies, what flows, the balance, clock and states, and may change nothing; then it may read everything.
  Bytes receive_infrared(ByteView bytes);
  static constexpr unsigned infrared_baud = 1200;
  /// The line has been silent for longer than a gap within a frame may last.
  Bytes silence();

  /// The key under the sealed cover, without which the address cannot be written.
  void hold_programming_key(bool held) { programming_ = held; }
  const Settings& settings() const { return settings_; }
  unsigned baud() const { return baud_of(settings_.speed).value_or(2400); }
  bool authenticated() const;

 private:
  struct Answer {
    dlt645::Control control;
    Bytes data{};
  };
  struct Row {
    std::uint8_t function;
    bool wildcards;  ///< answers "any one meter" too
    std::optional<Answer> (Server::*serve)(const dlt645::Frame&);
  };
  static const Row functions[], functions_1997[];
  std::span<const Row> spoken() const;
  struct Session {
    dlt645::Random2 random2{};
    ClockTime since{};
    unsigned failures = 0;
    bool proven = false;  ///< a MAC over our random number fitted: he has the key, and not only a recording of somebody who had
  };
  /// Failures of somebody who has proved nothing, at one port. Not stored: they count towards nothing and cost only his time.
  struct Doubt {
    unsigned failures = 0;
    std::uint32_t until = 0;  ///< before this second no proof is listened to there
  };
  /// What was asked with a level, a password, an operator and data.
  struct Order {
    std::uint8_t level = 0;
    ByteView password, data;
    meter::Operator by{};
  };

  Bytes answers(dlt645::Receiver& receiver);
  std::optional<Answer> serve_infrared(const dlt645::Frame& frame, const Row& row);
  Answer greet_infrared(const dlt645::Frame& frame, ByteView body);
  Answer open_infrared(const dlt645::Frame& frame, ByteView body);
  bool infrared_is_open() const;
  std::optional<Bytes> serve(const dlt645::Frame& frame);
  static std::optional<Order> order_in(ByteView data);
  bool keep(const Settings& next);
  ReadingSources view() const;

  std::optional<Answer> read(const dlt645::Frame&), read_on(const dlt645::Frame&), read_address(const dlt645::Frame&);
  std::optional<Answer> write(const dlt645::Frame&), write_address(const dlt645::Frame&), set_time(const dlt645::Frame&);
  std::optional<Answer> freeze(const dlt645::Frame&), change_speed(const dlt645::Frame&), change_password(const dlt645::Frame&);
  std::optional<Answer> refuse_always(const dlt645::Frame&);
  Answer part(const dlt645::Frame& frame, std::size_t number);
  std::uint8_t write_item(const dlt645::Item& item, dlt645::Identifier identifier, const Order& order, ByteView data);
  std::uint8_t write_spare(const dlt645::Item& item, std::size_t place, std::int64_t value);
  std::uint8_t write_clock(const dlt645::Item& item, std::int64_t value, const meter::Operator& by);
  std::uint8_t write_limit(const dlt645::Item& item, Money amount);

  // server_security.cpp
  std::optional<Answer> security(const dlt645::Frame&), control(const dlt645::Frame&);
  Answer authenticate(const dlt645::Frame&, ByteView body);
  Answer set_validity(const dlt645::Frame&, ByteView body);
  Answer change_keys(const dlt645::Frame&, ByteView body);
  Answer take_credit(const dlt645::Frame&, ByteView body, bool opens);
  Answer answer_account(const dlt645::Frame&) const;
  Answer answer_file(const dlt645::Frame&, ByteView body) const;
  std::uint8_t obey(std::uint8_t order, const meter::Operator& by);
  Answer init_wallet(const dlt645::Frame&, ByteView body);
  Answer take_closing(const dlt645::Frame&, ByteView body);
  Answer take_void_cards(const dlt645::Frame&, ByteView body);
  bool proves(seal::Purpose purpose, ByteView message, ByteView mac);
  /// What came under the utility's seal: PA 99 plain, PA 98 enciphered; the MAC is over what was sent. Nothing: it is not its.
  using MessageOf = Bytes (*)(dlt645::Identifier item, ByteView sent);
  std::optional<Bytes> unsealed(seal::Purpose purpose, const Order& order, MessageOf message, dlt645::Identifier item = {});
  bool password_fits(std::uint8_t level, ByteView password);
  bool suspended() const;
  Doubt& doubt() { return by_infrared_ ? infrared_doubt_ : line_doubt_; }
  bool slowed();
  void fails_unproven();
  bool has_the_utilitys_keys() const { return (module_.key_info() >> 24) == 1; }
  std::uint32_t now() const { return meter_.clock().seconds; }
  bool recent(const Attempts& attempts) const;
  Attempts one_more(Attempts attempts) const;

  meter::Meter& meter_;
  esam::Esam& module_;
  SettingsSlots slots_;
  std::size_t answer_max_;
  Settings settings_;
  dlt645::Receiver receiver_{dlt645::read_data_max}, infrared_receiver_{dlt645::read_data_max};
  bool by_infrared_ = false;                   ///< the frame that is being served
  std::optional<ClockTime> infrared_since_{};  ///< a handheld proved itself
  bool programming_ = false;
  std::optional<Session> session_;
  Doubt line_doubt_, infrared_doubt_;
  dlt645::Identifier long_read_;  ///< what is being read in parts,
  Bytes long_value_;              ///< as it was when the reading began
};

/// A moment out of BCD groups, lowest first: ss mm hh DD MM YY. Nothing when there is no such moment.
std::optional<ClockTime> moment_in(ByteView groups);

}  // namespace kwota::meter_line
