// What tests of remote vending share: a meter on its line, and a head-end with the published keys that speaks with it.
#pragma once
#include <functional>

#include "base/cause.h"
#include "carry/remote_vending/recharge.h"
#include "meter/dlt645/test_world.h"
#include "seal/vault/software_vault.h"

namespace kwota::meter_line::test {

/// A meter, and a head-end that speaks with it.
class Line : public World {
 public:
  using World::World;

  dialogue::Parties parties() {
    return {.line = [this](const dialogue::LineFrame& command) -> Result<dialogue::LineFrame> {
              auto exchange = dlt645::Exchange::begin(command).value();
              sent.push_back(exchange.sends());
              const auto answer = exchange.receive(say(exchange.sends()));
              if (answer) return *answer;
              return error(Fault::wire, Cause::meter_silent, "no answer");
            },
            .vault = [this](const seal::Request& request) { return vault_->perform(request); },
            .journal = [this](const dialogue::JournalNote& note) -> Result<void> {
              journal.push_back(note.what);
              return {};
            }};
  }
  dlt645::Station station() const { return {.address = address(), .meter = number, .by = {1, 2, 3, 4}}; }
  dlt645::CreditOrder order(std::uint32_t count, std::int64_t minor, bool opens = false) {
    return dlt645::with_randoms({.station = station(),
                                 .opens = opens,
                                 .customer = customer,
                                 .amount = Money::minor(minor),
                                 .count = SequenceNumber{count}},
                                random);
  }
  dlt645::Delivered deliver(const dlt645::CreditOrder& what) { return dialogue::run(dlt645::recharge(what), parties()).value(); }
  dlt645::Random1 random1() {
    dlt645::Random1 bytes{};
    random.fill(bytes);
    return bytes;
  }
  dlt645::Session authenticate() { return dialogue::run(dlt645::authenticate(station(), random1()), parties()).value(); }
  std::vector<Bytes> sent;
  std::vector<std::string> journal;

 private:
  std::shared_ptr<seal::SoftwareVault> vault_ = std::make_shared<seal::SoftwareVault>(seal::SoftwareVault::with_test_keys());
};

inline std::string cause_of(const dlt645::Delivered& delivered) { return delivered.cause ? delivered.cause->code : ""; }
inline std::string reason_of(const dlt645::Delivered& delivered) {
  return delivered.cause && delivered.cause->details.contains("reason") ? delivered.cause->details.at("reason") : "";
}

/// A line that breaks at a question and stays broken; the answer to that question may be what is lost.
struct Breaking {
  int asked = 0, breaks_at = 0;  ///< breaks_at: counted from 1; 0: never
  bool answer_lost = false;

  using Device = std::function<Result<dialogue::LineFrame>(const dialogue::LineFrame&)>;
  Result<dialogue::LineFrame> carry(const dialogue::LineFrame& command, const Device& ask) {
    const auto silent = error(Fault::wire, Cause::meter_silent, "no answer");
    ++asked;
    const bool broken = breaks_at > 0 && asked >= breaks_at;
    if (broken && !(answer_lost && asked == breaks_at)) return silent;
    auto answer = ask(command);
    return broken ? Result<dialogue::LineFrame>{silent} : answer;
  }
};

/// An account with 10.00 that came over the line.
inline std::unique_ptr<Line> opened_world(std::uint64_t seed = 1) {
  auto world = std::make_unique<Line>(seed);
  EXPECT_EQ(world->deliver(world->order(1, 10'00, true)).outcome, dlt645::Outcome::done);
  world->sent.clear();
  world->journal.clear();
  return world;
}

}  // namespace kwota::meter_line::test
