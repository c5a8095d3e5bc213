// How a contact of one kind is conducted (sell/remote/contact_kind.h). It is chosen once, when the contact is prepared; the order of things in a contact
// (head_end.cpp) is the same for all. A new kind is a class here and its file. For the files of HeadEnd alone.
// Begin with HeadEnd::Conduct.
#pragma once
#include "carry/handheld/usual_visit.h"
#include "work/head_end/collecting.h"
#include "work/head_end/head_end.h"

namespace kwota::head_end {

class HeadEnd::Conduct {
 public:
  /// Both outlive it.
  Conduct(HeadEnd& office, ContactSession& session) : office_(office), session_(session) {}
  virtual ~Conduct() = default;
  Conduct(const Conduct&) = delete;
  Conduct& operator=(const Conduct&) = delete;

  /// Commands are due: what comes before the first of them. The error: nothing can be done now.
  virtual Dialogue<Done> begin() { co_return Done{}; }
  /// One that its kind takes.
  virtual Dialogue<remote::CommandResult> carry_out(const remote::Sending& what) = 0;
  /// None is left.
  virtual Dialogue<Done> end() { co_return Done{}; }
  /// By plan. `own` is filled as it goes on.
  virtual Dialogue<books::MeterReading> read(const readings::DueReading& what, WrittenDown& own);
  /// What was read by plan is in the books.
  virtual Dialogue<Done> has_been_read() { co_return Done{}; }
  /// What a dialogue wants kept before it asks on.
  virtual Result<void> keep(const dialogue::JournalNote&) { return {}; }  // remote::sending() has noted it

 protected:
  HeadEnd& office_;
  ContactSession& session_;
};

/// A meter tells its whole word under its seal, and takes credit, prices, parameters and orders.
class HeadEnd::MeterConduct final : public Conduct {
 public:
  using Conduct::Conduct;
  Dialogue<Done> begin() override;
  Dialogue<remote::CommandResult> carry_out(const remote::Sending& what) override;
  Dialogue<Done> end() override;

 private:
  using CommandResult = remote::CommandResult;
  Dialogue<CommandResult> recharge(const counter::CarryOrder& order);
  Dialogue<CommandResult> write_prices(const remote::PriceTable& prices);
  Dialogue<CommandResult> settle_parameters(const books::MeterCommand& command);
  Dialogue<CommandResult> set_clock();
  Dialogue<CommandResult> switch_relay(const books::MeterCommand& command);
  Dialogue<CommandResult> send_void_list();
  /// Tool cards that were declared void since the meter's last word. The error: what it said to them.
  Dialogue<Done> bring_voids();
};

/// A pump tells what it recorded, and is told what a handheld would bring it: that this is stored, the black list, who has paid elsewhere, who hangs elsewhere.
class HeadEnd::PumpConduct final : public Conduct {
 public:
  using Conduct::Conduct;
  Dialogue<remote::CommandResult> carry_out(const remote::Sending& what) override;
  Dialogue<books::MeterReading> read(const readings::DueReading& what, WrittenDown& own) override;
  Dialogue<Done> has_been_read() override;
  Result<void> keep(const dialogue::JournalNote& note) override;

 private:
  using CommandResult = remote::CommandResult;
  /// What it recorded is at home when this ends, also of a line that broke meanwhile.
  Dialogue<lines::PumpState> read_pump();
  Dialogue<CommandResult> visit();
  Dialogue<CommandResult> set_clock(const books::MeterCommand& command);
  Dialogue<CommandResult> set_settlement(const books::MeterCommand& command);
  Dialogue<CommandResult> lock_out(const books::MeterCommand& command);
  /// After it was read. Nothing for it: nothing is asked. What it took is noted when this ends, also of a line that broke.
  Dialogue<handheld::Visited> tell();
  Result<handheld::ToBring> to_bring();
  bool has_list_of(const handheld::Orders& orders) const;
  Result<people::Context> taker();
  /// With each version of the keys that it may have, the likeliest first.
  template <class Answer, class Ask>
  Dialogue<Answer> under_its_keys(Ask ask);
  seal::infrared::Encipher keys_of(std::uint8_t version);

  std::vector<handheld::Entry> recorded_;     ///< what it told, or took, in this part of the contact, in its order
  std::optional<handheld::Entry> head_;       ///< as it stood when it was read
  std::optional<lines::PumpState> state_;     ///< nothing: its waterings were not read in this contact
  std::int64_t edition_before_ = 0;           ///< of its black list, as these books knew before this contact that it was brought there
  handheld::Known stored_;                    ///< all of it that is at home
};

}  // namespace kwota::head_end
